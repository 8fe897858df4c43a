import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DeviceId, PersonId, ScriptId, UpdateId } from '../../../app/ids.ts';
import { FORMAT } from '../../../app/script/format.ts';
import { SyncEngine } from '../../../app/sync/engine.ts';
import type { LocalLog } from '../../../app/sync/ports.ts';
import { Cloud } from '../../../main/cloud/cloud.ts';
import { Way } from '../../../main/cloud/way.ts';
import { surroundings } from '../../../main/surroundings.ts';
import { VaultLog } from '../../../main/vault/sync/vault-log.ts';
import { people, type SeedPerson } from '../server/people.ts';
import { OpenDocument } from './open-document.ts';
import { TokenSession, type Server } from './token-session.ts';

/** A vault as a device uses it: what windows save, and what the engine asks. */
export interface DeviceVault extends LocalLog {
  append(
    scriptId: ScriptId,
    update: { readonly updateId: UpdateId; readonly format: number; readonly bytes: Uint8Array },
  ): Promise<void>;
  updatesOf(scriptId: ScriptId): Promise<readonly Uint8Array[]> | readonly Uint8Array[];
}

export interface SyncedDeviceOptions {
  readonly server: Server;
  readonly person: SeedPerson;
  /** The device's own folder; what is in it is gone on with. */
  readonly folder: string;
  /** What the plan carries. Without a number nothing is paced. */
  readonly messagesPerSecond?: number;
  /** The vault's classes in this thread where nothing else is said. */
  readonly openVault?: (folder: string, account: string) => Promise<DeviceVault & AsyncDisposable>;
}

/**
 * One laptop without windows: the real engine, the real client of the server, and a real vault, with documents open on
 * them as windows have them.
 */
export class SyncedDevice implements AsyncDisposable {
  readonly person: SeedPerson;
  readonly personId: PersonId;
  readonly session: TokenSession;
  readonly vault: DeviceVault;
  readonly engine: SyncEngine;
  readonly cloud: Cloud;
  readonly #documents = new Map<ScriptId, Set<OpenDocument>>();
  readonly #closing: AsyncDisposableStack;

  private constructor(
    parts: Pick<SyncedDevice, 'person' | 'personId' | 'session' | 'vault' | 'engine' | 'cloud'>,
    closing: AsyncDisposableStack,
  ) {
    this.person = parts.person;
    this.personId = parts.personId;
    this.session = parts.session;
    this.vault = parts.vault;
    this.engine = parts.engine;
    this.cloud = parts.cloud;
    this.#closing = closing;
    closing.use(this.engine.onReceived((scriptId, fresh) => this.#received(scriptId, fresh)));
  }

  static async open(options: SyncedDeviceOptions): Promise<SyncedDevice> {
    const { server, person, folder, messagesPerSecond = Number.POSITIVE_INFINITY } = options;
    await using opening = new AsyncDisposableStack();
    const personId = PersonId.parse(people[person].id);
    const session = await TokenSession.open(server, person);
    const vault = opening.use(await (options.openVault ?? openVaultLog)(join(folder, personId), personId));
    const way = opening.use(Way.open({ resolveProxy: async () => 'DIRECT', surroundings }));
    const cloud = opening.use(
      Cloud.open({
        server: { url: server.url, publishableKey: server.anonKey },
        way,
        session,
        personId,
        surroundings,
        fraction: Math.random,
        messagesPerSecond,
      }),
    );
    const engine = opening.use(
      await SyncEngine.open({
        local: vault,
        remote: cloud.remote,
        doorbell: cloud.doorbell,
        clock: { now: () => Date.now(), elapsed: surroundings.nowMs, wake: surroundings.wake },
        chance: { fraction: Math.random },
        digest: { sha256: (bytes) => createHash('sha256').update(bytes).digest() },
        deviceId: DeviceId.parse(randomUUID()),
        messagesPerSecond,
      }),
    );
    const follow = (): void => engine.session(session.isSignedIn ? 'signed-in' : 'signed-out');
    opening.use(session.onChanged((change) => change === 'standing' && follow()));
    follow();
    return new SyncedDevice({ person, personId, session, vault, engine, cloud }, opening.move());
  }

  /** Opens a script as a window does, and attends to it. */
  async openDocument(scriptId: ScriptId): Promise<OpenDocument> {
    const heard: Uint8Array[] = [];
    const document = new OpenDocument(async (bytes) => {
      await this.vault.append(scriptId, { updateId: UpdateId.parse(randomUUID()), format: FORMAT, bytes });
      this.engine.typed(scriptId);
    });
    // What arrives while the log is read is in neither otherwise.
    const early = { receive: (bytes: Uint8Array) => void heard.push(bytes) } as const;
    const open = this.#documents.get(scriptId) ?? new Set<OpenDocument>();
    this.#documents.set(scriptId, open);
    const stop = this.engine.onReceived((id, fresh) => {
      if (id === scriptId) for (const { bytes } of fresh) early.receive(bytes);
    });
    document.hydrate(await this.vault.updatesOf(scriptId));
    open.add(document);
    stop[Symbol.dispose]();
    for (const bytes of heard) document.receive(bytes);
    this.engine.attend(new Map([...this.#documents.keys()].map((id) => [id, { isFocused: true }])));
    return document;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.disposeAsync();
  }

  #received(scriptId: ScriptId, fresh: readonly { readonly bytes: Uint8Array }[]): void {
    for (const document of this.#documents.get(scriptId) ?? []) for (const { bytes } of fresh) document.receive(bytes);
  }
}

async function openVaultLog(folder: string, account: string): Promise<DeviceVault & AsyncDisposable> {
  const now = (): Date => new Date();
  const log = VaultLog.open({ folder, account, vaultId: randomUUID(), now, saves: 'into-the-system' });
  return Object.assign(log, { [Symbol.asyncDispose]: async () => log[Symbol.dispose]() });
}
