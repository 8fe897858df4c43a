import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DeviceId, PersonId, UpdateId, type ScriptId } from '../app/ids.ts';
import { SyncEngine, type ReceivedUpdate } from '../app/sync/engine.ts';
import type { LocalLog } from '../app/sync/ports.ts';
import { signToken } from '../supabase/local/keys.ts';
import { Cloud } from '../main/cloud/cloud.ts';
import { Way } from '../main/cloud/way.ts';
import { surroundings } from '../main/surroundings.ts';
import type { NewUpdate } from '../main/vault/protocol.ts';
import { VaultLog } from '../main/vault/sync/vault-log.ts';

const TOKEN_SECONDS = 3_600;

/** Where a bench's server is, and who asks it. */
export interface BenchAddress {
  readonly url: string;
  readonly anonKey: string;
  readonly jwtSecret: string;
  readonly personId: string;
}

export interface BenchDeviceOptions {
  readonly server: BenchAddress;
  readonly scriptId: ScriptId;
  /** The vault's; opened again, it is the same device. */
  readonly folder: string;
  readonly saves: 'durably' | 'into-the-system';
  readonly messagesPerSecond: number;
  /** What others wrote, once it is on disk here. */
  readonly received: (fresh: readonly ReceivedUpdate[]) => void;
}

/** Where a device keeps what is typed: the vault's classes in this thread, or the vault with its own threads. */
export interface BenchLog {
  readonly log: LocalLog;
  append(scriptId: ScriptId, update: NewUpdate): Promise<void>;
  /** Everything in a script's log, in order. */
  updatesOf(scriptId: ScriptId): Promise<readonly Uint8Array[]>;
  close(): void | Promise<void>;
}

/** A device of the server's one person: vault, engine and the way to the server as the app has them, without windows. */
export class BenchDevice implements AsyncDisposable {
  readonly vault: BenchLog;
  readonly #options: BenchDeviceOptions;
  #heard = Promise.withResolvers<void>();
  #engine: SyncEngine | undefined;
  #going: AsyncDisposableStack | undefined;

  private constructor(options: BenchDeviceOptions, vault: BenchLog) {
    this.#options = options;
    this.vault = vault;
  }

  static open(options: BenchDeviceOptions): BenchDevice {
    const vault = VaultLog.open({
      folder: join(options.folder),
      account: options.server.personId,
      vaultId: randomUUID(),
      now: () => new Date(),
      saves: options.saves,
    });
    return new BenchDevice(options, {
      log: vault,
      append: (scriptId, update) => vault.append(scriptId, update),
      updatesOf: async (scriptId) => vault.updatesOf(scriptId),
      close: () => vault[Symbol.dispose](),
    });
  }

  /** With a vault that stands already. */
  static over(vault: BenchLog, options: BenchDeviceOptions): BenchDevice {
    return new BenchDevice(options, vault);
  }

  /** Saves what was typed; online, it is on its way then. */
  async type(bytes: Uint8Array): Promise<void> {
    const { scriptId } = this.#options;
    await this.vault.append(scriptId, { updateId: UpdateId.parse(randomUUID()), format: 1, bytes });
    this.#engine?.typed(scriptId);
  }

  /** Signs in and opens the script in front. */
  async goOnline(): Promise<void> {
    const { server, scriptId, messagesPerSecond, received } = this.#options;
    await using going = new AsyncDisposableStack();
    const personId = PersonId.parse(server.personId);
    const way = going.use(Way.open({ resolveProxy: () => Promise.resolve('DIRECT'), surroundings }));
    const cloud = going.use(
      Cloud.open({
        server: { url: server.url, publishableKey: server.anonKey },
        way,
        session: sessionOf(server),
        personId,
        surroundings,
        messagesPerSecond,
        fraction: Math.random,
      }),
    );
    const engine = going.use(
      await SyncEngine.open({
        local: this.vault.log,
        remote: cloud.remote,
        doorbell: cloud.doorbell,
        clock: { now: Date.now, elapsed: surroundings.nowMs, wake: surroundings.wake },
        chance: { fraction: Math.random },
        digest: { sha256: (bytes) => createHash('sha256').update(bytes).digest() },
        deviceId: DeviceId.parse(randomUUID()),
        messagesPerSecond,
      }),
    );
    engine.onReceived((from, fresh) => {
      if (from !== scriptId) return;
      received(fresh);
      this.#heard.resolve();
    });
    engine.session('signed-in');
    engine.attend(new Map([[scriptId, { isFocused: false }]]));
    this.#engine = engine;
    this.#going = going.move();
  }

  async goOffline(): Promise<void> {
    this.#engine = undefined;
    await this.#going?.disposeAsync();
    this.#going = undefined;
  }

  /** When this has become true by something that others wrote. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await this.#next();
  }

  /** When everything is on the server and here, and what others write is heard at once. */
  async whole(): Promise<void> {
    const engine = this.#engine;
    if (engine === undefined) throw new Error('The device is offline.');
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (): void => {
      const { link, scripts } = engine.overview();
      const standing = scripts.find(({ scriptId }) => scriptId === this.#options.scriptId)?.standing;
      if (standing?.kind === 'on-server' && link.kind === 'online' && link.isLive) resolve();
    };
    using _ = engine.onChanged(look);
    look();
    await promise;
  }

  #next(): Promise<void> {
    this.#heard = Promise.withResolvers();
    return this.#heard.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.goOffline();
    await this.vault.close();
  }
}

function sessionOf({ jwtSecret, personId }: BenchAddress) {
  const exp = Math.floor(Date.now() / 1_000) + TOKEN_SECONDS;
  const token = signToken({ role: 'authenticated', sub: personId, exp }, jwtSecret);
  return {
    accessToken: () => Promise.resolve(token),
    refused: (): never => {
      throw new Error('The server does not take the token that was made for it.');
    },
    renew: () => Promise.resolve(),
    onChanged: () => ({ [Symbol.dispose]: () => undefined }),
  };
}
