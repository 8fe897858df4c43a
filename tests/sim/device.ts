import { may } from '../../app/access/roles.ts';
import type { PersonId, ScriptId } from '../../app/ids.ts';
import { DeviceId, UpdateId } from '../../app/ids.ts';
import { FORMAT } from '../../app/script/format.ts';
import type { ScriptSync } from '../../app/ipc/sync.ts';
import { topics } from '../../app/server/topics.ts';
import type { Chain } from '../../app/server/chain.ts';
import { SyncEngine } from '../../app/sync/engine.ts';
import type { Lane } from '../../app/sync/facts.ts';
import type { Clock } from '../../app/sync/ports.ts';
import { sha256 } from '../../main/vault/seal.ts';
import type { Random } from '../support/random.ts';
import { Connection } from './connection.ts';
import { Life } from './life.ts';
import type { ModelServer } from './server/model-server.ts';
import { SimDoorbell } from './sim-doorbell.ts';
import { simLocal, VaultThread } from './sim-local.ts';
import { simRemote } from './sim-remote.ts';
import { SimVault } from './sim-vault.ts';
import { SimWindow } from './sim-window.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What was saved here and not received: in the order of the local log. */
export interface Written {
  readonly id: UpdateId;
  readonly format: number;
  readonly bytes: Uint8Array;
}

export interface DeviceParts {
  readonly name: string;
  readonly personId: PersonId;
  readonly server: ModelServer;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly dangers: { crashPerMille: number };
  /** The calendar of the world; each device's own is off by some. */
  readonly beginsAt: number;
  readonly messagesPerSecond: number;
  readonly emptyVault: Buffer;
  told(line: string): void;
  /** A device of this person's has come to this place of the server's log. */
  stood(personId: PersonId, scriptId: ScriptId, chain: Chain): void;
  /** The engine said something new of these scripts. */
  claimed(device: SimDevice, scripts: readonly ScriptSync[]): void;
  /** The program ended in a way that is nobody's plan. */
  failed(error: unknown): void;
}

/** What runs between a start and its end. */
interface Run {
  readonly life: Life;
  readonly vault: SimVault;
  readonly thread: VaultThread;
  readonly bell: SimDoorbell;
  readonly windows: Map<ScriptId, SimWindow>;
  engine: SyncEngine | null;
  /** Saved before there was an engine to tell. */
  readonly untold: Set<ScriptId>;
  /** On disk, and nobody in this run knows it yet. */
  readonly unanswered: Set<UpdateId>;
}

/** A laptop: a vault that outlives every run, one run of the program or none, and whoever sits before it. */
export class SimDevice {
  readonly name: string;
  readonly personId: PersonId;
  readonly deviceId: DeviceId;
  readonly connection: Connection;
  /** Until when it sleeps, on the world's clock. */
  awakeAtMs = 0;
  hasBeenRestored = false;
  readonly #parts: DeviceParts;
  #image: Buffer;
  #written = new Map<ScriptId, readonly Written[]>();
  #backup: { readonly image: Buffer; readonly written: ReadonlyMap<ScriptId, readonly Written[]> } | null = null;
  #skewMs = 0;
  #run: Run | null = null;
  #isSignedIn = true;

  constructor(parts: DeviceParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.personId = parts.personId;
    this.deviceId = DeviceId.parse(parts.random.uuid());
    this.connection = new Connection(parts.random);
    this.#image = parts.emptyVault;
  }

  get isRunning(): boolean {
    return this.#run !== null;
  }

  get engine(): SyncEngine | null {
    return this.#run?.engine ?? null;
  }

  get vault(): SimVault | null {
    return this.#run?.vault ?? null;
  }

  get windows(): ReadonlyMap<ScriptId, SimWindow> {
    return this.#run?.windows ?? new Map();
  }

  written(scriptId: ScriptId): readonly Written[] {
    return this.#written.get(scriptId) ?? [];
  }

