import { randomBytes, randomUUID } from 'node:crypto';
import { PersonId, ScriptId } from '../../../app/ids.ts';
import type { ConnectionHealth } from '../../../app/ipc/sync.ts';
import { YJS_V1 } from '../../../app/server/frames.ts';
import type { Epoch } from '../../../app/server/topics.ts';
import type { Access, Doorbell, DoorbellNews, RemoteLog } from '../../../app/sync/ports.ts';
import { openClient, type Client } from '../../../main/cloud/client.ts';
import { Cloud } from '../../../main/cloud/cloud.ts';
import { Way } from '../../../main/cloud/way.ts';
import { surroundings } from '../../../main/surroundings.ts';
import { Gateway } from '../../../supabase/local/gateway/gateway.ts';
import { signInOnWire } from '../../support/server/auth-wire.ts';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';
import { freePorts } from '../../support/server/free-ports.ts';
import { people, scripts, SEED_PASSWORD, type SeedPerson } from '../../support/server/people.ts';
import { Random } from '../../support/random.ts';
import { typed } from '../log/updates.ts';
import { HandSession } from './hand-session.ts';

const NO_PROXY = (): Promise<string> => Promise.resolve('DIRECT');
const WAIT_MS = 20_000;
/** Shorter than the usual one, in the same proportions. */
const patience = { heartbeatMs: 400, handshakeMs: 1_000, joinMs: 1_500 };

/** Somebody's half of main/cloud, with everything that their doorbell told. */
export class Listener implements AsyncDisposable {
  readonly log: RemoteLog;
  readonly client: Client;
  readonly session: HandSession;
  readonly cloud: Cloud;
  readonly doorbell: Doorbell;
  readonly news: DoorbellNews[] = [];
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: readonly number[];
  readonly #wakers = new Set<() => void>();
  readonly #way: Way;

