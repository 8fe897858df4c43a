import { Failure } from '../../app/failure.ts';
import type { AccountKey, AccountState, SignInAnswer } from '../../app/ipc/account.ts';
import type { PersonId } from '../../app/ids.ts';
import type { HandlersOf } from '../ipc/handlers.ts';
import type { Log } from '../log/log.ts';
import type { Surroundings } from '../surroundings.ts';
import type { AccountHands } from './account-hands.ts';
import type { AuthAnswer } from './auth-answer.ts';
import { AuthDoor, type WaysIn } from './auth-door.ts';
import type { Fetch } from './auth-line.ts';
import { BrowserSignIn } from './browser-sign-in.ts';
import type { DemoAccounts } from './demo-accounts.ts';
import { DeviceAccounts } from './device-accounts.ts';
import type { Keyring } from './keyring.ts';
import { ServerClock } from './server-clock.ts';
import type { ServerSetting } from './server-setting.ts';
import { SessionFile } from './session-file.ts';
import { SessionHolder } from './session-holder.ts';
import type { Session } from './session.ts';
import { failedAnswer } from './sign-in-answer.ts';

export interface AccountDeskParts extends Pick<Surroundings, 'now' | 'nowMs' | 'wake'> {
  /** `<userData>/accounts`. */
  readonly folder: string;
  /** Null: nobody can sign in, and everything stays on this device. */
  readonly setting: ServerSetting | null;
  readonly fetch: Fetch;
  readonly keyring: Keyring;
  readonly hands: AccountHands;
  /** Null in builds for users. */
  readonly demo: DemoAccounts | null;
  readonly below: (limit: number) => number;
  readonly newSecret: () => string;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** How long a goodbye waits for the server. The session is gone from this device before. */
const GOODBYE_MS = 5_000;

/** Who is signed in, which accounts are on this device, and everything that a window may ask about that. */
export class AccountDesk implements Disposable {
  readonly #parts: AccountDeskParts;
  readonly #accounts: DeviceAccounts;
  readonly #door: AuthDoor | null;
  readonly #clock: ServerClock;
  readonly #browser: BrowserSignIn | null;
  #shown: AccountKey;
  #holder: SessionHolder;
  #listening: Disposable;
  #flow: AbortController | null = null;
  #pending: AccountState['pending'] = null;
  #ways: WaysIn | null = null;
  /** Somebody who has just come in, until their scripts are shown. */
  #arriving: { readonly session: Session; readonly file: SessionFile } | null = null;

