import type { Stretch } from './history-log.ts';

/** Segments end, and seek points stand, at every so many updates. */
export const SPACING = 2_048;
/** Rows are kept this long, because a row is found again by its id when it is saved again. */
const RECENT_MS = 7 * 24 * 3_600_000;
/** Not more of them than this, however fast somebody works: 20,000 rows take about 3 MB. */
const MAX_ROWS = 20_000;
/** A script that rests so long goes into segments whole, if it is worth it. */
const RESTING_MS = 30 * 24 * 3_600_000;
/** Fewer rows are not worth a segment of their own. */
export const WORTH_ROWS = 256;

export interface LogState {
  /** Up to here everything lies in segments. */
  readonly packed: number;
  /** Up to here a durable snapshot holds everything, and nothing waits to be sent. */
  readonly settled: number;
  readonly count: number;
  /** When a row was saved. */
  readonly savedAt: (ordinal: number) => number;
  readonly at: number;
}

/** The next rows that belong into a segment, or null. What is older by a clock that went wrong only goes a little early. */
export function dueStretch({ packed, settled, count, savedAt, at }: LogState): Stretch | null {
  const boundary = nextBoundary(packed);
  const to = Math.min(boundary, settled);
  if (to <= packed) return null;
  const restsMs = at - savedAt(to);
  const isDue =
    to === boundary
      ? restsMs >= RECENT_MS || count - to >= MAX_ROWS
      : restsMs >= RESTING_MS && to - packed >= WORTH_ROWS;
  return isDue ? { from: packed + 1, to } : null;
}

/** The first multiple of the spacing after an ordinal. */
export function nextBoundary(ordinal: number): number {
  return (Math.floor(ordinal / SPACING) + 1) * SPACING;
}