  constructor(server: { readonly url: string; readonly publishableKey: string }, session: HandSession, me: PersonId) {
    const waits: number[] = [];
    this.waits = waits;
    const counted = {
      ...surroundings,
      wake: (afterMs: number, callBack: () => void) => {
        waits.push(afterMs);
        return surroundings.wake(afterMs, callBack);
      },
    };
    this.session = session;
    this.#way = Way.open({ resolveProxy: NO_PROXY, surroundings });
    this.client = openClient({ server, way: this.#way, session });
    this.cloud = Cloud.open({
      server,
      way: this.#way,
      session,
      personId: me,
      surroundings: counted,
      fraction: () => 0.25,
      messagesPerSecond: 2_500,
      patience,
    });
    this.log = this.cloud.remote;
    this.doorbell = this.cloud.doorbell;
    this.doorbell.hear((heard) => {
      this.news.push(heard);
      for (const wake of this.#wakers) wake();
    });
  }

  /** The first news of this kind behind the first `after` ones. */
  async told<K extends DoorbellNews['kind']>(kind: K, after = 0): Promise<DoorbellNews & { kind: K }> {
    const found = (): (DoorbellNews & { kind: K }) | undefined =>
      this.news.slice(after).find((heard): heard is DoorbellNews & { kind: K } => heard.kind === kind);
    const deadline = AbortSignal.timeout(WAIT_MS);
    for (let heard = found(); ; heard = found()) {
      if (heard !== undefined) return heard;
      await this.#more(deadline, kind);
    }
  }

  /** How the socket and its channels do. */
  get standing(): Pick<ConnectionHealth, 'socket' | 'channels'> {
    const { socket, channels } = this.cloud.health();
    return { socket, channels };
  }

  async access(): Promise<Access> {
    const answer = await this.log.access(new AbortController().signal);
    if (!answer.ok) throw new Error(answer.trouble.kind);
    return answer.value;
  }

  async listen(...wanted: readonly ScriptId[]): Promise<readonly { scriptId: ScriptId; epoch: Epoch }[]> {
    const { scripts: all } = await this.access();
    const listed = wanted.map((scriptId) => {
      const epoch = all.find(({ id }) => id === scriptId)?.epoch;
      if (epoch === undefined) throw new Error('The script cannot be reached.');
      return { scriptId, epoch };
    });
    this.doorbell.listen(listed);
    return listed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cloud[Symbol.dispose]();
    await this.#way[Symbol.asyncDispose]();
  }

  #more(deadline: AbortSignal, kind: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const late = (): void => reject(new Error(`No ${kind}; told so far: ${this.news.map((n) => n.kind).join(', ')}`));
    this.#wakers.add(resolve);
    deadline.addEventListener('abort', late, { once: true });
    return promise.finally(() => {
      this.#wakers.delete(resolve);
      deadline.removeEventListener('abort', late);
    });
  }
}

export const pilot = ScriptId.parse(scripts.pilot.id);

/** The local stack on a port of its own, whose gateway can be ended and started again, and whose clock can be moved. */
export class BellWorld implements AsyncDisposable {
  readonly url: string;
  readonly admin: TestDatabase['admin'];
  readonly #databaseUrl: string;
  readonly #port: number;
  readonly #closing: AsyncDisposableStack;
  readonly #random = new Random(41);
  #gateway: Gateway;
  #aheadMs = 0;

  private constructor(gateway: Gateway, port: number, database: TestDatabase, closing: AsyncDisposableStack) {
    this.#gateway = gateway;
    this.#port = port;
    this.#closing = closing;
    this.url = gateway.url;
    this.admin = database.admin;
    this.#databaseUrl = database.url('supabase_admin');
  }

  static async open(): Promise<BellWorld> {
    await using opened = new AsyncDisposableStack();
    const database = opened.use(await openDatabase());
    const port = await freePorts([]);
    const holder: { world?: BellWorld } = {};
    const gateway = await BellWorld.#openGateway(
      database.url('supabase_admin'),
      port,
      () => holder.world?.now() ?? new Date(),
    );
    const world = new BellWorld(gateway, port, database, opened.move());
    holder.world = world;
    world.#closing.defer(() => world.#gateway[Symbol.asyncDispose]());
    return world;
  }

  get faults(): Gateway['faults'] {
    return this.#gateway.faults;
  }

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  /** The server's clock alone. */
  advance(ms: number): void {
    this.#aheadMs += ms;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  stop(): Promise<void> {
    return this.#gateway[Symbol.asyncDispose]();
  }

  async start(): Promise<void> {
    this.#gateway = await BellWorld.#openGateway(this.#databaseUrl, this.#port, () => this.now());
  }

  async token(who: SeedPerson): Promise<string> {
    const { anonKey } = this.#gateway.keys;
    const { email } = people[who];
    return (await signInOnWire({ url: this.url, anonKey }, { email, password: SEED_PASSWORD })).access_token;
  }

  /** Closed with the world. */
  async listener(who: SeedPerson, token?: string | null): Promise<Listener> {
    const session = new HandSession(token === undefined ? await this.token(who) : token);
    const server = { url: this.url, publishableKey: this.#gateway.keys.anonKey };
    return this.#closing.use(new Listener(server, session, PersonId.parse(people[who].id)));
  }

  /** Something new in the script's log; answers its bytes. */
  async write(listener: Listener, scriptId: ScriptId): Promise<Uint8Array> {
    const [update] = typed(this.#random);
    if (update === undefined) throw new Error('nothing typed');
    const batch = { batchId: update.id, format: YJS_V1, bytes: update.bytes, claimedAuthor: null };
    const answer = await listener.log.push(scriptId, [batch], new AbortController().signal);
    if (!answer.ok) throw new Error(answer.trouble.kind);
    return update.bytes;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.disposeAsync();
  }

  static #openGateway(databaseUrl: string, port: number, now: () => Date): Promise<Gateway> {
    return Gateway.open({ databaseUrl, port, surroundings: { now, newId: randomUUID, randomBytes } });
  }
}
