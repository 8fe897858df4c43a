import type { Surroundings } from '../surroundings.ts';
import type { AuthAnswer } from './auth-answer.ts';
import type { AuthDoor } from './auth-door.ts';
import type { Session } from './session.ts';

export interface BrowserParts extends Pick<Surroundings, 'wake'> {
  readonly door: AuthDoor;
  /** Hands a link to the system's browser. */
  readonly openBrowser: (href: string) => Promise<void>;
  /** At least 128 bits that nobody can guess, in letters that an address may hold. */
  readonly newSecret: () => string;
}

/** How long a page may stay open before its answer is nobody's any more. */
const PATIENCE_MS = 10 * 60_000;

/**
 * A sign-in through the system's browser. What comes back by `galley://auth` counts only for the one that is under way, by
 * its state; its verifier is in memory alone, so that a code is worth nothing to whoever else sees the link.
 */
export class BrowserSignIn {
  readonly #parts: BrowserParts;
  #waiting: { readonly state: string; readonly arrive: (code: string) => void } | null = null;

  constructor(parts: BrowserParts) {
    this.#parts = parts;
  }

  /** A link came in. False when it belongs to nothing that is under way. */
  heard({ code, state }: { readonly code: string; readonly state: string }): boolean {
    if (this.#waiting?.state !== state) return false;
    this.#waiting.arrive(code);
    this.#waiting = null;
    return true;
  }

  async run(provider: string, signal: AbortSignal): Promise<AuthAnswer<Session>> {
    const { door, openBrowser, newSecret, wake } = this.#parts;
    const state = newSecret();
    const way = await door.openBrowserWay(provider, `galley://auth?state=${state}`);
    const { promise, resolve } = Promise.withResolvers<string | null>();
    this.#waiting = { state, arrive: resolve };
    using stack = new DisposableStack();
    stack.use(wake(PATIENCE_MS, () => resolve(null)));
    const leave = (): void => resolve(null);
    signal.addEventListener('abort', leave, { once: true });
    stack.defer(() => signal.removeEventListener('abort', leave));
    stack.defer(() => {
      if (this.#waiting?.state === state) this.#waiting = null;
    });
    await openBrowser(way.href);
    const code = signal.aborted ? null : await promise;
    if (code === null) return { kind: 'trouble', trouble: { kind: 'aborted' } };
    return way.exchange(code, signal);
  }
}
