import * as z from 'zod';
import type { UpdateId } from '../ids.ts';
import { ScriptStatus } from '../server/log-calls.ts';
import type { Refusal, RefusalCode } from '../server/refusal.ts';
import { afterFailure } from './backoff.ts';
import type { RefusedReason } from './facts.ts';
import { doubtRights, type LaneState, type Moment } from './lane-state.ts';
import type { RemoteTrouble } from './ports.ts';
import { reasonOf } from './rights.ts';

// What follows for one script from a call that did not do what was asked.

/** What went wrong on the way is the same for all scripts: they wait for the link. Anything else concerns this one. */
export function isOfTheWay(trouble: RemoteTrouble): boolean {
  return trouble.kind === 'offline' || trouble.kind === 'signed-out' || trouble.kind === 'too-old';
}

/** The server could not, or did not answer in a way that tells anything. The track is free again. */
export function troubled(
  state: LaneState,
  { trouble, fraction }: { readonly trouble: RemoteTrouble; readonly fraction: number },
  moment: Moment,
): LaneState {
  if (isOfTheWay(trouble) || trouble.kind === 'aborted') return state;
  const leastMs = trouble.kind === 'unavailable' ? (trouble.retryAfterMs ?? 0) : 0;
  return { ...state, retry: afterFailure(state.retry, { ...moment, fraction, leastMs }) };
}

/** A push of these batches was refused. */
export function pushRefused(
  before: LaneState,
  {
    refusal,
    ids,
    fraction,
  }: { readonly refusal: Refusal; readonly ids: readonly UpdateId[]; readonly fraction: number },
  moment: Moment,
): LaneState {
  const state = { ...before, outgoing: null };
  const reason = batchReason(refusal.code);
  if (reason !== null) {
    const [batchId, another] = ids;
    if (batchId === undefined) return state;
    if (another !== undefined) return { ...state, batchLimit: Math.max(1, ids.length >> 1) };
    if (before.outgoing === null) return state;
    return { ...state, outgoing: { ...before.outgoing, job: { kind: 'set-aside', batchId, reason } } };
  }
  const failed = { ...state, retry: afterFailure(state.retry, { ...moment, fraction, leastMs: 0 }) };
  if (refusal.code === 'script-status') {
    const status = RefusedStatus.safeParse(refusal.details).data?.status;
    return doubtRights(failed, moment.turn, status === undefined ? null : reasonOf(status, true));
  }
  return doubtRights(failed, moment.turn, refusal.code === 'not-allowed' ? 'role-may-not-write' : null);
}

/** The server did not take the script. */
export function registerRefused(
  before: LaneState,
  { refusal, fraction }: { readonly refusal: Refusal; readonly fraction: number },
  moment: Moment,
): LaneState {
  const retry = afterFailure(before.retry, { ...moment, fraction, leastMs: 0 });
  const state = { ...before, outgoing: null, retry };
  switch (refusal.code) {
    case 'script-status':
      return doubtRights(state, moment.turn, 'archived');
    case 'not-allowed':
      return doubtRights(state, moment.turn, 'role-may-not-write');
    case 'already-done':
    case 'not-found':
      // It may be there and this person's: access names it then, and it is theirs at once.
      return doubtRights({ ...state, isTaken: true }, moment.turn, null);
    default:
      return state;
  }
}

/** Reading was refused: whether access has ended is for access to say. */
export function readRefused(before: LaneState, fraction: number, moment: Moment): LaneState {
  const retry = afterFailure(before.retry, { ...moment, fraction, leastMs: 0 });
  return doubtRights({ ...before, incoming: null, retry }, moment.turn, null);
}

/** Refusals of what a batch is, not of who sends it. */
function batchReason(code: RefusalCode): RefusedReason | null {
  switch (code) {
    case 'bad-request':
    case 'too-large':
    case 'unknown-format':
    case 'other-bytes':
      return code;
    default:
      return null;
  }
}

const RefusedStatus = z
  .string()
  .transform((details, context): unknown => {
    try {
      return JSON.parse(details);
    } catch {
      context.addIssue('This is not JSON.');
      return z.NEVER;
    }
  })
  .pipe(z.object({ status: ScriptStatus }));
