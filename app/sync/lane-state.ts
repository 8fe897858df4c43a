import type { UpdateId } from '../ids.ts';
import type { Chain, Cursor } from '../server/chain.ts';
import { keptRetry, UNTROUBLED, type Retry } from './backoff.ts';
import type { Heard } from './exchange.ts';
import type { HeldReason, Lane, RefusedReason } from './facts.ts';
import type { Acknowledged, Digest, Page, Registered, SnapshotPage } from './ports.ts';
import type { ProjectRights } from './rights.ts';

/** What the outgoing track of a script does. One thing at a time. */
export type OutgoingJob =
  /** Counts again what is on this device alone. */
  | { readonly kind: 'look' }
  | { readonly kind: 'hold'; readonly reason: HeldReason }
  | { readonly kind: 'release' }
  | { readonly kind: 'register' }
  /** Access named the script: the server has it. */
  | { readonly kind: 'enrol'; readonly server: Registered }
  /** `cursor` and `healings` as they were when it began. */
  | { readonly kind: 'send'; readonly batches: number; readonly cursor: Cursor; readonly healings: number }
  | { readonly kind: 'acknowledge'; readonly acknowledged: readonly Acknowledged[] }
  | { readonly kind: 'set-aside'; readonly batchId: UpdateId; readonly reason: RefusedReason };

/** What the incoming track of a script does. One thing at a time. */
export type IncomingJob =
  /** `places`: those within the page. `head`: the log's end as it was told with the page. */
  | {
      readonly kind: 'store';
      readonly way: 'heard' | 'pulled';
      readonly page: Page;
      readonly places: readonly Cursor[];
      readonly head: number;
    }
  | { readonly kind: 'store-snapshot'; readonly page: SnapshotPage; readonly head: number }
  /** `reached` as it was when it began. */
  | { readonly kind: 'pull'; readonly cursor: Cursor; readonly reached: number }
  | { readonly kind: 'begin-healing' }
  /** Asks the server for a page of ids, and lets those that it lost wait again. */
  | { readonly kind: 'prove'; readonly after: UpdateId | null }
  | { readonly kind: 'end-healing' };

/**
 * How far healing has come. First everything that the server has is pulled, then it is asked what it lost, then pulled
 * once more: a server that was restored meanwhile is noticed by that.
 */
export type Healing =
  | { readonly kind: 'pull' }
  | { readonly kind: 'prove'; readonly after: UpdateId | null }
  | { readonly kind: 'check' };

export interface LaneState {
  /** As the vault last said. */
  readonly lane: Lane;
  /** As access last named it; null when it did not. */
  readonly server: Registered | null;
  /** The log's end as last told; null before anything told it. */
  readonly head: number | null;
  /** The turn in which the cursor or the head last moved by something else than access. */
  readonly movedAt: number;
  /** The connection in which the server's history was last seen to be this cursor's; 0 for none. */
  readonly verifiedIn: number;
  /** The connection in which access told what the person may do here; 0 for none since it was doubted. */
  readonly rightsIn: number;
  readonly doubtedAt: number;
  /** The connection in which access was last told at all; 0 for none in this run. */
  readonly toldIn: number;
  /** Why the server refused, until access tells what holds. */
  readonly doubt: HeldReason | null;
  /** The server has the script at a place where this person is not, or would not have it. */
  readonly isTaken: boolean;
  /** Rings of it are heard. */
  readonly isHeard: boolean;
  /** They were, in this run, and then were not. */
  readonly wasHeard: boolean;
  readonly heard: readonly Heard[];
  /** Places passed lately, the cursor included. */
  readonly trail: ReadonlyMap<number, Chain>;
  /** A pull is wanted, when `elapsed` has come to it, unless the cursor is there by then. */
  readonly pull: { readonly at: number; readonly upTo: number } | null;
  /** The highest position that an own push was told in this history: a log that ends before it was restored. */
  readonly reached: number;
  readonly needsHealing: boolean;
  readonly healings: number;
  readonly healing: Healing;

