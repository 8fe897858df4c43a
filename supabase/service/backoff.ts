import type { Surroundings } from './surroundings.ts';

const FIRST_MS = 500;
const MOST_MS = 60_000;

/** How long to wait after the `attempt`-th failure in a row (1, 2, …): grows twofold to a minute, with full jitter. */
export function retryDelayMs(attempt: number, { below }: Pick<Surroundings, 'below'>): number {
  return FIRST_MS + below(Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 20)));
}
