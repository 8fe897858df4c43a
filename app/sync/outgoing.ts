import { afterFailure, afterSuccess, isWaiting } from './backoff.ts';
import { pushHeard } from './exchange.ts';
import type { PersonId } from '../ids.ts';
import type { Batch, HeldReason, Lane } from './facts.ts';
import {
  doubtRights,
  MOST_BATCHES,
  RINGS_MS,
  withLane,
  type LaneState,
  type Moment,
  type OutgoingJob,
  type Wake,
} from './lane-state.ts';
import type { Pushed } from './ports.ts';
import { mayRegister, reasonToHold } from './rights.ts';

// What of a script is to leave this device, and what became of it.

/** While nothing can be sent, edits are counted at most this often. */
const COUNT_MS = 1_000;

export type NextOutgoing =
  | { readonly kind: 'job'; readonly job: OutgoingJob }
  | { readonly kind: 'wait'; readonly wake: Wake }
  /** Nothing is sent before access told what holds. */
  | { readonly kind: 'ask-access' }
  | null;

export function nextOutgoing(state: LaneState, moment: Moment): NextOutgoing {
  const { lane } = state;
  const { elapsed, connection } = moment;
  if (state.outgoing !== null || state.needsHealing) return null;
  if (state.vaultRetry.at !== null && state.vaultRetry.at > elapsed) return wait(state.vaultRetry.at, false);
  const isUncounted = state.typed > state.counted;
  const hasRights = connection !== 0 && state.rightsIn === connection;
  if (!lane.isRegistered && state.server !== null) return job({ kind: 'enrol', server: state.server });

  const reason = holdReason(state, moment);
  if (reason !== null) {
    const isHeldOtherwise = lane.outbox.held > 0 && lane.outbox.heldBecause !== reason && state.heldAs !== reason;
    if (!isUncounted && lane.outbox.waiting === 0 && !isHeldOtherwise) return null;
    return whenCounted(state, elapsed, { kind: 'hold', reason });
  }
  if (lane.outbox.held > 0 && hasRights) return job({ kind: 'release' });

  const needsRegister = mayRegister(lane, moment.project) && !state.isTaken;
  const hasEdits = isUncounted || lane.outbox.waiting > 0;
  if (!needsRegister && !hasEdits) return null;
  const isBackingOff = isWaiting(state.retry, elapsed);
  if (!hasRights || isBackingOff) {
    if (isUncounted) return whenCounted(state, elapsed, { kind: 'look' });
    if (isBackingOff && state.retry.at !== null) return wait(state.retry.at, false);
    return connection === 0 ? null : { kind: 'ask-access' };
  }
  if (needsRegister) return job({ kind: 'register' });
  const sendAt = state.sentAt + moment.intervalMs;
  if (sendAt > elapsed) return wait(sendAt, true);
  return job({ kind: 'send', batches: state.batchLimit, cursor: lane.cursor, healings: state.healings });
}

/** Why edits are held here, as far as is known; null when they may be sent. */
export function holdReason(state: LaneState, moment: Moment): HeldReason | null {
  if (state.doubt !== null) return state.doubt;
  if (mayRegister(state.lane, moment.project)) return state.isTaken ? 'access-ended' : null;
  // Before access was told once, a script that is not registered has no project that is known.
  if (!state.lane.isRegistered && moment.project === null && state.rightsIn === 0) return null;
  return reasonToHold(state.lane, moment.project);
}

/** The server has what was sent. Its page is passed by the cursor at once where the answer tells enough. */
export function pushed(
  state: LaneState,
  {
    batches,
    answer,
    me,
  }: { readonly batches: readonly Batch[]; readonly answer: Pushed; readonly me: PersonId | null },
  moment: Moment,
): LaneState {
  const running = state.outgoing;
  if (running?.job.kind !== 'send') return state;
  const { cursor, healings } = running.job;
  // It may be of the history before: what is not acknowledged is sent again.
  if (healings !== state.healings) return { ...state, outgoing: null };
  // What was passed by the cursor had been acknowledged by that: this log has other updates at its positions.
  if (answer.head < cursor.position || answer.positions.some((position) => position <= cursor.position)) {
    return { ...state, outgoing: null, needsHealing: true };
  }
  const heard = me === null ? null : pushHeard(batches, answer, me);
  const acknowledged = batches.map(({ batchId }, index) => ({ batchId, position: answer.positions[index] ?? 0 }));
  const waitMs = state.isHeard ? RINGS_MS : 0;
  return {
    ...state,
    outgoing: { ...running, job: { kind: 'acknowledge', acknowledged } },
    head: Math.max(state.head ?? 0, answer.head),
    reached: Math.max(state.reached, ...answer.positions),
    movedAt: moment.turn,
    heard: heard === null ? state.heard : [...state.heard, heard],
    pull: state.pull ?? { at: moment.elapsed + waitMs, upTo: answer.head },
    batchLimit: Math.min(MOST_BATCHES, state.batchLimit * 2),
    retry: afterSuccess(state.retry, moment.elapsed),
  };
}

/** The vault did what the outgoing track asked of it. */
export function outgoingDone(before: LaneState, lane: Lane, moment: Moment): LaneState {
  const running = before.outgoing;
  if (running === null) return withLane(before, lane);
  const isCounted = running.typed > before.counted;
  const state: LaneState = {
    ...withLane(before, lane),
    outgoing: null,
    counted: isCounted ? running.typed : before.counted,
    typedAt: running.typed === before.typed ? null : before.typedAt,
    vaultRetry: afterSuccess(before.vaultRetry, moment.elapsed),
  };
  switch (running.job.kind) {
    case 'acknowledge':
      return { ...state, acknowledgedAt: moment.now };
    case 'hold':
      return { ...state, heldAs: running.job.reason };
    case 'release':
      return { ...state, heldAs: null };
    case 'register':
      // Which role the person has in it is for access to say.
      return doubtRights({ ...state, isTaken: !lane.hasAccess }, moment.turn, null);
    case 'enrol':
    case 'look':
    case 'send':
    case 'set-aside':
      return state;
    default:
      return running.job satisfies never;
  }
}

/** The vault could not: nothing was kept, and nothing is claimed. */
export function outgoingBroke(state: LaneState, fraction: number, moment: Moment): LaneState {
  return { ...state, outgoing: null, vaultRetry: afterFailure(state.vaultRetry, { ...moment, fraction, leastMs: 0 }) };
}

function whenCounted(state: LaneState, elapsed: number, next: OutgoingJob): NextOutgoing {
  return state.countAt > elapsed ? wait(state.countAt, true) : job(next);
}

const job = (next: OutgoingJob): NextOutgoing => ({ kind: 'job', job: next });
const wait = (at: number, isWork: boolean): NextOutgoing => ({ kind: 'wait', wake: { at, isWork } });

/** The track begins with it. */
export function beginOutgoing(state: LaneState, next: OutgoingJob, { elapsed, connection }: Moment): LaneState {
  const outgoing = { job: next, typed: state.typed, connection };
  if (next.kind === 'send') return { ...state, outgoing, sentAt: elapsed };
  if (next.kind === 'look' || next.kind === 'hold') return { ...state, outgoing, countAt: elapsed + COUNT_MS };
  return { ...state, outgoing };
}