  /** How many edits were typed in this run, and up to which of them the lane's counts are known to hold. */
  readonly typed: number;
  readonly counted: number;
  /** When the first edit beyond the counts was typed, by the calendar. */
  readonly typedAt: number | null;
  /** Counting again may wait until then, by `elapsed`. */
  readonly countAt: number;
  readonly heldAs: HeldReason | null;
  /** How many batches the next push may hold: halved by a refusal, until the one that is refused is alone. */
  readonly batchLimit: number;
  /** By `elapsed`: when the last push began. */
  readonly sentAt: number;

  readonly outgoing: { readonly job: OutgoingJob; readonly typed: number; readonly connection: number } | null;
  readonly incoming: { readonly job: IncomingJob; readonly connection: number } | null;
  /** The server's trouble with this script, kept on disk, and this device's with its own disk, in memory. */
  readonly retry: Retry;
  readonly vaultRetry: Retry;

  /** By the calendar. */
  readonly acknowledgedAt: number | null;
  readonly receivedAt: number | null;
}

/** What decisions are made in. */
export interface Moment {
  /** Rises with everything that happens. */
  readonly turn: number;
  readonly elapsed: number;
  readonly now: number;
  /** Which connection this is, from 1; 0 while there is none. */
  readonly connection: number;
  readonly project: ProjectRights | null;
  /** From the beginning of one push of this script to that of the next. */
  readonly intervalMs: number;
  readonly digest: Digest;
}

/** Something is to be looked at again then, by `elapsed`. `isWork`: there is something to do, only not before. */
export interface Wake {
  readonly at: number;
  readonly isWork: boolean;
}

/** How many batches one push holds at most: what the server takes. */
export const MOST_BATCHES = 100;
/** What one page brought in by rings holds, about: main's event loop is not held up by it. */
export const PAGE_BYTES = 256 * 1024;
/** How long rings may take to bring what a push was told of, before it is pulled. */
export const RINGS_MS = 500;

const PULL_NOW = { at: Number.NEGATIVE_INFINITY, upTo: Number.POSITIVE_INFINITY };

export function openLane(lane: Lane, moment: Pick<Moment, 'elapsed' | 'now'>): LaneState {
  return {
    lane,
    server: null,
    head: null,
    movedAt: 0,
    verifiedIn: 0,
    rightsIn: 0,
    doubtedAt: 0,
    toldIn: 0,
    doubt: null,
    isTaken: false,
    isHeard: false,
    wasHeard: false,
    heard: [],
    trail: new Map([[lane.cursor.position, lane.cursor.chain]]),
    // A crash may have ended the run before amid healing.
    pull: lane.isHealing ? PULL_NOW : null,
    reached: lane.reached,
    needsHealing: false,
    healings: 0,
    healing: { kind: 'pull' },
    typed: 0,
    counted: 0,
    typedAt: null,
    countAt: 0,
    heldAs: null,
    batchLimit: MOST_BATCHES,
    sentAt: Number.NEGATIVE_INFINITY,
    outgoing: null,
    incoming: null,
    retry: keptRetry(lane, moment),
    vaultRetry: UNTROUBLED,
    acknowledgedAt: null,
    receivedAt: null,
  };
}

/** Newer facts from the vault. The vault answers in order, so the last answer is the newest. */
export function withLane(state: LaneState, lane: Lane): LaneState {
  if (lane.cursor.position === state.lane.cursor.position && lane.cursor.chain === state.lane.cursor.chain) {
    return { ...state, lane };
  }
  const trail = new Map(state.trail);
  trail.set(lane.cursor.position, lane.cursor.chain);
  return { ...state, lane, trail };
}

/** A pull is wanted now. */
export const pullNow = (state: LaneState): LaneState => ({ ...state, pull: PULL_NOW });

/** What the person may do here has to be told anew before anything is sent. */
export const doubtRights = (state: LaneState, turn: number, doubt: HeldReason | null): LaneState => ({
  ...state,
  rightsIn: 0,
  doubtedAt: turn,
  doubt,
});
