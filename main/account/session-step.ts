import type { SignedOutReason } from '../../app/ipc/account.ts';
import type { PersonId } from '../../app/ids.ts';

/** What is known of the session of one account. The tokens themselves are the holder's; deciding needs none of them. */
export type SessionState =
  /** The scripts of no account are shown. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'held';
      readonly personId: PersonId;
      /** False while the token is over and there is no way through to renew it. */
      readonly isProven: boolean;
      readonly renewal: Renewal;
      /** Tokens in a row that the server refused soon after it had given them: something is wrong that renewing does not mend. */
      readonly refusals: number;
    }
  | { readonly kind: 'signed-out'; readonly reason: SignedOutReason; readonly at: number };

export type Renewal =
  /** The token is good, as far as is known. */
  | { readonly kind: 'resting' }
  /** One call is under way. */
  | { readonly kind: 'asking'; readonly attempts: number }
  /** The server has given new tokens, which are on their way to the disk and not used yet. */
  | { readonly kind: 'writing'; readonly attempts: number }
  /** Waits, then does what is due. Counts failed attempts in a row. */
  | { readonly kind: 'pausing'; readonly attempts: number; readonly next: 'ask' | 'write' };

export type SessionEvent =
  /** The account has a session on disk, or just got one: it is written already. `isGood`: by the server's clock. */
  | { readonly kind: 'held'; readonly personId: PersonId; readonly isGood: boolean }
  /** It has none, or one that cannot be read. */
  | { readonly kind: 'absent'; readonly reason: SignedOutReason; readonly at: number }
  /** The token ends soon, by the server's clock. */
  | { readonly kind: 'due' }
  /** The server answered 401 to the token that is in use. `ageMs`: how long it has been. */
  | { readonly kind: 'refused'; readonly ageMs: number }
  /** Somebody wants to know now: after sleep, a change of network, or by hand. */
  | { readonly kind: 'wanted'; readonly isGood: boolean }
  | { readonly kind: 'pause-over' }
  /** What asking came to. */
  | { readonly kind: 'renewed' }
  | { readonly kind: 'trouble'; readonly retryAfterMs: number; readonly isGood: boolean }
  | { readonly kind: 'ended'; readonly reason: 'ended-by-server' | 'used-elsewhere'; readonly at: number }
  /** What writing came to; a session that this machine keeps no secrets for counts as written. */
  | { readonly kind: 'written' }
  | { readonly kind: 'not-written'; readonly isGood: boolean }
  | { readonly kind: 'signed-out'; readonly at: number };

export type SessionEffect =
  /** Ask the server for new tokens, once. */
  | { readonly kind: 'ask' }
  /** Put what it gave on disk, durably. */
  | { readonly kind: 'write' }
  /** From now on what was written is handed out. */
  | { readonly kind: 'use' }
  /** `attempts` says how long; never less than `atLeastMs`. */
  | { readonly kind: 'pause'; readonly attempts: number; readonly atLeastMs: number }
  /** Remember why, and remove the session. The session: never documents, never what waits to be sent. */
  | { readonly kind: 'forget'; readonly reason: SignedOutReason; readonly at: number };

export type Stepped = readonly [SessionState, readonly SessionEffect[]];

/** A refusal of a token older than this says nothing about the one before it. */
const LIVED_MS = 60_000;

const ASK: SessionEffect = { kind: 'ask' };

/** Decides and does nothing. What does not concern a state leaves it as it is. */
export function step(state: SessionState, event: SessionEvent): Stepped {
  switch (event.kind) {
    case 'held': {
      const { personId, isGood } = event;
      const fresh = { kind: 'held', personId, isProven: isGood, refusals: 0 } as const;
      if (isGood) return [{ ...fresh, renewal: { kind: 'resting' } }, [{ kind: 'use' }]];
      return [{ ...fresh, renewal: { kind: 'asking', attempts: 0 } }, [{ kind: 'use' }, ASK]];
    }
    case 'absent':
      return [{ kind: 'signed-out', reason: event.reason, at: event.at }, []];
    case 'signed-out':
      return state.kind === 'held' ? signOut('asked', event.at) : [state, []];
    default:
      return state.kind === 'held' ? stepHeld(state, event) : [state, []];
  }
}

type Held = SessionState & { readonly kind: 'held' };
type HeldEvent = Exclude<SessionEvent, { readonly kind: 'held' | 'absent' | 'signed-out' }>;

function stepHeld(state: Held, event: HeldEvent): Stepped {
  const { renewal } = state;
  switch (event.kind) {
    case 'due':
      return renewal.kind === 'resting' ? asking({ ...state, refusals: 0 }, 0) : [state, []];
    case 'wanted':
      if (renewal.kind === 'resting') return event.isGood ? [state, []] : asking(state, 0);
      return renewal.kind === 'pausing' ? resume(state, renewal) : [state, []];
    case 'refused':
      return renewal.kind === 'resting' ? refused(state, event.ageMs) : [state, []];
    case 'pause-over':
      return renewal.kind === 'pausing' ? resume(state, renewal) : [state, []];
    case 'renewed':
      if (renewal.kind !== 'asking') return [state, []];
      return [{ ...state, renewal: { kind: 'writing', attempts: 0 } }, [{ kind: 'write' }]];
    case 'trouble':
      if (renewal.kind !== 'asking') return [state, []];
      return pausing(keepProof(state, event), renewal.attempts + 1, 'ask', event.retryAfterMs);
    case 'ended':
      return renewal.kind === 'asking' ? signOut(event.reason, event.at) : [state, []];
    case 'written':
      if (renewal.kind !== 'writing') return [state, []];
      return [{ ...state, isProven: true, renewal: { kind: 'resting' } }, [{ kind: 'use' }]];
    case 'not-written':
      if (renewal.kind !== 'writing') return [state, []];
      return pausing(keepProof(state, event), renewal.attempts + 1, 'write', 0);
    default:
      return event satisfies never;
  }
}

/** The first refusal is the token's end; one soon after a renewal is not, and each further one waits longer. */
function refused(state: Held, ageMs: number): Stepped {
  const before = ageMs < LIVED_MS ? state.refusals : 0;
  const next = { ...state, refusals: before + 1 };
  return before === 0 ? asking(next, 0) : pausing(next, before, 'ask', 0);
}

const keepProof = (state: Held, { isGood }: { readonly isGood: boolean }): Held => ({
  ...state,
  isProven: state.isProven && isGood && state.refusals === 0,
});

const asking = (state: Held, attempts: number): Stepped => [{ ...state, renewal: { kind: 'asking', attempts } }, [ASK]];

function resume(state: Held, { attempts, next }: Renewal & { readonly kind: 'pausing' }): Stepped {
  if (next === 'ask') return asking(state, attempts);
  return [{ ...state, renewal: { kind: 'writing', attempts } }, [{ kind: 'write' }]];
}

const pausing = (state: Held, attempts: number, next: 'ask' | 'write', atLeastMs: number): Stepped => [
  { ...state, renewal: { kind: 'pausing', attempts, next } },
  [{ kind: 'pause', attempts, atLeastMs }],
];

const signOut = (reason: SignedOutReason, at: number): Stepped => [
  { kind: 'signed-out', reason, at },
  [{ kind: 'forget', reason, at }],
];

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Full jitter: anywhere between 0 and the step, so that a server that comes back is not met by everybody at once. */
export function pauseMs(
  { attempts, atLeastMs }: { readonly attempts: number; readonly atLeastMs: number },
  below: (limit: number) => number,
): number {
  return Math.max(atLeastMs, below(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts, 16))));
}