  isRungAt(scriptId: ScriptId): boolean {
    const { server } = this.#parts;
    const topic = topics.script(scriptId, server.script(scriptId).epoch);
    return this.#run !== null && server.listenersOf(topic).has(this.#run.bell);
  }

  /** Whether this run of the program has been told that it is saved. */
  knowsOf({ id }: Written): boolean {
    return this.#run?.unanswered.has(id) !== true;
  }

  hasLane(scriptId: ScriptId): boolean {
    return this.vault?.has(scriptId) === true;
  }

  /** As it is on disk. */
  lane(scriptId: ScriptId): Promise<Lane> {
    if (this.#run === null) throw new Error(`${this.name} is off.`);
    return this.#run.vault.log.lane(scriptId);
  }

  vaultRows(scriptId: ScriptId): readonly Written[] {
    return this.vault?.rows(scriptId) ?? [];
  }

  /** As a window decides it, from what the server said last. */
  mayEdit(scriptId: ScriptId): boolean {
    if (!this.hasLane(scriptId) || this.vault?.hasNewerFormat(scriptId) !== false) return false;
    const { role, hasAccess } = this.vault.said(scriptId);
    return hasAccess && role !== null && may(role, 'write', 'live text', { status: 'draft' });
  }

  start(): void {
    if (this.#run !== null) return;
    const { server, time, random, dangers, personId } = this.#parts;
    const life = new Life(time, random, dangers, () => this.#died());
    const vault = SimVault.open(this.#image, personId, () => this.#now());
    const thread = new VaultThread(life, random, () => time.nowMs);
    const bell = new SimDoorbell(server, personId, this.connection, life);
    const run: Run = {
      life,
      vault,
      thread,
      bell,
      windows: new Map(),
      engine: null,
      untold: new Set(),
      unanswered: new Set(),
    };
    this.#run = run;
    this.connection.heard.clear();
    const told = (line: string): void => this.#told(line);
    const opening = SyncEngine.open({
      local: simLocal(vault.log, thread, (scriptId, { chain }) => this.#parts.stood(personId, scriptId, chain)),
      remote: simRemote({ server, personId, connection: this.connection, life, time, told }),
      doorbell: bell,
      clock: this.#clock(life),
      chance: { fraction: () => random.below(2 ** 31) / 2 ** 31 },
      digest: { sha256 },
      deviceId: this.deviceId,
      messagesPerSecond: this.#parts.messagesPerSecond,
    });
    opening.then((engine) => this.#opened(run, engine)).catch((error: unknown) => this.#parts.failed(error));
  }

  #opened(run: Run, engine: SyncEngine): void {
    if (run.life.isOver) return;
    run.engine = engine;
    engine.onReceived((scriptId, fresh) => {
      for (const { bytes } of fresh) run.windows.get(scriptId)?.receive(bytes);
    });
    engine.onChanged(({ scripts }) => {
      if (!run.life.isOver) this.#parts.claimed(this, scripts);
    });
    if (this.#isSignedIn) engine.session('signed-in');
    for (const scriptId of run.untold) engine.typed(scriptId);
    this.#attend();
    this.#told('started');
  }

  /** Everything in memory is gone, and everything on disk is there. */
  crash(): void {
    if (this.#run === null) return;
    this.#run.life.end();
    this.#died();
  }

  #died(): void {
    const run = this.#run;
    if (run === null) return;
    this.#told('crashed');
    this.#run = null;
    this.#image = run.vault.image();
    run.vault[Symbol.dispose]();
    run.bell.listen([]);
    for (const window of run.windows.values()) window[Symbol.dispose]();
  }

  takeBackup(): void {
    this.#backup = { image: this.#run?.vault.image() ?? this.#image, written: new Map(this.#written) };
    this.#told('backed up');
  }

  /** The vault is put back to what a backup holds; what was only here and written since is gone. */
  restoreBackup(): boolean {
    if (this.#backup === null) return false;
    this.crash();
    this.#image = this.#backup.image;
    this.#written = new Map(this.#backup.written);
    this.hasBeenRestored = true;
    this.#told('restored a backup');
    return true;
  }

  goOffline(): void {
    this.connection.isOnline = false;
    this.#run?.bell.wentOffline();
  }

  /** The machine notices that there is a network again, as a rule. */
  goOnline({ isNoticed }: { readonly isNoticed: boolean }): void {
    this.connection.isOnline = true;
    if (isNoticed) this.engine?.woke();
  }

  /** The lid is closed: no timer runs, and no message comes. */
  sleep(forMs: number): void {
    this.awakeAtMs = Math.max(this.awakeAtMs, this.#parts.time.nowMs + forMs);
    this.#run?.life.sleep(forMs);
    this.goOffline();
    this.#parts.time.after(forMs, () => this.goOnline({ isNoticed: true }));
  }

  signOut(): void {
    this.#isSignedIn = false;
    this.connection.tokenEndsAtMs = this.#parts.time.nowMs;
    this.engine?.session('signed-out');
  }

  /** Also: the token was renewed. */
  signIn(): void {
    this.#isSignedIn = true;
    this.connection.tokenEndsAtMs = Number.POSITIVE_INFINITY;
    this.engine?.session('signed-in');
  }

  turnClock(byMs: number): void {
    this.#skewMs += byMs;
  }

  open(scriptId: ScriptId): SimWindow | null {
    const run = this.#run;
    if (run === null) return null;
    const open = run.windows.get(scriptId);
    if (open !== undefined) return open;
    if (!run.vault.has(scriptId)) return null;
    const stored = run.vault.rows(scriptId).filter(({ format }) => format <= FORMAT);
    const window = new SimWindow(
      stored.map(({ bytes }) => bytes),
      this.#parts.random,
      this.personId,
      () => this.#now(),
    );
    run.windows.set(scriptId, window);
    this.#attend();
    return window;
  }

  close(scriptId: ScriptId): void {
    const window = this.#run?.windows.get(scriptId);
    if (window === undefined) return;
    this.#run?.windows.delete(scriptId);
    window[Symbol.dispose]();
    this.#attend();
  }

  /** Whoever sits here does something in an open script; within 20 ms it is on its way to the disk. */
  edit(scriptId: ScriptId): void {
    const bytes = this.open(scriptId)?.edit() ?? null;
    if (bytes !== null) this.save(scriptId, { id: this.#newUpdateId(), format: FORMAT, bytes });
  }

  save(scriptId: ScriptId, update: Written): void {
    const run = this.#run;
    if (run === null) return;
    run.thread
      .call(async () => {
        await run.vault.log.append(scriptId, { updateId: update.id, format: update.format, bytes: update.bytes });
        this.#written.set(scriptId, [...this.written(scriptId), update]);
        run.unanswered.add(update.id);
      })
      .then(() => {
        run.unanswered.delete(update.id);
        if (run.life.isOver) return;
        if (run.engine === null) run.untold.add(scriptId);
        else run.engine.typed(scriptId);
      })
      .catch((error: unknown) => this.#parts.failed(error));
  }

  #attend(): void {
    const windows = [...(this.#run?.windows.keys() ?? [])];
    this.engine?.attend(new Map(windows.map((scriptId, index) => [scriptId, { isFocused: index === 0 }])));
  }

  #clock(life: Life): Clock {
    const { time } = this.#parts;
    return {
      now: () => this.#now(),
      elapsed: () => time.nowMs,
      wake: (afterMs, callBack) => life.after(afterMs, callBack),
    };
  }

  #now(): number {
    return Math.floor(this.#parts.beginsAt + this.#parts.time.nowMs + this.#skewMs);
  }

  #newUpdateId(): UpdateId {
    return UpdateId.parse(this.#parts.random.uuid());
  }

  #told(line: string): void {
    this.#parts.told(`${this.name}: ${line}`);
  }
}
