import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { app, dialog, safeStorage, session } from 'electron';
import { Failure } from '../../app/failure.ts';
import { accountCalls, type AccountKey } from '../../app/ipc/account.ts';
import { DEMO_VARIABLE, SERVER_VARIABLE } from '../../app/server/environment.ts';
import { AccountDesk } from '../account/account-desk.ts';
import type { AccountHands } from '../account/account-hands.ts';
import { readDemoAccounts } from '../account/demo-accounts.ts';
import { DeviceAccounts } from '../account/device-accounts.ts';
import { builtSetting } from '../account/built-setting.ts';
import { systemKeyring } from '../account/keyring.ts';
import { adminFileOf, readServerSetting, type ServerSetting } from '../account/server-setting.ts';
import { trustSystemCertificates } from '../cloud/certificates.ts';
import { Way } from '../cloud/way.ts';
import type { HandlersOf } from '../ipc/handlers.ts';
import type { Log } from '../log/log.ts';
import type { Surroundings } from '../surroundings.ts';

export interface AccountsParts {
  /** The profile's folder. */
  readonly userData: string;
  readonly surroundings: Surroundings;
  readonly log: Log;
}

/** Whose scripts there are on this device, who is signed in, and the one way to the server. */
export class Accounts implements AsyncDisposable {
  readonly setting: ServerSetting | null;
  readonly way: Way;
  /** Answered once the desk is open: the keyring may have to ask a person first. */
  readonly handlers: HandlersOf<'account'>;
  readonly #parts: AccountsParts;
  readonly #known: DeviceAccounts;
  readonly #desk = Promise.withResolvers<AccountDesk>();
  #opened: AccountDesk | null = null;

  private constructor(parts: AccountsParts) {
    this.#parts = parts;
    this.#known = DeviceAccounts.open(folderIn(parts.userData));
    this.setting = serverSetting(parts.log);
    this.way = Way.open({
      resolveProxy: (url) => session.defaultSession.resolveProxy(url),
      trustCertificates: () => trustSystemCertificates((error) => parts.log.warn('sync.trouble', { error })),
      surroundings: parts.surroundings,
      heardDate: (date) => this.#opened?.session.heardDate(date),
    });
    this.handlers = lateHandlers(this.#desk.promise);
    this.#desk.promise.catch((error: unknown) => parts.log.error('account.not-opened', { error }));
  }

  /** Reads the names of folders; nothing of a session yet. */
  static open(parts: AccountsParts): Accounts {
    return new Accounts(parts);
  }

  /** Whose scripts are shown when Galley starts. */
  get first(): AccountKey {
    return this.#known.shown;
  }

  get desk(): Promise<AccountDesk> {
    return this.#desk.promise;
  }

  folderOf(account: AccountKey): string {
    return this.#known.folderOf(account);
  }

  /** Reads the session, which the keyring may want to ask a person for. */
  openDesk(hands: AccountHands): void {
    const { userData, surroundings, log } = this.#parts;
    const { now, nowMs, wake } = surroundings;
    const desk = AccountDesk.open({
      folder: folderIn(userData),
      setting: this.setting,
      fetch: this.way.fetch,
      keyring: systemKeyring(safeStorage, process.platform),
      hands,
      demo: app.isPackaged ? null : readDemoAccounts(process.env[DEMO_VARIABLE]),
      below: (limit) => randomInt(limit),
      newSecret: () => randomBytes(32).toString('base64url'),
      log,
      now,
      nowMs,
      wake,
    });
    this.#opened = desk;
    this.#desk.resolve(desk);
  }

  /** `galley://auth` came in. */
  async heardLink(link: { readonly code: string; readonly state: string }): Promise<void> {
    (await this.desk).heardLink(link);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#opened?.[Symbol.dispose]();
    await this.way[Symbol.asyncDispose]();
  }
}

const folderIn = (userData: string): string => join(userData, 'accounts');

/** A server that is set wrongly keeps nobody from their scripts: the person is told, and nothing is sent anywhere. */
function serverSetting(log: Log): ServerSetting | null {
  try {
    return readServerSetting({
      built: builtSetting(),
      adminFile: adminFileOf(process.platform, process.env),
      environment: app.isPackaged ? undefined : process.env[SERVER_VARIABLE],
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warn('account.server-unusable', { error });
    void dialog.showMessageBox({
      type: 'warning',
      message: 'Galley’s server is not set up as it should be, so nothing is sent or received.',
      detail: `Everything you write is saved on this device. Tell whoever looks after this computer: ${error.message}`,
      buttons: ['Go on'],
    });
    return null;
  }
}

/** Whoever asks waits until the keyring has answered; scripts are opened meanwhile. */
function lateHandlers(desk: Promise<AccountDesk>): HandlersOf<'account'> {
  const names = Object.keys(accountCalls) as (keyof typeof accountCalls)[];
  const late = names.map((name) => [
    name,
    async (input: never, windowId: number) => {
      // The contract ties each name to its handler; the compiler cannot follow that through a name that varies.
      const handle = (await desk).handlers[name] as (input: never, windowId: number) => unknown;
      return handle(input, windowId);
    },
  ]);
  return Object.fromEntries(late) as HandlersOf<'account'>;
}
