/** What failed lately, and when the next attempt may be made. Waiting is by elapsed time: the calendar may jump. */
export interface Retry {
  /** Failures that are remembered: each doubles the wait. */
  readonly attempts: number;
  /** By the clock's `elapsed`; null when nothing has to wait. */
  readonly at: number | null;
  /** The same in milliseconds since 1970, to be kept and shown. */
  readonly nextTryAt: number | null;
  /** By `elapsed`: when the first success came since the last failure. */
  readonly healthySince: number | null;
}

export interface Failed {
  readonly elapsed: number;
  readonly now: number;
  /** Chance: at least 0, below 1. */
  readonly fraction: number;
  /** What the server asked for. */
  readonly leastMs: number;
}

const FIRST_MS = 1_000;
/** No wait is longer than this, whatever was failed, asked for or kept. */
export const LONGEST_WAIT_MS = 60_000;
const HEALTHY_MS = 60_000;
/** More would only overflow. */
const MOST_ATTEMPTS = 20;

export const UNTROUBLED: Retry = { attempts: 0, at: null, nextTryAt: null, healthySince: null };

/** The next wait: anywhere below a bound that doubles from a second to a minute, so that many devices spread out. */
export function afterFailure(retry: Retry, { elapsed, now, fraction, leastMs }: Failed): Retry {
  const wasHealthy = retry.healthySince !== null && elapsed - retry.healthySince >= HEALTHY_MS;
  const attempts = Math.min(MOST_ATTEMPTS, wasHealthy ? 1 : retry.attempts + 1);
  const bound = Math.min(LONGEST_WAIT_MS, FIRST_MS * 2 ** (attempts - 1));
  const waitMs = Math.min(LONGEST_WAIT_MS, Math.max(leastMs, Math.floor(fraction * bound)));
  return { attempts, at: elapsed + waitMs, nextTryAt: now + waitMs, healthySince: null };
}

/** A success halves what is remembered, and a healthy minute forgets it: where every third call is lost, work goes on. */
export function afterSuccess(retry: Retry, elapsed: number): Retry {
  if (retry === UNTROUBLED) return retry;
  const healthySince = retry.healthySince ?? elapsed;
  const attempts = elapsed - healthySince >= HEALTHY_MS ? 0 : Math.floor(retry.attempts / 2);
  return attempts === 0 ? UNTROUBLED : { attempts, at: null, nextTryAt: null, healthySince };
}

/** Nothing has to wait any more; what failed is still remembered. */
export const withoutWait = (retry: Retry): Retry =>
  retry.at === null ? retry : { ...retry, at: null, nextTryAt: null };

/** What was kept on disk. A time that lies further ahead than any wait comes from a calendar that jumped. */
export function keptRetry(
  kept: { readonly attempts: number; readonly retryAt: number | null },
  clock: { readonly elapsed: number; readonly now: number },
): Retry {
  if (kept.attempts === 0 && kept.retryAt === null) return UNTROUBLED;
  const waitMs = kept.retryAt === null ? 0 : Math.min(LONGEST_WAIT_MS, kept.retryAt - clock.now);
  if (waitMs <= 0) return { attempts: kept.attempts, at: null, nextTryAt: null, healthySince: null };
  return { attempts: kept.attempts, at: clock.elapsed + waitMs, nextTryAt: clock.now + waitMs, healthySince: null };
}

export const isWaiting = (retry: Retry, elapsed: number): boolean => retry.at !== null && retry.at > elapsed;
