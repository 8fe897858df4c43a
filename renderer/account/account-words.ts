import type { AccountState, SignedOutReason, SignInAnswer } from '../../app/ipc/account.ts';
import { counted, dayName } from '../ui/words.ts';

type Because = (SignInAnswer & { readonly kind: 'failed' })['because'];
type Account = Pick<AccountState['known'][number], 'account' | 'person'>;

/** Who an account is, in one line. */
export function accountName({ account, person }: Account): string {
  if (account === 'local') return 'No account';
  const name = person?.name ?? '';
  return name === '' ? (person?.email ?? '') || 'An account without a name' : name;
}

/** Why somebody is signed out, when, and what that does to their scripts. */
export function signedOutWords(
  { reason, at }: { readonly reason: SignedOutReason; readonly at: number },
  now: Date,
): string {
  const day = dayName(new Date(at), now);
  const when = day === 'Today' || day === 'Yesterday' ? day.toLowerCase() : `on ${day}`;
  switch (reason) {
    case 'asked':
      return `You signed out ${when}.`;
    case 'ended-by-server':
      return `The server ended your session ${when}: the password was changed, somebody signed you out everywhere, or an administrator did.`;
    case 'used-elsewhere':
      return `You were signed out ${when}, because the same session was used from a copy of this profile.`;
    case 'keyring':
      return 'This system’s keyring did not give your session back: it is locked, was changed, or there is none.';
    case 'unreadable':
      return 'What was kept of your session could not be read.';
    default:
      return reason satisfies never;
  }
}

/** What waits here, in the sentence that says that nothing is lost. */
export function safeWords(unsentEdits: number): string {
  if (unsentEdits === 0) return 'Nothing here was removed.';
  const waits = unsentEdits === 1 ? 'waits' : 'wait';
  return `Nothing here was removed, and ${counted(unsentEdits, 'edit')} ${waits} to be sent.`;
}

/** What happened, and what to do; the form says beside it that scripts are not affected. */
export function failedWords(because: Because, retryAfterMs: number | null): string {
  const later = retryAfterMs === null ? 'in a few minutes' : `in ${waitWords(retryAfterMs)}`;
  switch (because) {
    case 'wrong':
      return 'This e-mail and password do not belong together. Check both, or have a code sent to you.';
    case 'code-expired':
      return 'This code is wrong or too old. Type the newest one, or have another sent.';
    case 'not-confirmed':
      return 'This address is not confirmed yet. Open the mail that was sent to it, then sign in.';
    case 'banned':
      return 'This account has been closed. Ask whoever runs your organisation.';
    case 'weak-password':
      return 'The server wants a longer or less common password. Choose another one.';
    case 'already-registered':
      return 'This address has an account already. Sign in with it, or have a code sent to you.';
    case 'sign-up-closed':
      return 'This server does not make accounts for everybody. Ask for an invitation.';
    case 'too-many':
      return `The server has been asked too often. Try again ${later}.`;
    case 'offline':
      return 'There is no way to the server. Check your connection and try again.';
    case 'captive-portal':
      return 'This network answers in the server’s place. Open a web page, agree to its terms, and try again.';
    case 'unavailable':
      return `The server cannot answer just now. Try again ${later}.`;
    case 'clock':
      return 'The server’s certificate is not trusted here. Check this device’s date and time; if they are right, ask whoever looks after this network.';
    case 'cancelled':
      return 'Signing in was called off. Nothing was changed.';
    case 'unexpected':
      return 'The server answered something that Galley does not know. Try again, or sign in another way.';
    default:
      return because satisfies never;
  }
}

function waitWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  return seconds < 90 ? counted(seconds, 'second') : counted(Math.ceil(seconds / 60), 'minute');
}
