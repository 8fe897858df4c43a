import { Failure } from '../failure.ts';
import type { PersonId, ProjectId, ScriptId } from '../ids.ts';
import type { Changes } from './changes.ts';
import type { Connection } from './connection.ts';
import type { Lane } from './facts.ts';
import { happenings } from './happenings.ts';
import { openLane, type IncomingJob, type LaneState, type Moment, type OutgoingJob } from './lane-state.ts';
import { EMPTY_ROOM, pushedBy, pushIntervalMs, type Room } from './pace.ts';
import type { Chance, Clock, Digest, LocalLog, Stored } from './ports.ts';
import type { ProjectRights } from './rights.ts';
import { step, type LaneCommand, type LaneEvent } from './step.ts';
import { doIncoming, doOutgoing, type TrackPorts } from './tracks.ts';

export interface LanePorts {
  readonly local: LocalLog;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly digest: Digest;
  readonly messagesPerSecond: number;
  readonly tracks: TrackPorts;
  readonly connection: Connection;
  readonly changes: Changes;
  readonly nextTurn: () => number;
  readonly project: (projectId: ProjectId) => ProjectRights | null;
  readonly received: (scriptId: ScriptId, fresh: Extract<Stored, { kind: 'stored' }>['fresh']) => void;
  /** Something of a script is different; `before` undefined for a new one. */
  readonly changed: (before: LaneState | undefined, after: LaneState) => void;
  /** Something that was under way has ended. */
  readonly ended: () => void;
}

interface Run {
  state: LaneState;
  room: Room;
  wake: Disposable | undefined;
}

/** All scripts with a side on the server: what happens to each is stepped, and what follows is carried out. */
export class Lanes implements Disposable {
  readonly #ports: LanePorts;
  readonly #runs = new Map<ScriptId, Run>();
  /** Those that have something to do, only not before a moment. */
  readonly #atWork = new Set<ScriptId>();
  readonly #underWay = new Set<Promise<void>>();
  #isClosed = false;

  constructor(ports: LanePorts) {
    this.#ports = ports;
  }

  get isIdle(): boolean {
    return this.#underWay.size === 0 && this.#atWork.size === 0;
  }

  get ids(): Iterable<ScriptId> {
    return this.#runs.keys();
  }

  state(scriptId: ScriptId): LaneState | undefined {
    return this.#runs.get(scriptId)?.state;
  }

  open(lane: Lane): void {
    const { clock, changed } = this.#ports;
    const state = openLane(lane, { elapsed: clock.elapsed(), now: clock.now() });
    this.#runs.set(lane.scriptId, { state, room: EMPTY_ROOM, wake: undefined });
    changed(undefined, state);
  }

