import type { PersonId, UpdateId } from '../ids.ts';
import { withoutWait, type Retry } from './backoff.ts';
import type { Heard } from './exchange.ts';
import type { Batch, Lane } from './facts.ts';
import { healed, incomingBroke, nextIncoming, proved, pulled, stored } from './incoming.ts';
import {
  pullNow,
  withLane,
  type IncomingJob,
  type LaneState,
  type Moment,
  type OutgoingJob,
  type Wake,
} from './lane-state.ts';
import { beginOutgoing, nextOutgoing, outgoingBroke, outgoingDone, pushed } from './outgoing.ts';
import type { Pulled, Pushed, Registered, RemoteTrouble, Stored } from './ports.ts';
import { pushRefused, readRefused, registerRefused, troubled } from './refused.ts';

// What happens to one script, and what is to be done: decided here, done by the engine. Nothing here waits or asks.

/** `fraction`, where something failed, is chance: at least 0, below 1. */
export type LaneEvent =
  | { readonly kind: 'typed' }
  /** Newer facts from the vault that no track asked for. */
  | { readonly kind: 'facts'; readonly lane: Lane }
  /** Access was told, asked for in an earlier turn; `server` is null when it does not name the script. */
  | {
      readonly kind: 'access';
      readonly lane: Lane;
      readonly server: (Registered & { readonly head: number; readonly chain: string | null }) | null;
      readonly askedAt: number;
    }
  | { readonly kind: 'heard'; readonly heard: Heard }
  | { readonly kind: 'joined' }
  | { readonly kind: 'left' }
  /** Something tells that there may be more than is here. */
  | { readonly kind: 'look-there' }
  | { readonly kind: 'try-now' }
  /** A time that was waited for has come, or the way to the server opened or closed. */
  | { readonly kind: 'again' }
  | {
      readonly kind: 'pushed';
      readonly batches: readonly Batch[];
      readonly answer: Pushed;
      readonly me: PersonId | null;
    }
  | {
      readonly kind: 'push-failed';
      readonly ids: readonly UpdateId[];
      readonly trouble: RemoteTrouble;
      readonly fraction: number;
    }
  | { readonly kind: 'register-failed'; readonly trouble: RemoteTrouble; readonly fraction: number }
  | { readonly kind: 'outgoing-done'; readonly lane: Lane }
  | { readonly kind: 'outgoing-broke'; readonly fraction: number }
  | { readonly kind: 'pulled'; readonly answer: Pulled }
  | { readonly kind: 'stored'; readonly answer: Stored }
  | { readonly kind: 'proved'; readonly last: UpdateId | null; readonly lane: Lane | null }
  | { readonly kind: 'healed'; readonly lane: Lane }
  | { readonly kind: 'reading-failed'; readonly trouble: RemoteTrouble; readonly fraction: number }
  | { readonly kind: 'incoming-broke'; readonly fraction: number };

export type LaneCommand =
  | { readonly kind: 'outgoing'; readonly job: OutgoingJob }
  | { readonly kind: 'incoming'; readonly job: IncomingJob }
  | { readonly kind: 'ask-access' }
  /** For the vault to keep across a restart. */
  | { readonly kind: 'keep-retry'; readonly retry: Retry };

/** What is kept of what was heard while something else is stored; beyond it, a pull is cheaper. */
const MOST_HEARD = 200;

export interface Stepped {
  readonly state: LaneState;
  readonly commands: readonly LaneCommand[];
  /** When to look again by itself; null for not at all. In place of what was asked for before. */
  readonly wake: Wake | null;
}

export function step(before: LaneState, event: LaneEvent, moment: Moment): Stepped {
  let state = happened(before, event, moment);
  const commands: LaneCommand[] = [];
  const wakes: Wake[] = [];

  const [looked, incoming] = nextIncoming(state, moment);
  state = looked;
  if (incoming?.kind === 'job') {
    state = { ...state, incoming: { job: incoming.job, connection: moment.connection } };
  } else if (incoming !== null) wakes.push(incoming.wake);

  const outgoing = nextOutgoing(state, moment);
  if (outgoing?.kind === 'job') state = beginOutgoing(state, outgoing.job, moment);
  else if (outgoing?.kind === 'ask-access') commands.push(outgoing);
  else if (outgoing !== null) wakes.push(outgoing.wake);

  // A job that follows another on its track is begun by the event that ended the other.
  if (state.incoming !== null && state.incoming.job !== before.incoming?.job) {
    commands.push({ kind: 'incoming', job: state.incoming.job });
  }
  if (state.outgoing !== null && state.outgoing.job !== before.outgoing?.job) {
    commands.push({ kind: 'outgoing', job: state.outgoing.job });
  }
  if (wantsAccess(before, event, state)) commands.push({ kind: 'ask-access' });
  if (state.retry !== before.retry) commands.push({ kind: 'keep-retry', retry: state.retry });
  return { state, commands, wake: earliest(wakes) };
}

