/** What the server's answer to a join, or its silence, means for the next one. */
export type JoinOutcome =
  /** The policies say no, and will say no again: the epoch is over, or the person is no member. */
  | 'refused'
  /** The token is not one any more. */
  | 'token'
  /** Limits, load, silence, a fault: again later. */
  | 'later';

/** Reads Realtime's reasons (`<Code>: <words>`); older servers give the words alone. */
export function outcomeOf(reason: string): JoinOutcome {
  if (/^(Unauthorized:|You do not have permissions)/.test(reason)) return 'refused';
  if (/JWT|JwtSignature|Token has expired|access token/i.test(reason)) return 'token';
  return 'later';
}

/** For so many failures in a row somebody may be about to heal it: then everything is to be well within ten seconds. */
export const EAGER_ATTEMPTS = 30;
const FIRST_MS = 500;
export const EAGER_CAP_MS = 2_500;
const CAP_MS = 60_000;
/** Who was refused learns it from a new access; asking again is for the case that the refusal was a fault. */
const REFUSED_MS = 60_000;

/**
 * How long to wait before the next attempt, with full jitter. `failures` in a row, 1 after the first. `fraction` is
 * chance, from 0 to 1. A server that lets connections in and never answers takes four seconds of each attempt besides.
 */
export function delayMs(failures: number, fraction: number): number {
  const eager = Math.min(EAGER_CAP_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  if (failures <= EAGER_ATTEMPTS) return eager * fraction;
  return Math.min(CAP_MS, EAGER_CAP_MS * 2 ** Math.min(failures - EAGER_ATTEMPTS, 10)) * fraction;
}

/** Half of it is certain: a refusal is no reason to hurry. */
export const refusedDelayMs = (fraction: number): number => REFUSED_MS * (0.5 + fraction / 2);
