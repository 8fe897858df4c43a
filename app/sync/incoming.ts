import type { UpdateId } from '../ids.ts';
import { afterFailure, afterSuccess, isWaiting } from './backoff.ts';
import { follow, walk } from './exchange.ts';
import type { Lane } from './facts.ts';
import {
  PAGE_BYTES,
  RINGS_MS,
  pullNow,
  withLane,
  type Healing,
  type IncomingJob,
  type LaneState,
  type Moment,
  type Wake,
} from './lane-state.ts';
import type { Pulled, Stored } from './ports.ts';

// What of a script is to come to this device, and what became of it.

/** How many places behind the cursor are remembered, to tell an old ring from another history's. */
const TRAIL = 256;

export type NextIncoming =
  | { readonly kind: 'job'; readonly job: IncomingJob }
  | { readonly kind: 'wait'; readonly wake: Wake }
  | null;

/** Looks through what was heard, and says what the track does next. */
export function nextIncoming(before: LaneState, moment: Moment): readonly [LaneState, NextIncoming] {
  const { elapsed } = moment;
  if (before.incoming !== null) return [before, null];
  if (before.vaultRetry.at !== null && before.vaultRetry.at > elapsed) {
    return [before, wait(before.vaultRetry.at, false)];
  }
  if (before.needsHealing) return [before, job({ kind: 'begin-healing' })];

  let state = before;
  if (state.heard.length > 0) {
    const { cursor } = state.lane;
    const followed = follow(cursor, state.heard, state.trail, { digest: moment.digest, maxBytes: PAGE_BYTES });
    state = { ...state, heard: followed.rest };
    if (followed.needsPull) state = pullNow(state);
    if (followed.page !== null) {
      const head = Math.max(state.head ?? 0, followed.page.to.position);
      return [state, job({ kind: 'store', way: 'heard', page: followed.page, places: followed.places, head })];
    }
  }

  if (moment.connection === 0 || !state.lane.hasAccess || !state.lane.isRegistered) return [state, null];
  const next = nextRemote(state, elapsed);
  if (next === null) return [state, null];
  // Ending needs no server.
  const needsServer = next.kind === 'wait' || next.job.kind !== 'end-healing';
  if (needsServer && state.retry.at !== null && isWaiting(state.retry, elapsed)) {
    return [state, wait(state.retry.at, false)];
  }
  return [state, next];
}

function nextRemote(state: LaneState, elapsed: number): NextIncoming {
  const { lane, healing, pull } = state;
  const isThere = pull === null || lane.cursor.position >= pull.upTo;
  if (!isThere && pull.at <= elapsed) return job({ kind: 'pull', cursor: lane.cursor, reached: state.reached });
  if (lane.isHealing && isThere) {
    if (healing.kind === 'pull') return job({ kind: 'pull', cursor: lane.cursor, reached: state.reached });
    if (healing.kind === 'prove') return job({ kind: 'prove', after: healing.after });
    if (healing.kind === 'check') return job({ kind: 'end-healing' });
  }
  return isThere ? null : wait(pull.at, true);
}

/** The server answered a pull. What it gave is stored next; this track stays busy with it. */
export function pulled(state: LaneState, answer: Pulled, moment: Moment): LaneState {
  const running = state.incoming;
  if (running?.job.kind !== 'pull') return state;
  const retry = afterSuccess(state.retry, moment.elapsed);
  const { head } = answer;
  // This cursor may be of both histories, and what was acknowledged behind it is not.
  if (head < running.job.reached) return { ...state, retry, incoming: null, needsHealing: true };
  switch (answer.kind) {
    case 'diverged':
      return { ...state, retry, incoming: null, needsHealing: true };
    case 'snapshot':
      return { ...state, retry, incoming: { ...running, job: { kind: 'store-snapshot', page: answer.page, head } } };
    case 'updates':
      if (answer.page.updates.length > 0) {
        const { from, updates } = answer.page;
        // Rings of what a pull brought come behind it. A long page's are rare, and cost one more pull.
        const places = updates.length <= TRAIL ? walk(from, updates, moment.digest) : [];
        const job: IncomingJob = { kind: 'store', way: 'pulled', page: answer.page, places, head };
        return { ...state, retry, incoming: { ...running, job } };
      }
      return atHead({ ...state, retry, incoming: null }, { ...running, head, way: 'pulled' }, moment);
    default:
      return answer satisfies never;
  }
}

