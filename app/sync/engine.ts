import type { DeviceId, PersonId, ScriptId } from '../ids.ts';
import type { ScriptSync, SyncOverview } from '../ipc/sync.ts';
import { Changes, type SyncChange } from './changes.ts';
import { Connection } from './connection.ts';
import { Hearing } from './hearing.ts';
import type { Lane } from './facts.ts';
import { Lanes } from './lanes.ts';
import type { LaneState } from './lane-state.ts';
import { shownWay, standingsMayChange, type LinkState } from './link-step.ts';
import type { Access, Answer, Chance, Clock, Digest, Doorbell, LocalLog, RemoteLog } from './ports.ts';
import type { ProjectRights } from './rights.ts';
import { SeenBy } from './seen.ts';
import { isWhole, scriptSync } from './status.ts';
import { Turns } from './turns.ts';
import { Failure } from '../failure.ts';

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

export type { SyncChange } from './changes.ts';

export interface ReceivedUpdate {
  readonly bytes: Uint8Array;
  readonly personId: PersonId | null;
}

type Listener<A extends readonly unknown[]> = (...told: A) => void;

/** Calls to the server at once, of all scripts together: five hundred scripts that come back are no stampede. */
const MOST_CALLS = 6;

/** Carries edits between the vault and the server. It decides with step.ts and reaches the world through its ports. */
export class SyncEngine implements AsyncDisposable {
  readonly #ports: EnginePorts;
  readonly #turns = new Turns(MOST_CALLS);
  readonly #connection: Connection;
  readonly #changes: Changes;
  readonly #lanes: Lanes;
  readonly #hearing: Hearing;
  readonly #seen: SeenBy;
  readonly #receivedListeners = new Set<Listener<[ScriptId, readonly ReceivedUpdate[]]>>();
  readonly #accessListeners = new Set<Listener<[Access]>>();
  readonly #projects = new Map<string, ProjectRights>();
  #lettingGo = new AbortController();
  #me: PersonId | null = null;
  #turn = 0;
  #waiting: (() => void)[] = [];

