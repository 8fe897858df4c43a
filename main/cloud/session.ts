/** Whoever holds the account's session, as the client needs it. Nothing here sees a refresh token. */
export interface Session {
  /**
   * A token that the server should still take, renewed first where it would not; null when nobody is signed in. Without
   * a way through it is the last one, which the server may refuse.
   */
  accessToken(): Promise<string | null>;
  /** The server answered 401 to this token. */
  refused(accessToken: string): void;
  /** After sleep or on another network: renews the token if need be, at once. */
  renew(): Promise<unknown>;
  /** Told when somebody signed in or out, and when there is a new token: the socket is told it. */
  onChanged(listener: (change: 'standing' | 'token') => void): Disposable;
}
