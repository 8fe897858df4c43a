import type { PersonId, ScriptId, UpdateId } from '../ids.ts';
import type { IncomingJob, OutgoingJob } from './lane-state.ts';
import type { Cursor } from '../server/chain.ts';
import type { Answer, LocalLog, Pulled, RemoteLog, RemoteTrouble } from './ports.ts';
import type { Batch, Lane } from './facts.ts';
import type { LaneEvent } from './step.ts';
import type { Turns } from './turns.ts';

/** What the tracks reach the world through. */
export interface TrackPorts {
  readonly local: LocalLog;
  readonly remote: RemoteLog;
  /** Calls to the server that may run at once, of all scripts together. */
  readonly turns: Turns;
  /** Lets go of calls whose answers nobody waits for any more. */
  readonly signal: () => AbortSignal;
  readonly me: () => PersonId | null;
  readonly fraction: () => number;
}

/** What one push holds at most besides the number of its batches; a larger one is alone. */
const PUSH_BYTES = 1024 * 1024;
/** What the vault puts into batches in one call. */
const EDITS_AT_ONCE = 256;
/** A page of a pull: small enough that main stays quick while it is read. */
const PULL_BYTES = 256 * 1024;
/** Half of what the server takes: a page of ids is 180 KB on the wire then. */
const IDS = 5_000;

/** Does what the outgoing track of a script decided, and tells what became of it. Rejects when the vault could not. */
export async function doOutgoing(lane: Lane, job: OutgoingJob, ports: TrackPorts): Promise<LaneEvent> {
  const { local, remote } = ports;
  const { scriptId } = lane;
  switch (job.kind) {
    case 'look':
      return done(await local.lane(scriptId));
    case 'hold':
      return done(await local.hold(scriptId, job.reason));
    case 'release':
      return done(await local.release(scriptId));
    case 'set-aside':
      return done(await local.setAside(scriptId, job.batchId, job.reason));
    case 'acknowledge':
      return done(await local.acknowledge(scriptId, job.acknowledged));
    case 'enrol':
      return done(await local.registered(scriptId, job.server));
    case 'register': {
      const answer = await asked(ports, (signal) => remote.register(lane, signal));
      if (!answer.ok) return { kind: 'register-failed', trouble: answer.trouble, fraction: ports.fraction() };
      return done(await local.registered(scriptId, answer.value));
    }
    case 'send': {
      const batches = await waitingBatches(lane, job.batches, local);
      if (batches.length === 0) return done(await nothingWaits(scriptId, local));
      const answer = await asked(ports, (signal) => remote.push(scriptId, batches, signal));
      if (answer.ok) return { kind: 'pushed', batches, answer: answer.value, me: ports.me() };
      const ids = batches.map(({ batchId }) => batchId);
      return { kind: 'push-failed', ids, trouble: answer.trouble, fraction: ports.fraction() };
    }
    default:
      return job satisfies never;
  }
}

/** Does what the incoming track of a script decided, likewise. */
export async function doIncoming(scriptId: ScriptId, job: IncomingJob, ports: TrackPorts): Promise<LaneEvent> {
  const { local, remote } = ports;
  switch (job.kind) {
    case 'store':
      return { kind: 'stored', answer: await local.receive(scriptId, job.page) };
    case 'store-snapshot':
      return { kind: 'stored', answer: await local.receiveSnapshot(scriptId, job.page) };
    case 'pull': {
      const answer = await asked(ports, (signal) => remote.pull(scriptId, job.cursor, PULL_BYTES, signal));
      if (!answer.ok) return readingFailed(answer.trouble, ports);
      return isSense(job.cursor, answer.value)
        ? { kind: 'pulled', answer: answer.value }
        : readingFailed({ kind: 'unreadable' }, ports);
    }
    case 'begin-healing':
      return { kind: 'healed', lane: await local.beginHealing(scriptId) };
    case 'end-healing':
      return { kind: 'healed', lane: await local.endHealing(scriptId) };
    case 'prove':
      return prove(scriptId, job.after, ports);
    default:
      return job satisfies never;
  }
}

/** It was thought that something waits. Should the vault count what it does not give, that is no reason to ask for ever. */
async function nothingWaits(scriptId: ScriptId, local: LocalLog): Promise<Lane> {
  const lane = await local.lane(scriptId);
  if (lane.outbox.waiting > 0) throw new RangeError('The vault gave none of the edits that it counts.');
  return lane;
}

/** A long absence's edits go in few calls: the vault makes only some batches at a time, so that typing is not held up. */
async function waitingBatches(lane: Lane, most: number, local: LocalLog): Promise<readonly Batch[]> {
  let batches = await local.nextBatches(lane.scriptId, { batches: most, bytes: PUSH_BYTES });
  if (lane.outbox.waiting <= EDITS_AT_ONCE) return batches;
  for (;;) {
    const bytes = batches.reduce((sum, batch) => sum + batch.bytes.length, 0);
    if (batches.length >= most || bytes >= PUSH_BYTES / 2) return batches;
    const more = await local.nextBatches(lane.scriptId, { batches: most, bytes: PUSH_BYTES });
    if (more.length <= batches.length) return more;
    batches = more;
  }
}

/** What leads no further would be asked for again and again. The start is a place of every history. */
function isSense({ position }: Cursor, answer: Pulled): boolean {
  if (answer.kind === 'diverged') return position > 0;
  if (answer.kind === 'snapshot') return answer.page.to.position > position;
  return answer.page.updates.length > 0 || answer.head === position;
}

async function prove(scriptId: ScriptId, after: UpdateId | null, ports: TrackPorts): Promise<LaneEvent> {
  const { local, remote } = ports;
  const ids = await local.provableIds(scriptId, after, IDS);
  const last = ids.at(-1) ?? null;
  if (last === null) return { kind: 'proved', last, lane: null };
  const answer = await asked(ports, (signal) => remote.missing(scriptId, ids, signal));
  if (!answer.ok) return readingFailed(answer.trouble, ports);
  const lane = answer.value.length === 0 ? null : await local.lost(scriptId, answer.value);
  return { kind: 'proved', last, lane };
}

function asked<T>(ports: TrackPorts, call: (signal: AbortSignal) => Promise<Answer<T>>): Promise<Answer<T>> {
  return ports.turns.run(async () => {
    const signal = ports.signal();
    return signal.aborted ? { ok: false, trouble: { kind: 'aborted' } } : call(signal);
  });
}

const done = (lane: Lane): LaneEvent => ({ kind: 'outgoing-done', lane });

const readingFailed = (trouble: RemoteTrouble, ports: TrackPorts): LaneEvent => ({
  kind: 'reading-failed',
  trouble,
  fraction: ports.fraction(),
});
