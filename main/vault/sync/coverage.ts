import type { Stretch } from '../history/history-log.ts';

/**
 * Which updates of a log are in a batch, without asking for each: everything up to a mark, and the stretches behind it.
 * What is received goes to the log's end and what is sent fills its first gap, so there are never many.
 */
export class Coverage {
  #mark: number;
  /** Behind the mark, in order, none touching another. */
  readonly #stretches: Stretch[] = [];

  constructor(mark: number) {
    this.#mark = mark;
  }

  /** Every update up to this ordinal is in a batch, and the next one is not. */
  get mark(): number {
    return this.#mark;
  }

  has(ordinal: number): boolean {
    return ordinal <= this.#mark || this.#stretches.some(({ from, to }) => from <= ordinal && ordinal <= to);
  }

  add(stretch: Stretch): void {
    let { from, to } = stretch;
    if (to <= this.#mark) return;
    const after = this.#stretches.findIndex((known) => known.to >= from - 1);
    const at = after === -1 ? this.#stretches.length : after;
    let end = at;
    for (let known = this.#stretches[end]; known !== undefined && known.from <= to + 1;) {
      from = Math.min(from, known.from);
      to = Math.max(to, known.to);
      end += 1;
      known = this.#stretches[end];
    }
    if (from <= this.#mark + 1) {
      this.#mark = to;
      this.#stretches.splice(at, end - at);
    } else this.#stretches.splice(at, end - at, { from, to });
  }

  /** What is in no batch, in order, of a log of `count` updates. */
  gaps(count: number): readonly Stretch[] {
    const gaps: Stretch[] = [];
    let next = this.#mark + 1;
    for (const { from, to } of this.#stretches) {
      if (from > count) break;
      gaps.push({ from: next, to: from - 1 });
      next = to + 1;
    }
    if (next <= count) gaps.push({ from: next, to: count });
    return gaps;
  }
}
