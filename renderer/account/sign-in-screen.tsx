import './account.css';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { AccountState } from '../../app/ipc/account.ts';
import type { Output } from '../../app/ipc/contract.ts';
import { useApp, useCommands } from '../app-services.ts';
import { LIBRARY } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { Screen } from '../ui/screen.tsx';
import { useWindowTitle } from '../ui/use-window-title.ts';
import { DemoAccounts } from './demo-accounts.tsx';
import { DeviceSide } from './device-side.tsx';
import { AskCodeForm, PasswordForm, SignUpForm, TypeCodeForm } from './sign-in-forms.tsx';
import { useAccount } from './use-account.ts';
import { useSignIn } from './use-sign-in.ts';

type Way = 'password' | 'ask-code' | 'type-code' | 'sign-up' | 'confirm';

/** Signing in, beside what is on this device and open to everybody at it all the same. */
export function SignInScreen(): ReactNode {
  const { router } = useApp();
  const state = useAccount();
  useWindowTitle('Sign in');
  useCommands((id) => {
    if (id !== 'library.show') return false;
    router.go(LIBRARY);
    return true;
  });
  return (
    <Screen
      title={
        <>
          <div className="place">
            <span className="sign-in-name">Galley</span>
          </div>
          {state?.server === null || state === null ? null : (
            <span className="tag wide server-tag">
              <Icon name="server" />
              {state.server.host}
            </span>
          )}
        </>
      }
    >
      <div className="body">
        <div className="pair" aria-busy={state === null}>
          {state === null ? null : (
            <>
              <main>{state.server === null ? <NoServer /> : <WaysIn key={state.account} state={state} />}</main>
              <DeviceSide state={state} />
            </>
          )}
        </div>
      </div>
    </Screen>
  );
}

function NoServer(): ReactNode {
  return (
    <>
      <h1>No server is set up</h1>
      <p className="soft">
        This Galley was not given the address of a server, so there is nobody to sign in to. Writing needs none:
        everything you write is saved on this device. Whoever looks after this computer can set a server.
      </p>
    </>
  );
}

function WaysIn({ state }: { readonly state: AccountState }): ReactNode {
  const { client } = useApp();
  const place = useRef<HTMLDivElement>(null);
  const [email, setEmail] = useState(state.person?.email ?? '');
  const [way, setWay] = useState<Way>('password');
  const [waysIn, setWaysIn] = useState<Output<'account.ways-in'>>(null);
  const ways = useSignIn(() => setWay(way === 'sign-up' ? 'confirm' : 'type-code'));
  useEffect(() => {
    let isWanted = true;
    client.call('account.ways-in', {}).then(
      (told) => {
        if (isWanted) setWaysIn(told);
      },
      // Without an answer the ways that every server has are offered; trying one says what is wrong.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [client]);
  useEffect(() => {
    const fields = [...(place.current?.querySelectorAll('input') ?? [])];
    (fields.find(({ value }) => value === '') ?? fields[0])?.focus();
  }, [way]);
  const turnTo = (next: Way): void => {
    ways.clear();
    setWay(next);
  };
  if (ways.busy === 'browser') return <InBrowser onCancel={ways.cancel} />;
  const shared = { email, onEmail: setEmail, ways };
  return (
    <>
      <h1>{way === 'sign-up' ? 'Make an account' : 'Sign in to share'}</h1>
      <p className="soft">An account sends your scripts to the server and lets others in. Writing needs none.</p>
      <div ref={place}>{formOf(way, shared)}</div>
      <div className="other-ways">
        <span className="or">or</span>
        {way === 'password' ? (
          <button type="button" className="btn big" onClick={() => turnTo('ask-code')}>
            <Icon name="hash" /> Send me a code instead
          </button>
        ) : (
          <button type="button" className="btn big" onClick={() => turnTo('password')}>
            <Icon name="log-in" /> Sign in with a password
          </button>
        )}
        {waysIn === null || waysIn.provider === null ? null : (
          <button type="button" className="btn big" onClick={ways.throughBrowser}>
            <Icon name="globe" /> Sign in with the browser
          </button>
        )}
        {waysIn?.maySignUp === true && way !== 'sign-up' ? (
          <button type="button" className="btn big" onClick={() => turnTo('sign-up')}>
            <Icon name="user-round-plus" /> Make an account
          </button>
        ) : null}
      </div>
      <DemoAccounts isBusy={ways.busy !== null} onChoose={ways.signIn} />
    </>
  );
}

function formOf(way: Way, shared: Parameters<typeof PasswordForm>[0]): ReactNode {
  switch (way) {
    case 'password':
      return <PasswordForm {...shared} />;
    case 'ask-code':
      return <AskCodeForm {...shared} />;
    case 'type-code':
      return <TypeCodeForm {...shared} />;
    case 'sign-up':
      return <SignUpForm {...shared} />;
    case 'confirm':
      return (
        <p role="status" className="sign-in-next">
          A mail is on its way to <strong className="selectable">{shared.email}</strong>. Open it to confirm the
          address, then sign in here.
        </p>
      );
    default:
      return way satisfies never;
  }
}

function InBrowser({ onCancel }: { readonly onCancel: () => void }): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <>
      <h1>Go on in your browser</h1>
      <p className="soft" role="status">
        A page has opened there. When you are done with it, it brings you back here. It waits for ten minutes.
      </p>
      <div className="other-ways">
        <button ref={button} type="button" className="btn big" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </>
  );
}
