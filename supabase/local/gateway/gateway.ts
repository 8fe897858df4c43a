import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { Failure } from '../../../app/failure.ts';
import { LOCAL_JWT_SECRET, localKeys, type Keys } from '../keys.ts';
import { Attempts } from './attempts.ts';
import { Desk } from './desk.ts';
import { Faults } from './faults/faults.ts';
import type { GatewayContext, Surroundings } from './part.ts';
import { openParts } from './parts.ts';
import { localSettings, type GatewaySettings } from './settings.ts';

export interface GatewayOptions {
  /** As `supabase_admin`; the other roles' addresses are made from it. */
  readonly databaseUrl: string;
  readonly jwtSecret?: string;
  /** A free one when left out. */
  readonly port?: number;
  /** The mailbox's own port besides, where the CLI has it; none when left out. */
  readonly mailboxPort?: number;
  readonly settings?: GatewaySettings;
  readonly surroundings?: Surroundings;
}

const machine: Surroundings = { now: () => new Date(), newId: randomUUID, randomBytes };

/** The door of the local stack: one HTTP server on loopback, with auth, REST and Realtime behind it. */
export class Gateway implements AsyncDisposable {
  readonly url: string;
  readonly keys: Keys;
  readonly faults: Faults;
  readonly #closing: AsyncDisposableStack;

  private constructor(url: string, keys: Keys, faults: Faults, closing: AsyncDisposableStack) {
    this.url = url;
    this.keys = keys;
    this.faults = faults;
    this.#closing = closing;
  }

  static async open({
    databaseUrl,
    jwtSecret = LOCAL_JWT_SECRET,
    port = 0,
    mailboxPort,
    settings = localSettings,
    surroundings = machine,
  }: GatewayOptions): Promise<Gateway> {
    await using opened = new AsyncDisposableStack();
    const keys = localKeys(jwtSecret);
    const faults = new Faults();
    const attempts = opened.use(Attempts.open(databaseUrl));
    const server = createServer();
    const url = `http://127.0.0.1:${await listen(server, port)}`;
    const mailbox = createServer();
    if (mailboxPort !== undefined) await listen(mailbox, mailboxPort);
    const context: GatewayContext = {
      databaseUrls: {
        admin: databaseUrl,
        auth: asRole(databaseUrl, 'supabase_auth_admin'),
        authenticator: asRole(databaseUrl, 'authenticator'),
      },
      apiUrl: url,
      keys,
      settings,
      surroundings,
      socketFaults: faults,
      recordAttempt: (attempt) => attempts.record(attempt),
    };
    // The parts know the server's address; whoever asks before they stand waits for them.
    const desk = Promise.withResolvers<Desk>();
    server.on('request', (request, response) => void desk.promise.then((it) => it.answer(request, response)));
    server.on('upgrade', (request, socket, head) => void desk.promise.then((it) => it.upgrade(request, socket, head)));
    mailbox.on('request', (request, response) => void desk.promise.then((it) => it.answerMailbox(request, response)));
    opened.defer(() => stop(server));
    opened.defer(() => stop(mailbox));
    desk.resolve(new Desk(context, opened.use(await openParts(context)), faults));
    // What a rule still holds is let go before the parts close.
    opened.defer(() => faults.clear());
    return new Gateway(url, keys, faults, opened.move());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.disposeAsync();
  }
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  } catch (cause) {
    throw new Failure('busy', `Port ${port} is in use on this machine.`, { cause });
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('An HTTP server has no port.');
  return address.port;
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

function asRole(databaseUrl: string, role: string): string {
  const url = new URL(databaseUrl);
  url.username = role;
  return url.href;
}
