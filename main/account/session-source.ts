import type { SignedOutReason } from '../../app/ipc/account.ts';
import type { PersonId } from '../../app/ids.ts';

/** Where somebody stands with the server. Nothing on this device depends on it. */
export type Standing =
  /** The scripts of no account are shown. */
  | { readonly kind: 'none' }
  | { readonly kind: 'signed-in'; readonly personId: PersonId }
  /** There is a session, and whether the server still takes it is not known while there is no way through. */
  | { readonly kind: 'unproven'; readonly personId: PersonId }
  /** `at` in milliseconds since 1970. */
  | { readonly kind: 'signed-out'; readonly reason: SignedOutReason; readonly at: number };

/**
 * The session of the account that is shown, for whoever speaks to the server. It alone holds the refresh token, and hands
 * out no token that is not on disk; nobody else refreshes. Never throws: without a token there is null.
 */
export interface SessionSource {
  standing(): Standing;
  /**
   * For supabase-js's option `accessToken`: a token that the server should still take, renewed first where it would not;
   * null when nobody is signed in. Without a way through it is the last one, which the server may refuse.
   */
  accessToken(): Promise<string | null>;
  /** The server answered 401 to this token. It is renewed, at a pace of its own: callers need no restraint. */
  refused(accessToken: string): void;
  /** After sleep, a change of network or "try now": renews if need be, without waiting out a pause. */
  renew(): Promise<Standing>;
  /** The `Date` of any answer of the server's: tokens end by its clock, whatever this device's calendar says. */
  heardDate(date: string | null): void;
  /** Told after `standing` has changed, or a new token is there: then sockets are to be told it. */
  onChanged(listener: (change: 'standing' | 'token') => void): Disposable;
}