function happened(state: LaneState, event: LaneEvent, moment: Moment): LaneState {
  switch (event.kind) {
    case 'typed':
      return { ...state, typed: state.typed + 1, typedAt: state.typedAt ?? moment.now };
    case 'facts':
      return withLane(state, event.lane);
    case 'access':
      return toldAccess(state, event, moment);
    case 'heard': {
      const head = Math.max(state.head ?? 0, event.heard.first + event.heard.count - 1);
      const told = { ...state, head, movedAt: moment.turn };
      if (state.heard.length >= MOST_HEARD) return pullNow({ ...told, heard: [] });
      return { ...told, heard: [...state.heard, event.heard] };
    }
    case 'joined':
      // A topic that is joined again speaks for a server that can again.
      return pullNow({ ...state, isHeard: true, retry: state.wasHeard ? withoutWait(state.retry) : state.retry });
    case 'left':
      return { ...state, isHeard: false, wasHeard: state.wasHeard || state.isHeard };
    case 'look-there':
      return pullNow(state);
    case 'try-now':
      return { ...state, retry: withoutWait(state.retry), vaultRetry: withoutWait(state.vaultRetry) };
    case 'again':
      return state;
    case 'pushed':
      return pushed(state, event, moment);
    case 'push-failed':
      return event.trouble.kind === 'refused'
        ? pushRefused(state, { ...event, refusal: event.trouble.refusal }, moment)
        : troubled({ ...state, outgoing: null }, event, moment);
    case 'register-failed':
      return event.trouble.kind === 'refused'
        ? registerRefused(state, { ...event, refusal: event.trouble.refusal }, moment)
        : troubled({ ...state, outgoing: null }, event, moment);
    case 'outgoing-done':
      return outgoingDone(state, event.lane, moment);
    case 'outgoing-broke':
      return outgoingBroke(state, event.fraction, moment);
    case 'pulled':
      return pulled(state, event.answer, moment);
    case 'stored':
      return stored(state, event.answer, moment);
    case 'proved':
      return proved(state, event, moment);
    case 'healed':
      return healed(state, event.lane, moment);
    case 'reading-failed':
      return event.trouble.kind === 'refused'
        ? readRefused(state, event.fraction, moment)
        : troubled({ ...state, incoming: null }, event, moment);
    case 'incoming-broke':
      return incomingBroke(state, event.fraction, moment);
    default:
      return event satisfies never;
  }
}

/** What access says holds unless it was asked before something that it does not know of. */
function toldAccess(
  before: LaneState,
  { lane, server, askedAt }: Extract<LaneEvent, { kind: 'access' }>,
  moment: Moment,
): LaneState {
  let state: LaneState = { ...withLane(before, lane), server, toldIn: moment.connection };
  // The server's trouble was of an earlier connection. A timer that was kept over a restart holds in the first one.
  if (before.toldIn !== 0 && before.toldIn !== moment.connection) state = { ...state, retry: withoutWait(state.retry) };
  if (askedAt > before.doubtedAt) state = { ...state, rightsIn: moment.connection, doubt: null };
  if (server === null) return state;
  state = { ...state, isTaken: false };
  if (before.movedAt > askedAt) return state;
  const { cursor } = lane;
  state = { ...state, head: server.head };
  const isShort = server.head < before.reached;
  if (isShort || server.head !== cursor.position || (server.chain !== null && server.chain !== cursor.chain))
    return pullNow(state);
  return { ...state, verifiedIn: moment.connection };
}

/** A refusal is held against what access says; a server that cannot is asked whether it can anything. */
function wantsAccess(before: LaneState, event: LaneEvent, state: LaneState): boolean {
  if (state.doubtedAt !== before.doubtedAt) return true;
  return 'trouble' in event && event.trouble.kind === 'unavailable';
}

function earliest(wakes: readonly Wake[]): Wake | null {
  let first: Wake | null = null;
  for (const wake of wakes) if (first === null || wake.at < first.at) first = wake;
  return first === null ? null : { at: first.at, isWork: wakes.some(({ isWork }) => isWork) };
}