  private constructor(
    parts: AccountDeskParts,
    opened: Pick<OpenedDesk, 'accounts' | 'door' | 'clock' | 'shown' | 'holder'>,
  ) {
    this.#parts = parts;
    this.#accounts = opened.accounts;
    this.#door = opened.door;
    this.#clock = opened.clock;
    this.#shown = opened.shown;
    this.#holder = opened.holder;
    this.#listening = this.#listen();
    const { hands, newSecret, wake } = parts;
    this.#browser =
      this.#door === null
        ? null
        : new BrowserSignIn({ door: this.#door, openBrowser: (href) => hands.openBrowser(href), newSecret, wake });
  }

  /** Reads what is on this device; asks no server and waits for nobody. */
  static open(parts: AccountDeskParts): AccountDesk {
    const { folder, setting, fetch, now, nowMs } = parts;
    const accounts = DeviceAccounts.open(folder);
    const clock = new ServerClock({ now, nowMs });
    const door = setting === null ? null : new AuthDoor({ setting, fetch, clock });
    const { shown } = accounts;
    const holder = openHolder({ parts, accounts, door, clock }, shown);
    return new AccountDesk(parts, { accounts, door, clock, shown, holder });
  }

  /** Whose scripts are shown. */
  get shown(): AccountKey {
    return this.#shown;
  }

  folderOf(account: AccountKey): string {
    return this.#accounts.folderOf(account);
  }

  /** Of the account that is shown; another one after `turnTo`. */
  get session(): SessionHolder {
    return this.#holder;
  }

  /**
   * From now on this account's session is the one. Called between the end of the old account's vault, engine and client
   * and the opening of the new one's.
   */
  turnTo(account: AccountKey): SessionHolder {
    const arriving = this.#arriving?.session.person.personId === account ? this.#arriving : null;
    this.#listening[Symbol.dispose]();
    this.#holder[Symbol.dispose]();
    this.#accounts.show(account);
    this.#shown = account;
    const parts = { parts: this.#parts, accounts: this.#accounts, door: this.#door, clock: this.#clock };
    this.#holder = openHolder(parts, account, arriving);
    this.#listening = this.#listen();
    this.#tell();
    return this.#holder;
  }

  /** `galley://auth` came in. */
  heardLink(link: { readonly code: string; readonly state: string }): void {
    if (this.#browser?.heard(link) === true) this.#parts.hands.comeForward();
  }

  state(): AccountState {
    const { hands, setting } = this.#parts;
    const standing = this.#holder.standing();
    const person = this.#accounts.person(this.#shown);
    return {
      account: this.#shown,
      person,
      session: standing.kind === 'none' || standing.kind === 'signed-out' ? standing : { kind: standing.kind },
      pending: this.#pending,
      isSessionKept: this.#holder.isKept,
      known: this.#accounts.list().map((account) => ({
        account,
        person: this.#accounts.person(account),
        scripts: hands.scripts(account),
      })),
      server: setting === null ? null : { host: new URL(setting.url).host, maySignUp: this.#ways?.maySignUp ?? null },
    };
  }

  readonly handlers: HandlersOf<'account'> = {
    'account.state': () => this.state(),
    'account.ways-in': () => this.#waysIn(),
    'account.sign-in': (who) => this.#enter('server', (door, signal) => door.signIn(who, signal)),
    'account.sign-up': (who) => this.#enter('server', (door, signal) => door.signUp(who, signal)),
    'account.use-code': (given) => this.#enter('server', (door, signal) => door.useCode(given, signal)),
    'account.send-code': ({ email }) => this.#sendCode(email),
    'account.sign-in-browser': () => this.#throughBrowser(),
    'account.cancel': () => this.#flow?.abort(),
    'account.sign-out': ({ everywhere }) => this.#signOut(everywhere),
    'account.show': ({ account }) => this.#show(account),
    'account.unsent': async ({ account }) => [...(await this.#parts.hands.unsent(this.#known(account)))],
    'account.remove': ({ account, confirmedUnsent }) => this.#remove(account, confirmedUnsent),
    'account.demo': () => this.#demo(),
  };

  [Symbol.dispose](): void {
    this.#flow?.abort();
    this.#listening[Symbol.dispose]();
    this.#holder[Symbol.dispose]();
  }

  #listen(): Disposable {
    return this.#holder.onChanged((change) => {
      if (change === 'standing') this.#tell();
    });
  }

  #tell(): void {
    this.#parts.hands.tell(this.state());
  }

  #needDoor(): AuthDoor {
    if (this.#door !== null) return this.#door;
    throw new Failure(
      'forbidden',
      'No server is set up for this Galley. Everything you write is saved on this device.',
    );
  }

