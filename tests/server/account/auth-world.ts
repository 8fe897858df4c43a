import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PersonId } from '../../../app/ids.ts';
import { makeSafeStorage, type KeyringState } from '../../../build/stand-in/safe-storage.ts';
import { openClient } from '../../../main/cloud/client.ts';
import { Way } from '../../../main/cloud/way.ts';
import { Session } from '../../../main/account/session.ts';
import { surroundings } from '../../../main/surroundings.ts';
import { localSettings } from '../../../supabase/local/gateway/settings.ts';
import { openAccountDevice, type AccountDevice } from '../../support/account-device.ts';
import { callAuth, signInOnWire, tokensOf } from '../../support/server/auth-wire.ts';
import { people, SEED_PASSWORD } from '../../support/server/people.ts';
import { openStack, type Stack } from '../../support/server/stack.ts';
import { TemporaryFolder } from '../../support/vault.ts';
import { LocalWork } from './local-work.ts';

export const FELIX = PersonId.parse(people.felix.id);
const WINDOW = 1;
const who = { email: people.felix.email, password: SEED_PASSWORD };

/** What stands between this device and the server. */
type Road = 'open' | 'closed port' | 'unknown name' | 'portal';

/** A server for all rows of the table. Used refresh tokens are not taken twice, not even at once. */
export class AuthServer implements AsyncDisposable {
  readonly stack: Stack;
  readonly portal: string;
  readonly #closing: AsyncDisposableStack;

  private constructor(stack: Stack, portal: string, closing: AsyncDisposableStack) {
    this.stack = stack;
    this.portal = portal;
    this.#closing = closing;
  }

  static async open(): Promise<AuthServer> {
    await using opening = new AsyncDisposableStack();
    const auth = { ...localSettings.auth, refreshReuseSeconds: 0 };
    const stack = opening.use(await openStack({ settings: { ...localSettings, auth } }));
    const portal = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to our hotel</h1>');
    });
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
    opening.defer(() => new Promise<void>((resolve) => portal.close(() => resolve())));
    const { port } = portal.address() as AddressInfo;
    return new AuthServer(stack, `http://127.0.0.1:${port}`, opening.move());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.disposeAsync();
  }
}

/** One device with its scripts, in one row of the table: its own client, its own way to the server, its own vault. */
export class AuthWorld implements AsyncDisposable {
  readonly server: AuthServer;
  readonly work: LocalWork;
  /** How far the calendar is off, from the next start on. */
  clockOffMs = 0;
  keyring: KeyringState = 'libsecret';
  road: Road = 'open';
  /** Calls that left for the auth service since it was set to 0. */
  asked = 0;
  device: AccountDevice;
  readonly #folder: string;
  readonly #way: Way;
  readonly #stack: AsyncDisposableStack;

  private constructor(
    server: AuthServer,
    parts: { readonly folder: string; readonly way: Way; readonly work: LocalWork },
    stack: AsyncDisposableStack,
  ) {
    this.server = server;
    this.work = parts.work;
    this.#folder = parts.folder;
    this.#way = parts.way;
    this.#stack = stack;
    this.device = this.#open();
  }

  static async open(server: AuthServer): Promise<AuthWorld> {
    await using opening = new AsyncDisposableStack();
    const folder = opening.use(new TemporaryFolder()).path;
    const way = opening.use(Way.open({ resolveProxy: () => Promise.resolve('DIRECT'), surroundings }));
    const work = opening.use(await LocalWork.open(join(folder, 'accounts', FELIX), FELIX));
    return new AuthWorld(server, { folder, way, work }, opening.move());
  }

  /** Everything well again, nobody signed in before, and Felix signed in now. */
  async begin(): Promise<void> {
    this.device[Symbol.dispose]();
    this.road = 'open';
    this.keyring = 'libsecret';
    this.clockOffMs = 0;
    this.server.stack.faults.clear();
    for (const name of ['session', 'session.unreadable', 'session.part', 'signed-out.json', 'person.json']) {
      rmSync(join(this.#folder, 'accounts', FELIX, name), { recursive: true, force: true });
    }
    rmSync(join(this.#folder, 'accounts', 'shown.json'), { force: true });
    await this.#way.forget();
    this.device = this.#open();
    await this.signIn();
    this.asked = 0;
  }

  signIn() {
    return this.device.desk.handlers['account.sign-in'](who, WINDOW);
  }

  async signOut(everywhere: boolean): Promise<void> {
    await this.device.desk.handlers['account.sign-out']({ everywhere }, WINDOW);
  }

  /** Galley ends and starts again, so much later. */
  restart(laterMs: number): void {
    this.device[Symbol.dispose]();
    this.device = this.#open(laterMs);
  }

  /** A call of the app's, by the real client; its answer's status, 0 for none. */
  async callServer(): Promise<number> {
    const { url, anonKey } = this.server.stack;
    const { session } = this.device.desk;
    const way = Object.assign(Object.create(this.#way) as Way, { fetch: this.#fetch });
    const client = openClient({ server: { url, publishableKey: anonKey }, way, session });
    const token = await session.accessToken();
    const { status } = await client.rpc('server_clock');
    if (status === 401 && token !== null) session.refused(token);
    return status;
  }

  /** Lets what is under way come to its end. */
  async settle(): Promise<void> {
    await this.device.desk.session.accessToken();
  }

  /** What is on disk of the session; null where it cannot be read. */
  stored(): Session | null {
    const keyring = makeSafeStorage({ state: 'libsecret', isReady: () => true, folder: () => this.#folder });
    const sealed = readFileSync(this.#path('session'));
    return Session.parse(JSON.parse(keyring.decryptString(sealed)));
  }

  breakFile(): void {
    writeFileSync(this.#path('session'), 'v11');
  }

  /** Nothing more is taken by the disk under the session's name. */
  blockFile(): void {
    mkdirSync(this.#path('session.part'));
  }

  /** Somebody with a copy of this profile uses the session, twice. */
  async useElsewhere(): Promise<void> {
    let refreshToken = this.stored()?.refreshToken;
    for (let turn = 0; turn < 2; turn += 1) {
      const body = { refresh_token: refreshToken };
      refreshToken = tokensOf(
        await callAuth(this.server.stack, '/token?grant_type=refresh_token', { body }),
      ).refresh_token;
    }
  }

  /** Felix signs out everywhere, on another device. */
  async endElsewhere(): Promise<void> {
    const { access_token: token } = await signInOnWire(this.server.stack, who);
    await callAuth(this.server.stack, '/logout?scope=global', { method: 'POST', token });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.device[Symbol.dispose]();
    await this.#stack.disposeAsync();
  }

  readonly #fetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const address = new URL(input instanceof Request ? input.url : input);
    if (address.pathname.startsWith('/auth/')) this.asked += 1;
    const to = new URL(`${address.pathname}${address.search}`, this.#origin(address.origin));
    return this.#way.fetch(to.href, init);
  };

  #origin(server: string): string {
    switch (this.road) {
      case 'open':
        return server;
      case 'closed port':
        return 'http://127.0.0.1:9';
      case 'unknown name':
        return 'http://galley.invalid';
      case 'portal':
        return this.server.portal;
      default:
        return this.road satisfies never;
    }
  }

  #open(laterMs = 0): AccountDevice {
    return openAccountDevice({
      server: this.server.stack,
      folder: this.#folder,
      keyring: this.keyring,
      clockOffMs: this.clockOffMs + laterMs,
      fetch: this.#fetch,
    });
  }

  #path(name: string): string {
    return join(this.#folder, 'accounts', FELIX, name);
  }
}