  /** Facts of a script, which may be new here. */
  facts(lane: Lane): void {
    if (!this.#runs.has(lane.scriptId)) this.open(lane);
    this.happened(lane.scriptId, { kind: 'facts', lane });
  }

  drop(scriptId: ScriptId): void {
    this.#runs.get(scriptId)?.wake?.[Symbol.dispose]();
    this.#runs.delete(scriptId);
    this.#atWork.delete(scriptId);
    this.#ports.changes.touch(scriptId);
  }

  happened(scriptId: ScriptId, event: LaneEvent): void {
    const run = this.#runs.get(scriptId);
    if (run === undefined || this.#isClosed) return;
    const before = run.state;
    const { state, commands, wake } = step(before, event, this.moment(run.state));
    run.state = state;
    run.wake?.[Symbol.dispose]();
    run.wake = undefined;
    if (wake === null || !wake.isWork) this.#atWork.delete(scriptId);
    else this.#atWork.add(scriptId);
    if (wake !== null) {
      const afterMs = Math.max(0, wake.at - this.#ports.clock.elapsed());
      run.wake = this.#ports.clock.wake(afterMs, () => this.happened(scriptId, { kind: 'again' }));
    }
    this.#note(before, state, event);
    for (const command of commands) this.#carryOut(run, command);
    this.#ports.ended();
  }

  moment({ lane }: LaneState): Moment {
    const { clock, digest, messagesPerSecond, connection, project, nextTurn } = this.#ports;
    const elapsed = clock.elapsed();
    const room = this.#runs.get(lane.scriptId)?.room ?? EMPTY_ROOM;
    return {
      turn: nextTurn(),
      elapsed,
      now: clock.now(),
      connection: connection.number,
      project: project(lane.projectId),
      intervalMs: pushIntervalMs(room, messagesPerSecond, elapsed),
      digest,
    };
  }

  listeners(scriptId: ScriptId, count: number): void {
    const run = this.#runs.get(scriptId);
    if (run !== undefined) run.room = { ...run.room, listeners: Math.max(1, count) };
  }

  typists(scriptId: ScriptId, people: Iterable<PersonId>): void {
    const run = this.#runs.get(scriptId);
    const me = this.#ports.tracks.me();
    if (run !== undefined) run.room = pushedBy(run.room, people, me, this.#ports.clock.elapsed());
  }

  /** When everything that is under way has ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    for (const run of this.#runs.values()) run.wake?.[Symbol.dispose]();
  }

  #note(before: LaneState, after: LaneState, event: LaneEvent): void {
    if (before === after) return;
    const { changes, changed } = this.#ports;
    const { scriptId } = after.lane;
    if (before.lane !== after.lane) {
      for (const { kind, count } of happenings(before.lane, after.lane)) changes.add(kind, scriptId, count);
    }
    if (event.kind === 'pushed' && after.outgoing?.job.kind === 'acknowledge') {
      changes.stream('sent', scriptId, event.batches.length);
    }
    changes.touch(scriptId);
    changed(before, after);
  }

  #carryOut(run: Run, command: LaneCommand): void {
    const { lane } = run.state;
    const { local, connection, tracks } = this.#ports;
    switch (command.kind) {
      case 'outgoing':
        this.#start(lane.scriptId, this.#outgoing(lane, command.job, tracks));
        return;
      case 'incoming':
        this.#start(lane.scriptId, this.#incoming(lane.scriptId, command.job, tracks));
        return;
      case 'ask-access':
        connection.happened({ kind: 'wants-access' });
        return;
      case 'keep-retry': {
        const { attempts, nextTryAt } = command.retry;
        this.#start(lane.scriptId, this.#keepRetry(local.setRetry(lane.scriptId, { attempts, retryAt: nextTryAt })));
        return;
      }
      default:
        command satisfies never;
    }
  }

  async #outgoing(lane: Lane, job: OutgoingJob, tracks: TrackPorts): Promise<LaneEvent> {
    try {
      return await doOutgoing(lane, job, tracks);
    } catch (error) {
      if (isGone(error)) this.drop(lane.scriptId);
      return { kind: 'outgoing-broke', fraction: this.#ports.chance.fraction() };
    }
  }

  async #incoming(scriptId: ScriptId, job: IncomingJob, tracks: TrackPorts): Promise<LaneEvent> {
    try {
      return await doIncoming(scriptId, job, tracks);
    } catch (error) {
      if (isGone(error)) this.drop(scriptId);
      return { kind: 'incoming-broke', fraction: this.#ports.chance.fraction() };
    }
  }

  async #keepRetry(keeping: Promise<Lane>): Promise<LaneEvent> {
    try {
      return { kind: 'facts', lane: await keeping };
    } catch {
      // It is known in memory; after a restart the script is tried at once, which costs one call.
      return { kind: 'again' };
    }
  }

  #start(scriptId: ScriptId, work: Promise<LaneEvent>): void {
    const ending = work.then((event) => {
      this.#underWay.delete(ending);
      if (this.#isClosed) return;
      // The way's trouble first: the script would try again at once otherwise.
      if ('trouble' in event) this.#ports.connection.trouble(event.trouble);
      this.happened(scriptId, event);
      if (event.kind === 'stored' && event.answer.kind === 'stored' && event.answer.fresh.length > 0) {
        this.#ports.changes.stream('received', scriptId, event.answer.fresh.length);
        this.#ports.received(scriptId, event.answer.fresh);
      }
      this.#ports.ended();
    });
    this.#underWay.add(ending);
  }
}

/** The script was removed from this device meanwhile. */
function isGone(error: unknown): boolean {
  return error instanceof Failure && error.code === 'not-found';
}