/** The vault has a page. */
export function stored(before: LaneState, answer: Stored, moment: Moment): LaneState {
  const running = before.incoming;
  const job = running?.job;
  if (running === null || (job?.kind !== 'store' && job?.kind !== 'store-snapshot')) return before;
  const vaultRetry = afterSuccess(before.vaultRetry, moment.elapsed);
  const state = { ...withLane(before, answer.lane), incoming: null, vaultRetry };
  // The cursor is elsewhere than was thought: what was heard is held against it again.
  if (answer.kind === 'moved') return pullNow(state);
  const places = job.kind === 'store' ? job.places : [];
  const passed: LaneState = {
    ...state,
    trail: new Map([...state.trail, ...places.map(({ position, chain }) => [position, chain] as const)].slice(-TRAIL)),
    receivedAt: answer.fresh.length > 0 ? moment.now : state.receivedAt,
  };
  const way = job.kind === 'store' ? job.way : 'pulled';
  return atHead(passed, { connection: running.connection, head: job.head, way }, moment);
}

/** The cursor came to where it is in the history that the server has in this connection; its log ended at `head`. */
function atHead(
  before: LaneState,
  told: { readonly head: number; readonly connection: number; readonly way: 'heard' | 'pulled' },
  moment: Moment,
): LaneState {
  const { position } = before.lane.cursor;
  const head = Math.max(told.head, ...before.heard.map(({ first, count }) => first + count - 1));
  const state: LaneState = { ...before, head, movedAt: moment.turn, verifiedIn: told.connection };
  if (position < told.head) {
    // What own pushes told of comes by rings; where a pull's page ends, the next one goes on.
    if (told.way === 'pulled') return { ...state, pull: { at: Number.NEGATIVE_INFINITY, upTo: told.head } };
    const isOpen = state.pull !== null && state.pull.upTo > position;
    return isOpen ? state : { ...state, pull: { at: moment.elapsed + RINGS_MS, upTo: told.head } };
  }
  // Asked before a push was answered, it may have been answered before or after a restore: only the next one tells.
  if (told.head < before.reached) return pullNow({ ...state, verifiedIn: 0 });
  const reached: LaneState = { ...state, pull: null };
  if (!reached.lane.isHealing || reached.healing.kind !== 'pull') return reached;
  return { ...reached, healing: { kind: 'prove', after: null } };
}

/** A page of ids was asked for, and what the server lost waits again. */
export function proved(
  before: LaneState,
  { last, lane }: { readonly last: UpdateId | null; readonly lane: Lane | null },
  moment: Moment,
): LaneState {
  const state: LaneState = {
    ...(lane === null ? before : withLane(before, lane)),
    incoming: null,
    retry: afterSuccess(before.retry, moment.elapsed),
    vaultRetry: afterSuccess(before.vaultRetry, moment.elapsed),
  };
  if (last !== null) return { ...state, healing: { kind: 'prove', after: last } };
  return pullNow({ ...state, healing: { kind: 'check' } });
}

/** The vault knows that it heals, or that it has healed. */
export function healed(before: LaneState, lane: Lane, moment: Moment): LaneState {
  const state: LaneState = {
    ...withLane(before, lane),
    incoming: null,
    needsHealing: false,
    vaultRetry: afterSuccess(before.vaultRetry, moment.elapsed),
  };
  if (!lane.isHealing) return state;
  return beginAnew({ ...state, healings: before.healings + 1 }, { kind: 'pull' });
}

/** Nothing that was heard or passed in the history before says anything of this one. */
export function beginAnew(state: LaneState, healing: Healing): LaneState {
  const { cursor } = state.lane;
  const trail = new Map([[cursor.position, cursor.chain]]);
  return pullNow({ ...state, healing, heard: [], trail, head: null, reached: 0, verifiedIn: 0 });
}

/** The vault could not: nothing was kept. What was heard is dropped, and a pull brings it. */
export function incomingBroke(state: LaneState, fraction: number, moment: Moment): LaneState {
  const vaultRetry = afterFailure(state.vaultRetry, { ...moment, fraction, leastMs: 0 });
  return pullNow({ ...state, incoming: null, heard: [], vaultRetry });
}

const job = (next: IncomingJob): NextIncoming => ({ kind: 'job', job: next });
const wait = (at: number, isWork: boolean): NextIncoming => ({ kind: 'wait', wake: { at, isWork } });
