import { useState } from 'react';
import type { SignInAnswer } from '../../app/ipc/account.ts';
import { useApp } from '../app-services.ts';
import { LIBRARY } from '../router.ts';
import { troubleLine } from '../ui/trouble.ts';
import { failedWords } from './account-words.ts';

export interface SignIn {
  /** Null: nothing is under way. */
  readonly busy: 'server' | 'browser' | null;
  /** Why the last attempt came to nothing. */
  readonly trouble: string | null;
  readonly signIn: (who: { readonly email: string; readonly password: string }) => void;
  readonly signUp: (who: { readonly email: string; readonly password: string; readonly name: string }) => void;
  readonly useCode: (given: { readonly email: string; readonly code: string }) => void;
  readonly sendCode: (email: string) => void;
  readonly throughBrowser: () => void;
  readonly cancel: () => void;
  /** Another way in was chosen. */
  readonly clear: () => void;
}

/** The ways in; who is in sees the library, `onSent` is told that a mail is on its way. */
export function useSignIn(onSent: () => void): SignIn {
  const { client, router } = useApp();
  const [busy, setBusy] = useState<SignIn['busy']>(null);
  const [trouble, setTrouble] = useState<string | null>(null);

  const attempt = async (way: 'server' | 'browser', ask: () => Promise<SignInAnswer>): Promise<void> => {
    setBusy(way);
    setTrouble(null);
    try {
      const answer = await ask();
      if (answer.kind === 'signed-in') router.go(LIBRARY);
      else if (answer.kind === 'sent') onSent();
      else if (answer.because !== 'cancelled') setTrouble(failedWords(answer.because, answer.retryAfterMs));
    } catch (error) {
      setTrouble(troubleLine(error, 'sign you in'));
    } finally {
      setBusy(null);
    }
  };
  return {
    busy,
    trouble,
    signIn: (who) => void attempt('server', () => client.call('account.sign-in', who)),
    signUp: (who) => void attempt('server', () => client.call('account.sign-up', who)),
    useCode: (given) => void attempt('server', () => client.call('account.use-code', given)),
    sendCode: (email) => void attempt('server', () => client.call('account.send-code', { email })),
    throughBrowser: () => void attempt('browser', () => client.call('account.sign-in-browser', {})),
    cancel: () =>
      void client.call('account.cancel', {}).catch((error: unknown) => setTrouble(troubleLine(error, 'call it off'))),
    clear: () => setTrouble(null),
  };
}
