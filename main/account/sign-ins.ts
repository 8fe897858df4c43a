import { Failure } from '../../app/failure.ts';
import type { AccountState, SignInAnswer } from '../../app/ipc/account.ts';
import type { HandlersOf } from '../ipc/handlers.ts';
import type { AuthAnswer } from './auth-answer.ts';
import type { AuthDoor, WaysIn } from './auth-door.ts';
import { BrowserSignIn, type BrowserParts } from './browser-sign-in.ts';
import type { DemoAccounts } from './demo-accounts.ts';
import type { Session } from './session.ts';
import { failedAnswer } from './sign-in-answer.ts';

export interface SignInsParts extends Omit<BrowserParts, 'door'> {
  /** Null when no server is set: then nobody can sign in. */
  readonly door: AuthDoor | null;
  /** Null in builds for users. */
  readonly demo: DemoAccounts | null;
  /** Somebody is in. Resolves when their session is on disk and their scripts are shown. */
  readonly arrive: (session: Session) => Promise<void>;
  readonly onPending: () => void;
}

/** Without an answer by then the screen shows the ways that every server has. */
const SETTINGS_WITHIN_MS = 5_000;
const DEMO_WITHIN_MS = 1_000;
const MAIL_WITHIN_MS = 20_000;

type Calls = Pick<
  HandlersOf<'account'>,
  | 'account.ways-in'
  | 'account.sign-in'
  | 'account.sign-up'
  | 'account.use-code'
  | 'account.send-code'
  | 'account.sign-in-browser'
  | 'account.cancel'
  | 'account.demo'
>;

/** The ways in. One sign-in is under way at a time: a new attempt takes the place of the one before. */
export class SignIns implements Disposable {
  readonly #parts: SignInsParts;
  readonly #browser: BrowserSignIn | null;
  #flow: AbortController | null = null;
  #pending: AccountState['pending'] = null;
  #ways: WaysIn | null = null;

  constructor(parts: SignInsParts) {
    const { door, openBrowser, newSecret, wake } = parts;
    this.#parts = parts;
    this.#browser = door === null ? null : new BrowserSignIn({ door, openBrowser, newSecret, wake });
  }

  get pending(): AccountState['pending'] {
    return this.#pending;
  }

  /** As the server said last; null while it has never answered. */
  get ways(): WaysIn | null {
    return this.#ways;
  }

  /** `galley://auth` came in. False when it belongs to nothing that is under way. */
  heardLink(link: { readonly code: string; readonly state: string }): boolean {
    return this.#browser?.heard(link) ?? false;
  }

  readonly handlers: Calls = {
    'account.ways-in': () => this.#askWays(),
    'account.sign-in': (who) => this.#enter('server', (door, signal) => door.signIn(who, signal)),
    'account.sign-up': (who) => this.#enter('server', (door, signal) => door.signUp(who, signal)),
    'account.use-code': (given) => this.#enter('server', (door, signal) => door.useCode(given, signal)),
    'account.send-code': ({ email }) => this.#sendCode(email),
    'account.sign-in-browser': () => this.#throughBrowser(),
    'account.cancel': () => this.#flow?.abort(),
    'account.demo': () => this.#demo(),
  };

  [Symbol.dispose](): void {
    this.#flow?.abort();
  }

  /** `call` answers null when a mail is to be read first. */
  async #enter(
    pending: 'browser' | 'server',
    call: (door: AuthDoor, signal: AbortSignal) => Promise<AuthAnswer<Session | null>>,
  ): Promise<SignInAnswer> {
    const door = this.#needDoor();
    this.#flow?.abort();
    const flow = new AbortController();
    this.#flow = flow;
    this.#setPending(pending);
    try {
      const answer = await call(door, flow.signal);
      if (flow.signal.aborted) return { kind: 'failed', because: 'cancelled', retryAfterMs: null };
      if (answer.kind !== 'done') return failedAnswer(answer);
      if (answer.value === null) return { kind: 'sent' };
      await this.#parts.arrive(answer.value);
      return { kind: 'signed-in' };
    } finally {
      if (this.#flow === flow) {
        this.#flow = null;
        this.#setPending(null);
      }
    }
  }

  async #sendCode(email: string): Promise<SignInAnswer> {
    const answer = await this.#needDoor().sendCode(email, AbortSignal.timeout(MAIL_WITHIN_MS));
    // An address without an account is answered like any other: who has one is nobody's business.
    const isSent = answer.kind === 'done' || (answer.kind === 'refused' && answer.code === 'otp_disabled');
    return isSent ? { kind: 'sent' } : failedAnswer(answer);
  }

  async #throughBrowser(): Promise<SignInAnswer> {
    const browser = this.#browser;
    const ways = this.#ways ?? (await this.#askWays());
    const provider = ways?.provider ?? null;
    if (browser === null || provider === null) return { kind: 'failed', because: 'unavailable', retryAfterMs: null };
    return this.#enter('browser', (_door, signal) => browser.run(provider, signal));
  }

  async #askWays(): Promise<WaysIn | null> {
    const answer = await this.#parts.door?.waysIn(AbortSignal.timeout(SETTINGS_WITHIN_MS));
    if (answer?.kind === 'done') this.#ways = answer.value;
    return this.#ways;
  }

  async #demo(): Promise<DemoAccounts> {
    const { demo, door } = this.#parts;
    if (demo === null || door === null) return NOBODY;
    const answer = await door.waysIn(AbortSignal.timeout(DEMO_WITHIN_MS));
    return answer.kind === 'done' ? demo : NOBODY;
  }

  #needDoor(): AuthDoor {
    if (this.#parts.door !== null) return this.#parts.door;
    throw new Failure(
      'forbidden',
      'No server is set up for this Galley. Everything you write is saved on this device.',
    );
  }

  #setPending(pending: AccountState['pending']): void {
    this.#pending = pending;
    this.#parts.onPending();
  }
}

const NOBODY: DemoAccounts = { password: '', accounts: [] };
