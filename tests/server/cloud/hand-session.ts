import type { Session } from '../../../main/cloud/session.ts';

/** A session whose token the test sets. */
export class HandSession implements Session {
  readonly #listeners = new Set<(change: 'standing' | 'token') => void>();
  readonly refusedTokens: string[] = [];
  #token: string | null;
  /** How a token is got that takes the place of one that ran out; without it the old one is all there is. */
  newToken: (() => Promise<string>) | undefined;

  constructor(token: string | null) {
    this.#token = token;
  }

  get token(): string | null {
    return this.#token;
  }

  accessToken(): Promise<string | null> {
    return Promise.resolve(this.#token);
  }

  refused(accessToken: string): void {
    this.refusedTokens.push(accessToken);
    if (accessToken === this.#token) void this.renew();
  }

  async renew(): Promise<void> {
    if (this.newToken !== undefined) this.set(await this.newToken());
  }

  set(token: string | null): void {
    const isStanding = (token === null) !== (this.#token === null);
    this.#token = token;
    for (const listener of this.#listeners) listener(isStanding ? 'standing' : 'token');
  }

  onChanged(listener: (change: 'standing' | 'token') => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }
}
