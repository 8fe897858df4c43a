import { Failure } from '../../app/failure.ts';
import type { AccountKey, AccountState } from '../../app/ipc/account.ts';
import type { PersonId } from '../../app/ids.ts';
import type { HandlersOf } from '../ipc/handlers.ts';
import type { Log } from '../log/log.ts';
import type { Surroundings } from '../surroundings.ts';
import type { AccountHands } from './account-hands.ts';
import { AuthDoor } from './auth-door.ts';
import type { Fetch } from './auth-line.ts';
import type { DemoAccounts } from './demo-accounts.ts';
import { DeviceAccounts } from './device-accounts.ts';
import type { Keyring } from './keyring.ts';
import { ServerClock } from './server-clock.ts';
import type { ServerSetting } from './server-setting.ts';
import { SessionFile } from './session-file.ts';
import { SessionHolder } from './session-holder.ts';
import type { Session } from './session.ts';
import { SignIns } from './sign-ins.ts';

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
  readonly handlers: HandlersOf<'account'>;
  readonly #parts: AccountDeskParts;
  readonly #ground: Ground;
  readonly #accounts: DeviceAccounts;
  readonly #signIns: SignIns;
  #shown: AccountKey;
  #holder: SessionHolder;
  #listening: Disposable;
  /** Somebody who has just come in, until their scripts are shown. */
  #arriving: { readonly session: Session; readonly file: SessionFile } | null = null;

  private constructor(ground: Ground, shown: AccountKey, holder: SessionHolder) {
    const { parts, accounts, door } = ground;
    this.#ground = ground;
    this.#parts = parts;
    this.#accounts = accounts;
    this.#shown = shown;
    this.#holder = holder;
    this.#listening = this.#listen();
    const { hands, demo, newSecret, wake } = parts;
    this.#signIns = new SignIns({
      door,
      demo,
      newSecret,
      wake,
      openBrowser: (href) => hands.openBrowser(href),
      arrive: (session) => this.#arrive(session),
      onPending: () => this.#tell(),
    });
    this.handlers = { ...this.#signIns.handlers, ...this.#ownHandlers() };
  }

  /** Reads what is on this device; asks no server and waits for nobody. */
  static open(parts: AccountDeskParts): AccountDesk {
    const { folder, setting, fetch, now, nowMs } = parts;
    const accounts = DeviceAccounts.open(folder);
    const clock = new ServerClock({ now, nowMs });
    const door = setting === null ? null : new AuthDoor({ setting, fetch, clock });
    const { shown } = accounts;
    const ground = { parts, accounts, door, clock };
    return new AccountDesk(ground, shown, openHolder(ground, shown));
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
    this.#holder = openHolder(this.#ground, account, arriving);
    this.#listening = this.#listen();
    this.#tell();
    return this.#holder;
  }

  /** `galley://auth` came in. */
  heardLink(link: { readonly code: string; readonly state: string }): void {
    if (this.#signIns.heardLink(link)) this.#parts.hands.comeForward();
  }

  state(): AccountState {
    const { hands, setting } = this.#parts;
    const standing = this.#holder.standing();
    const person = this.#accounts.person(this.#shown);
    const isIn = standing.kind === 'signed-in' || standing.kind === 'unproven';
    return {
      account: this.#shown,
      person,
      session: isIn ? { kind: standing.kind } : standing,
      pending: this.#signIns.pending,
      isSessionKept: this.#holder.isKept,
      mustTellNotKept: isIn && !this.#holder.isKept && !this.#accounts.hasReadNotKept,
      known: this.#accounts.list().map((account) => ({
        account,
        person: this.#accounts.person(account),
        scripts: hands.scripts(account),
      })),
      server:
        setting === null ? null : { host: new URL(setting.url).host, maySignUp: this.#signIns.ways?.maySignUp ?? null },
    };
  }

  [Symbol.dispose](): void {
    this.#signIns[Symbol.dispose]();
    this.#listening[Symbol.dispose]();
    this.#holder[Symbol.dispose]();
  }

  #ownHandlers(): Omit<HandlersOf<'account'>, keyof SignIns['handlers']> {
    return {
      'account.state': () => this.state(),
      'account.read-not-kept': () => {
        this.#accounts.readNotKept();
        this.#tell();
      },
      'account.sign-out': ({ everywhere }) => this.#signOut(everywhere),
      'account.show': ({ account }) => this.#show(account),
      'account.unsent': async ({ account }) => [...(await this.#parts.hands.unsent(this.#known(account)))],
      'account.remove': ({ account, confirmedUnsent }) => this.#remove(account, confirmedUnsent),
    };
  }

  #listen(): Disposable {
    return this.#holder.onChanged((change) => {
      if (change === 'standing') this.#tell();
    });
  }

  #tell(): void {
    this.#parts.hands.tell(this.state());
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
    using holder = openHolder(this.#ground, account);
    await holder.signOut(AbortSignal.timeout(GOODBYE_MS));
  }

  #known(account: AccountKey): AccountKey {
    if (this.#accounts.has(account)) return account;
    throw new Failure('not-found', 'This account is not on this device any more.');
  }
}

/** What every account's session stands on. */
interface Ground {
  readonly parts: AccountDeskParts;
  readonly accounts: DeviceAccounts;
  readonly door: AuthDoor | null;
  readonly clock: ServerClock;
}

function fileOf({ keyring, now }: AccountDeskParts, accounts: DeviceAccounts, account: PersonId): SessionFile {
  return new SessionFile(accounts.folderOf(account), { keyring, now });
}

function openHolder(
  { parts, accounts, door, clock }: Ground,
  account: AccountKey,
  arriving: { readonly session: Session; readonly file: SessionFile } | null = null,
): SessionHolder {
  const file = account === 'local' ? null : (arriving?.file ?? fileOf(parts, accounts, account));
  const { now, nowMs, wake, below, log } = parts;
  const holder = { file, door, clock, now, nowMs, wake, below, log };
  return SessionHolder.open(holder, arriving?.session);
}