  /** One at a time: a new attempt takes the place of the one before. Null: a mail is to be read first. */
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
      await this.#arrive(answer.value);
      return { kind: 'signed-in' };
    } finally {
      if (this.#flow === flow) {
        this.#flow = null;
        this.#setPending(null);
      }
    }
  }

  /** The session is on disk, in its own account's folder, before anybody uses it or sees that account's scripts. */
  async #arrive(session: Session): Promise<void> {
    const { personId } = session.person;
    this.#accounts.remember(session.person);
    if (personId === this.#shown) {
      await this.#holder.adopt(session);
      return this.#tell();
    }
    const file = fileOf(this.#parts, this.#accounts, personId);
    await file.write(session);
    this.#arriving = { session, file };
    try {
      await this.#parts.hands.show(personId);
    } finally {
      this.#arriving = null;
    }
  }

  async #sendCode(email: string): Promise<SignInAnswer> {
    const answer = await this.#needDoor().sendCode(email, AbortSignal.timeout(20_000));
    // An address without an account is answered like any other: who has one is nobody's business.
    const isSent = answer.kind === 'done' || (answer.kind === 'refused' && answer.code === 'otp_disabled');
    return isSent ? { kind: 'sent' } : failedAnswer(answer);
  }

  async #throughBrowser(): Promise<SignInAnswer> {
    const browser = this.#browser;
    const ways = this.#ways ?? (await this.#waysIn());
    const provider = ways?.provider ?? null;
    if (browser === null || provider === null) return { kind: 'failed', because: 'unavailable', retryAfterMs: null };
    return this.#enter('browser', (_door, signal) => browser.run(provider, signal));
  }

  async #waysIn(): Promise<WaysIn | null> {
    if (this.#door === null) return null;
    const answer = await this.#door.waysIn(AbortSignal.timeout(GOODBYE_MS));
    if (answer.kind === 'done') this.#ways = answer.value;
    return this.#ways;
  }

  async #signOut(everywhere: boolean): Promise<void> {
    const signal = AbortSignal.timeout(GOODBYE_MS);
    if (!everywhere) return this.#holder.signOut(signal);
    const answer = await this.#holder.signOutEverywhere(signal);
    if (answer.kind === 'done') return;
    throw new Failure(
      'busy',
      'The server could not be reached, so nobody was signed out, here or elsewhere. Your scripts are safe. Try again when you are online, or sign out on this device alone.',
    );
  }

  async #show(account: AccountKey): Promise<void> {
    if (this.#known(account) !== this.#shown) await this.#parts.hands.show(account);
  }

  async #remove(account: AccountKey, confirmedUnsent: number): Promise<void> {
    if (account === 'local') {
      throw new Failure('forbidden', 'The scripts of no account are deleted one by one, in the library.');
    }
    await this.#checkUnsent(account, confirmedUnsent);
    if (this.#shown === account) await this.#parts.hands.show('local');
    // Once more: what was typed until the windows were closed counts.
    await this.#checkUnsent(account, confirmedUnsent);
    await this.#endSessionOf(account);
    this.#accounts.remove(account);
    this.#tell();
  }

  async #checkUnsent(account: AccountKey, confirmed: number): Promise<void> {
    const unsent = await this.#parts.hands.unsent(this.#known(account));
    const edits = unsent.reduce((sum, script) => sum + script.edits, 0);
    if (edits === confirmed) return;
    throw new Failure(
      'conflict',
      'What is only on this device has changed since the list was made. Nothing was removed. Look at the list again.',
    );
  }

  /** The server forgets it too, if there is a way to it. */
  async #endSessionOf(account: PersonId): Promise<void> {
    const parts = { parts: this.#parts, accounts: this.#accounts, door: this.#door, clock: this.#clock };
    using holder = openHolder(parts, account);
    await holder.signOut(AbortSignal.timeout(GOODBYE_MS));
  }

  #known(account: AccountKey): AccountKey {
    if (this.#accounts.has(account)) return account;
    throw new Failure('not-found', 'This account is not on this device any more.');
  }

  async #demo(): Promise<DemoAccounts> {
    const { demo } = this.#parts;
    if (demo === null || this.#door === null) return NOBODY;
    const answer = await this.#door.waysIn(AbortSignal.timeout(1_000));
    return answer.kind === 'done' ? demo : NOBODY;
  }

  #setPending(pending: AccountState['pending']): void {
    this.#pending = pending;
    this.#tell();
  }
}

const NOBODY: DemoAccounts = { password: '', accounts: [] };

interface OpenedDesk {
  readonly parts: AccountDeskParts;
  readonly accounts: DeviceAccounts;
  readonly door: AuthDoor | null;
  readonly clock: ServerClock;
  readonly shown: AccountKey;
  readonly holder: SessionHolder;
}

function fileOf({ keyring, now }: AccountDeskParts, accounts: DeviceAccounts, account: PersonId): SessionFile {
  return new SessionFile(accounts.folderOf(account), { keyring, now });
}

function openHolder(
  { parts, accounts, door, clock }: Omit<OpenedDesk, 'shown' | 'holder'>,
  account: AccountKey,
  arriving: { readonly session: Session; readonly file: SessionFile } | null = null,
): SessionHolder {
  const file = account === 'local' ? null : (arriving?.file ?? fileOf(parts, accounts, account));
  const { now, nowMs, wake, below, log } = parts;
  const holder = { file, door, clock, now, nowMs, wake, below, log };
  return SessionHolder.open(holder, arriving?.session);
}
