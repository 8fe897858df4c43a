import type { Stroke, StrokeOrigin } from '../../../app/ipc/history.ts';

/** One update as the time line sees it. */
export interface Step {
  readonly ordinal: number;
  readonly savedAt: number;
  readonly personId: string;
  readonly origin: StrokeOrigin;
}

/** Whoever pauses longer begins a new stroke. */
const PAUSE_MS = 60_000;
/** A line about as wide as a screen cannot show more. */
const MAX_STROKES = 2_000;

/** Gathers a log into stretches of work, step by step. */
export class Strokes {
  #strokes: Stroke[] = [];
  #thinAt = MAX_STROKES * 2;

  /** Steps come in the order of the log. */
  add({ ordinal, savedAt, personId, origin }: Step): void {
    const step = { first: ordinal, last: ordinal, firstAt: savedAt, lastAt: savedAt, personId, origin };
    const last = this.#strokes.at(-1);
    if (last !== undefined && pauseBetween(last, step) <= PAUSE_MS)
      this.#strokes[this.#strokes.length - 1] = joined(last, step);
    else this.#strokes.push(step);
    if (this.#strokes.length < this.#thinAt) return;
    this.#strokes = thinned(this.#strokes);
    this.#thinAt = Math.max(this.#thinAt, this.#strokes.length * 2);
  }

  /** At most 2,000 where one person works: the shortest pauses are passed over. People and origins are never mixed up. */
  all(): readonly Stroke[] {
    this.#strokes = thinned(this.#strokes);
    return [...this.#strokes];
  }
}

/** Infinite where two strokes may never be one: other people, other origins, or a clock that was set back. */
function pauseBetween(earlier: Stroke, later: Stroke): number {
  const pauseMs = later.firstAt - earlier.lastAt;
  const isSame = earlier.personId === later.personId && earlier.origin === later.origin;
  return isSame && pauseMs >= 0 ? pauseMs : Number.POSITIVE_INFINITY;
}

function joined(earlier: Stroke, later: Stroke): Stroke {
  return { ...earlier, last: later.last, lastAt: later.lastAt };
}

function thinned(strokes: Stroke[]): Stroke[] {
  const tooMany = strokes.length - MAX_STROKES;
  if (tooMany <= 0) return strokes;
  const pauses = strokes.map((stroke, index) => {
    const before = strokes[index - 1];
    return before === undefined ? Number.POSITIVE_INFINITY : pauseBetween(before, stroke);
  });
  const longest = Float64Array.from(pauses).sort()[tooMany - 1] ?? 0;
  const left: Stroke[] = [];
  let joins = 0;
  for (const [index, stroke] of strokes.entries()) {
    const last = left.at(-1);
    const pauseMs = pauses[index] ?? Number.POSITIVE_INFINITY;
    if (last !== undefined && pauseMs <= longest && Number.isFinite(pauseMs) && joins < tooMany) {
      left[left.length - 1] = joined(last, stroke);
      joins += 1;
    } else left.push(stroke);
  }
  return left;
}
