import type { Stroke } from '../../app/ipc/history.ts';

/** Work without a long break, within one day. Edits `first` to `last` of the log, both included. */
export interface Sitting {
  readonly first: number;
  readonly last: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Whoever pauses longer begins a new sitting. When a line has no room for so many, longer pauses are passed over. */
const PAUSES_MS = [30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS, 36 * HOUR_MS, 15 * 24 * HOUR_MS, Number.POSITIVE_INFINITY];

/** The sittings of a log: by the shortest pauses that leave at most `most` of them. */
export function sittingsOf(strokes: readonly Stroke[], most: number): readonly Sitting[] {
  let sittings: readonly Sitting[] = [];
  for (const pauseMs of PAUSES_MS) {
    sittings = gathered(strokes, pauseMs);
    if (sittings.length <= most) break;
  }
  return sittings;
}

function gathered(strokes: readonly Stroke[], pauseMs: number): readonly Sitting[] {
  const sittings: Sitting[] = [];
  for (const { first, last, firstAt, lastAt } of strokes) {
    const before = sittings.at(-1);
    // A clock that was set back makes a pause like one that was set forward.
    const isOne =
      before !== undefined &&
      Math.abs(firstAt - before.lastAt) <= pauseMs &&
      (pauseMs > 24 * HOUR_MS || startOfDay(firstAt) === startOfDay(before.lastAt));
    if (isOne) sittings[sittings.length - 1] = { ...before, last, lastAt };
    else sittings.push({ first, last, firstAt, lastAt });
  }
  return sittings;
}

/** About when an edit was saved, before the log itself has been asked: strokes know their ends. */
export function timeOf(strokes: readonly Stroke[], ordinal: number): number | null {
  const stroke = strokes.find(({ last }) => ordinal <= last) ?? strokes.at(-1);
  if (stroke === undefined || ordinal < 1) return null;
  const edits = stroke.last - stroke.first;
  const share = edits === 0 ? 1 : Math.max(0, Math.min(1, (ordinal - stroke.first) / edits));
  return stroke.firstAt + (stroke.lastAt - stroke.firstAt) * share;
}

export function startOfDay(time: number): number {
  const date = new Date(time);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
