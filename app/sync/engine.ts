import type { DeviceId, PersonId, ScriptId } from '../ids.ts';
import type { Link, ScriptSync, SyncEvent, SyncOverview } from '../ipc/sync.ts';
import type { Access, Chance, Clock, Digest, Doorbell, LocalLog, RemoteLog } from './ports.ts';

export interface EnginePorts {
  readonly local: LocalLog;
  readonly remote: RemoteLog;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly digest: Digest;
  readonly deviceId: DeviceId;
  /** What the plan's Realtime carries; Infinity for no pace at all. */
  readonly messagesPerSecond: number;
}

/** What changed since the last telling. Events are new ones, latest first. */
export interface SyncChange {
  readonly link: Link;
  readonly scripts: readonly ScriptSync[];
  readonly events: readonly SyncEvent[];
}

export interface ReceivedUpdate {
  readonly bytes: Uint8Array;
  readonly personId: PersonId | null;
}

type Listener<A extends readonly unknown[]> = (...told: A) => void;

/** Carries edits between the vault and the server. It decides with step.ts and reaches the world through its ports. */
export class SyncEngine implements AsyncDisposable {
  readonly #ports: EnginePorts;
  readonly #lettingGo = new AbortController();
  readonly #receivedListeners = new Set<Listener<[ScriptId, readonly ReceivedUpdate[]]>>();
  readonly #accessListeners = new Set<Listener<[Access]>>();
  readonly #changeListeners = new Set<Listener<[SyncChange]>>();
  readonly #running = new Set<Promise<void>>();
  #session: 'signed-in' | 'signed-out' = 'signed-out';

  private constructor(ports: EnginePorts) {
    this.#ports = ports;
  }

  /** Reads what the vault knows. Nothing is sent before `session('signed-in')`. */
  static async open(ports: EnginePorts): Promise<SyncEngine> {
    await ports.local.lanes();
    return new SyncEngine(ports);
  }

  /** An update of this script is on disk. */
  typed(scriptId: ScriptId): void {
    if (this.#session === 'signed-in') this.#run(this.#push(scriptId));
  }

  /** The scripts that windows show, the latest first. They are listened to, and pulled at once. */
  attend(scripts: ReadonlyMap<ScriptId, { readonly isFocused: boolean }>): void {
    for (const scriptId of scripts.keys()) this.#run(this.#pull(scriptId));
  }

  session(state: 'signed-in' | 'signed-out'): void {
    this.#session = state;
  }

  /** Tries everything that waits for a later try. */
  tryNow(): void {}

  /** The machine woke up or is on another network: nothing that was known of the way to the server holds. */
  woke(): void {}

  /** A script joined a project, was renamed, or left this device. */
  laneChanged(scriptId: ScriptId): void {
    this.typed(scriptId);
  }

  /** A person wants what the server refused to be sent once more. */
  async sendAgain(scriptId: ScriptId): Promise<void> {
    await this.#ports.local.sendAgain(scriptId);
    await this.#push(scriptId);
  }

  overview(): SyncOverview {
    return { link: this.#link(), scripts: [], events: [] };
  }

  onChanged(listener: Listener<[SyncChange]>): Disposable {
    return listen(this.#changeListeners, listener);
  }

  /** What others wrote, in order, once it is on disk. */
  onReceived(listener: Listener<[ScriptId, readonly ReceivedUpdate[]]>): Disposable {
    return listen(this.#receivedListeners, listener);
  }

  onAccess(listener: Listener<[Access]>): Disposable {
    return listen(this.#accessListeners, listener);
  }

  /** When nothing is under way and nothing can be done now. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#lettingGo.abort();
    await this.settled();
  }

  #link(): Link {
    return this.#session === 'signed-out' ? { kind: 'signed-out' } : { kind: 'online', isLive: false };
  }

  #run(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #push(scriptId: ScriptId): Promise<void> {
    const { local, remote } = this.#ports;
    const batches = await local.nextBatches(scriptId, { batches: 100, bytes: 256 * 1024 });
    if (batches.length === 0) return;
    const answer = await remote.push(scriptId, batches, this.#lettingGo.signal);
    if (!answer.ok) return;
    const acknowledged = batches.map(({ batchId }, index) => ({
      batchId,
      position: answer.value.positions[index] ?? 0,
    }));
    await local.acknowledge(scriptId, acknowledged);
  }

  async #pull(scriptId: ScriptId): Promise<void> {
    const { local, remote } = this.#ports;
    const { cursor } = await local.lane(scriptId);
    const answer = await remote.pull(scriptId, cursor, 256 * 1024, this.#lettingGo.signal);
    if (!answer.ok || answer.value.kind !== 'updates') return;
    const stored = await local.receive(scriptId, answer.value.page);
    if (stored.kind === 'moved') return;
    for (const listener of this.#receivedListeners) listener(scriptId, stored.fresh);
  }
}

function listen<L>(listeners: Set<L>, listener: L): Disposable {
  listeners.add(listener);
  return { [Symbol.dispose]: () => void listeners.delete(listener) };
}