  private constructor(ports: EnginePorts) {
    this.#ports = ports;
    const { clock, local, remote, chance, doorbell, deviceId } = ports;
    const nextTurn = (): number => (this.#turn += 1);
    const signal = (): AbortSignal => this.#lettingGo.signal;
    this.#changes = new Changes(clock, {
      link: () => this.#connection.shown(this.#hearing.isLive),
      script: (scriptId) => this.#script(scriptId),
      told: () => this.#settle(),
    });
    this.#connection = new Connection({
      local,
      remote,
      clock,
      chance,
      nextTurn,
      signal,
      answered: (access, lanes, askedAt) => this.#toldAccess(access, lanes, askedAt),
      changed: (before, after) => this.#wayChanged(before, after),
    });
    this.#lanes = new Lanes({
      ...ports,
      tracks: {
        local,
        remote,
        signal,
        turns: this.#turns,
        me: () => this.#me,
        fraction: () => chance.fraction(),
      },
      connection: this.#connection,
      changes: this.#changes,
      nextTurn,
      project: (projectId) => this.#projects.get(projectId) ?? null,
      received: (scriptId, fresh) => {
        for (const listener of this.#receivedListeners) listener(scriptId, fresh);
      },
      changed: (before, after) => this.#laneStepped(before, after),
      ended: () => this.#settle(),
    });
    this.#hearing = new Hearing({
      doorbell,
      connection: this.#connection,
      lanes: this.#lanes,
      changes: this.#changes,
    });
    this.#seen = new SeenBy({
      remote,
      clock,
      deviceId,
      whole: (scriptId) => {
        const state = this.#lanes.state(scriptId);
        return state !== undefined && isWhole(state, this.#connection.state) ? state.lane : undefined;
      },
      ask: (call) => (this.#connection.number === 0 ? undefined : this.#ask(call)),
      changed: (scriptId) => this.#changes.touch(scriptId),
    });
  }

  /** Reads what the vault knows. Nothing is asked of the server before `session('signed-in')`. */
  static async open(ports: EnginePorts): Promise<SyncEngine> {
    const engine = new SyncEngine(ports);
    const access = await ports.local.access();
    if (access !== null) engine.#keepAccess(access);
    for (const lane of await ports.local.lanes()) engine.#lanes.facts(lane);
    engine.#hearing.begin();
    return engine;
  }

  /** An update of this script is on disk. */
  typed(scriptId: ScriptId): void {
    this.#lanes.happened(scriptId, { kind: 'typed' });
  }

  /** The scripts that windows show, the latest first. They are listened to, and pulled at once. */
  attend(scripts: ReadonlyMap<ScriptId, { readonly isFocused: boolean }>): void {
    const isNew = [...scripts.keys()].filter((scriptId) => !this.#hearing.isAttended(scriptId));
    this.#hearing.attend([...scripts.keys()]);
    for (const scriptId of isNew) this.#lanes.happened(scriptId, { kind: 'look-there' });
    this.#seen.focus([...scripts].filter(([, { isFocused }]) => isFocused).map(([scriptId]) => scriptId));
  }

  session(state: 'signed-in' | 'signed-out'): void {
    const { session } = this.#connection.state;
    if (state !== session) {
      this.#letGo();
      this.#changes.add(state, null);
    }
    this.#connection.happened({ kind: 'session', state });
  }

  /** Tries everything that waits for a later try. */
  tryNow(): void {
    this.#connection.happened({ kind: 'try-now' });
    for (const scriptId of this.#lanes.ids) this.#lanes.happened(scriptId, { kind: 'try-now' });
  }

  /** What the person may reach has changed, or is about to: the server is asked, and `onAccess` follows. */
  askAccess(): void {
    this.#connection.happened({ kind: 'wants-access' });
  }

  /** The machine woke up or is on another network: calls under way are let go of, and topics joined afresh. */
  woke(): void {
    this.#letGo();
    this.#connection.happened({ kind: 'woke' });
    this.#hearing.afresh();
    this.tryNow();
    for (const scriptId of this.#hearing.attended) this.#lanes.happened(scriptId, { kind: 'look-there' });
  }

  /** A script joined a project, was renamed, or left this device. */
  laneChanged(scriptId: ScriptId): void {
    void this.#readLane(scriptId);
  }

  /** A person wants what the server refused to be sent once more. */
  async sendAgain(scriptId: ScriptId): Promise<void> {
    this.#lanes.facts(await this.#ports.local.sendAgain(scriptId));
    this.#lanes.happened(scriptId, { kind: 'try-now' });
  }

  overview(): SyncOverview {
    const scripts = [...this.#lanes.ids]
      .map((scriptId) => this.#script(scriptId))
      .filter((script) => script !== undefined);
    return { link: this.#connection.shown(this.#hearing.isLive), scripts, events: [...this.#changes.events] };
  }

  onChanged(listener: Listener<[SyncChange]>): Disposable {
    return this.#changes.listen(listener);
  }

  /** What others wrote, in order, once it is on disk. */
  onReceived(listener: Listener<[ScriptId, readonly ReceivedUpdate[]]>): Disposable {
    return listen(this.#receivedListeners, listener);
  }

  /** What the person may reach, each time the server tells, once it is on disk. */
  onAccess(listener: Listener<[Access]>): Disposable {
    return listen(this.#accessListeners, listener);
  }

  /** When nothing is under way and nothing can be done now: what waits for a retry, or for a way, is not waited for. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#settle();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#letGo();
    for (const part of [this.#lanes, this.#hearing, this.#seen, this.#changes]) part[Symbol.dispose]();
    await Promise.all([this.#lanes.ended(), this.#connection[Symbol.asyncDispose]()]);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #script(scriptId: ScriptId): ScriptSync | undefined {
    const state = this.#lanes.state(scriptId);
    if (state === undefined) return undefined;
    const moment = this.#lanes.moment(state);
    return scriptSync(state, { link: this.#connection.state, moment, seen: this.#seen.of(scriptId), me: this.#me });
  }

  #letGo(): void {
    this.#lettingGo.abort();
    this.#lettingGo = new AbortController();
  }

  #ask<T>(call: (signal: AbortSignal) => Promise<Answer<T>>): Promise<Answer<T>> {
    return this.#turns.run(() => call(this.#lettingGo.signal));
  }

  async #readLane(scriptId: ScriptId): Promise<void> {
    try {
      this.#lanes.facts(await this.#ports.local.lane(scriptId));
    } catch (error) {
      // Any other trouble of the vault: the next access brings the lane.
      if (error instanceof Failure && error.code === 'not-found') this.#lanes.drop(scriptId);
      else this.#connection.happened({ kind: 'wants-access' });
    }
    this.#hearing.listen();
  }

  #keepAccess(access: Access): void {
    this.#me = access.person.personId;
    this.#projects.clear();
    for (const { id, role, archivedAt } of access.projects) {
      this.#projects.set(id, { role, isArchived: archivedAt !== null });
    }
  }

  #toldAccess(access: Access, lanes: readonly Lane[], askedAt: number): void {
    this.#keepAccess(access);
    const servers = new Map(access.scripts.map((script) => [script.id, script]));
    const gone = new Set(this.#lanes.ids);
    for (const lane of lanes) {
      gone.delete(lane.scriptId);
      if (this.#lanes.state(lane.scriptId) === undefined) this.#lanes.open(lane);
      const server = servers.get(lane.scriptId) ?? null;
      this.#lanes.happened(lane.scriptId, { kind: 'access', lane, server, askedAt });
    }
    for (const scriptId of gone) this.#lanes.drop(scriptId);
    this.#hearing.listen();
    for (const listener of this.#accessListeners) listener(access);
    this.#settle();
  }

  #wayChanged(before: LinkState, after: LinkState): void {
    const way = shownWay(after);
    if (way !== shownWay(before)) {
      if (way !== null) this.#changes.add(way, null);
      this.#hearing.listen();
    }
    if (standingsMayChange(before, after)) for (const scriptId of this.#lanes.ids) this.#changes.touch(scriptId);
    this.#changes.touch(null);
    this.#settle();
  }

  #laneStepped(before: LaneState | undefined, after: LaneState): void {
    if (before?.lane.epoch !== after.lane.epoch || before?.lane.hasAccess !== after.lane.hasAccess)
      this.#hearing.listen();
    if (before !== undefined && before.healings !== after.healings) this.#seen.forget(after.lane.scriptId);
    if (this.#hearing.isAttended(after.lane.scriptId)) this.#seen.look();
  }

  #settle(): void {
    if (this.#waiting.length === 0 || !this.#lanes.isIdle || !this.#connection.isIdle || !this.#changes.isIdle) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

function listen<L>(listeners: Set<L>, listener: L): Disposable {
  listeners.add(listener);
  return { [Symbol.dispose]: () => void listeners.delete(listener) };
}
