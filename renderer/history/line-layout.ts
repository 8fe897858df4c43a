import { startOfDay, type Sitting } from './sittings.ts';

export interface Bar {
  readonly sitting: Sitting;
  /** In px from the line's start. */
  readonly left: number;
  readonly width: number;
}

export interface Day {
  /** Its first moment. */
  readonly at: number;
  readonly left: number;
}

/** The narrowest bar that can be seen and told from its neighbour. */
const MIN_BAR_PX = 4;
const GAP_PX = 2;
const DAY_GAP_PX = 12;

/** How many sittings a line has room for. */
export const roomFor = (widthPx: number): number => Math.max(1, Math.floor(widthPx / (MIN_BAR_PX + GAP_PX) / 2));

/** Sittings side by side, each as wide as its edits are many, whatever time lay between them. */
export class LineLayout {
  readonly bars: readonly Bar[];
  readonly days: readonly Day[];
  readonly #widthPx: number;

  constructor(sittings: readonly Sitting[], widthPx: number) {
    const gaps = sittings.map((sitting, i): number => {
      const before = sittings[i - 1];
      if (before === undefined) return 0;
      return startOfDay(before.firstAt) === startOfDay(sitting.firstAt) ? GAP_PX : DAY_GAP_PX;
    });
    const edits = sittings.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    const gapsPx = gaps.reduce((sum, gap) => sum + gap, 0);
    const sharedPx = Math.max(0, widthPx - gapsPx - sittings.length * MIN_BAR_PX);
    let left = 0;
    this.bars = sittings.map((sitting, i) => {
      left += gaps[i] ?? 0;
      const width = MIN_BAR_PX + (sharedPx * (sitting.last - sitting.first + 1)) / edits;
      const bar = { sitting, left, width };
      left += width;
      return bar;
    });
    this.days = daysOf(this.bars);
    this.#widthPx = widthPx;
  }

  /** The days that have room for a name of this width before the next name begins. */
  namedDays(namePx: number): readonly Day[] {
    let free = 0;
    return this.days.filter(({ left }) => {
      if (left < free || left + namePx > this.#widthPx) return false;
      free = left + namePx;
      return true;
    });
  }

  /** Where an edit stands: at the end of its share of its bar. */
  xOf(ordinal: number): number {
    const bar = this.bars.find(({ sitting }) => ordinal <= sitting.last) ?? this.bars.at(-1);
    if (bar === undefined) return 0;
    const { first, last } = bar.sitting;
    const share = (Math.min(ordinal, last) - first + 1) / (last - first + 1);
    return bar.left + bar.width * Math.max(0, share);
  }

  /** The edit nearest to a place on the line. */
  ordinalAt(x: number): number {
    const next = this.bars.findIndex(({ left, width }) => x <= left + width);
    const bar = this.bars[next === -1 ? this.bars.length - 1 : next];
    if (bar === undefined) return 0;
    const { first, last } = bar.sitting;
    const before = this.bars[next - 1];
    // Between two bars the nearer end counts.
    if (before !== undefined && bar.left - x > x - before.left - before.width) return before.sitting.last;
    const edits = last - first + 1;
    return Math.max(first, Math.min(last, first - 1 + Math.round(((x - bar.left) / bar.width) * edits)));
  }
}

function daysOf(bars: readonly Bar[]): readonly Day[] {
  const days: Day[] = [];
  for (const { sitting, left } of bars) {
    const at = startOfDay(sitting.firstAt);
    if (days.at(-1)?.at !== at) days.push({ at, left });
  }
  return days;
}
