/** A stretch that two sequences share: `length` items from `before` in the one and from `after` in the other. */
export interface Match {
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

/**
 * How many items two sequences may differ by before the shortest difference is no longer looked for: it costs their
 * length times this, and its trace the square of this (512 × 512 numbers are 1 MB).
 */
const MOST_EDITS = 512;

/**
 * What two sequences share, in order: as much as possible while they differ by at most 512 items, and beyond that what
 * stands between items that each has once. The same for both directions: swapped sequences give swapped matches.
 */
export function align(before: readonly string[], after: readonly string[]): readonly Match[] {
  const numbers = new Map<string, number>();
  const number = (item: string): number => {
    const known = numbers.get(item);
    if (known !== undefined) return known;
    numbers.set(item, numbers.size);
    return numbers.size - 1;
  };
  const [a, b] = [Int32Array.from(before, number), Int32Array.from(after, number)];
  const pairs: Pair[] = [];
  // Where several differences are equally short, the one found depends on the direction: it is always looked for in one.
  if (inOrder(before, after)) collect(a, b, 0, 0, pairs);
  else {
    collect(b, a, 0, 0, pairs);
    for (const pair of pairs) pair.reverse();
  }
  return joined(pairs);
}

/** The indices of one longest run of rising values, ascending. Values are distinct. */
export const longestRise = (values: readonly number[]): readonly number[] =>
  heaviestRise(
    values,
    values.map(() => 1),
  );

/** The indices of one run of rising values that weighs the most, ascending. Values are distinct, weights positive. */
export function heaviestRise(values: readonly number[], weights: readonly number[]): readonly number[] {
  const ranks = new Map(values.toSorted((a, b) => a - b).map((value, rank) => [value, rank + 1]));
  const sums: number[] = [];
  const best = new BestBelow(values.length, sums);
  const previous: number[] = [];
  let end = -1;
  for (const [index, value] of values.entries()) {
    const rank = ranks.get(value) ?? 0;
    const before = best.below(rank);
    previous[index] = before;
    sums[index] = (sums[before] ?? 0) + (weights[index] ?? 0);
    best.put(rank, index);
    if (end === -1 || sums[index] > (sums[end] ?? 0)) end = index;
  }
  const rise: number[] = [];
  for (let index = end; index >= 0; index = previous[index] ?? -1) rise.push(index);
  return rise.toReversed();
}

/** For each rank, which of the indices put in below it has the largest sum (a Fenwick tree). */
class BestBelow {
  readonly #tree: Int32Array;
  readonly #sums: readonly number[];

  /** `sums` grows while indices are put in. */
  constructor(size: number, sums: readonly number[]) {
    this.#tree = new Int32Array(size + 1).fill(-1);
    this.#sums = sums;
  }

  put(rank: number, index: number): void {
    for (let at = rank; at < this.#tree.length; at += at & -at) {
      const known = this.#tree[at] ?? -1;
      if (known === -1 || (this.#sums[known] ?? 0) < (this.#sums[index] ?? 0)) this.#tree[at] = index;
    }
  }

  below(rank: number): number {
    let found = -1;
    for (let at = rank - 1; at > 0; at -= at & -at) {
      const known = this.#tree[at] ?? -1;
      if (known !== -1 && (found === -1 || (this.#sums[found] ?? 0) < (this.#sums[known] ?? 0))) found = known;
    }
    return found;
  }
}

type Pair = [before: number, after: number];

function inOrder(before: readonly string[], after: readonly string[]): boolean {
  if (before.length !== after.length) return before.length < after.length;
  for (const [i, item] of before.entries()) {
    const other = after[i];
    if (other !== undefined && item !== other) return item < other;
  }
  return true;
}

/** Adds every shared pair of items; `atA` and `atB` say where in the whole these stretches begin. */
function collect(a: Int32Array, b: Int32Array, atA: number, atB: number, pairs: Pair[]): void {
  let start = 0;
  const shorter = Math.min(a.length, b.length);
  while (start < shorter && a[start] === b[start]) {
    pairs.push([atA + start, atB + start]);
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const [innerA, innerB] = [a.subarray(start, a.length - end), b.subarray(start, b.length - end)];
  if (innerA.length > 0 && innerB.length > 0) {
    const shortest = shortestDifference(innerA, innerB);
    if (shortest === null) anchor(innerA, innerB, atA + start, atB + start, pairs);
    else for (const [i, j] of shortest) pairs.push([atA + start + i, atB + start + j]);
  }
  for (let i = end; i > 0; i--) pairs.push([atA + a.length - i, atB + b.length - i]);
}

/** Items that each side has once hold the rest apart; what stands between two of them is compared on its own. */
function anchor(a: Int32Array, b: Int32Array, atA: number, atB: number, pairs: Pair[]): void {
  const onceInA = once(a);
  const onceInB = once(b);
  const shared = [...onceInA].flatMap(([item, i]) => {
    const j = onceInB.get(item);
    return j === undefined ? [] : [[i, j] as const];
  });
  const anchors = longestRise(shared.map(([, j]) => j)).map((index) => shared[index]);
  let fromA = 0;
  let fromB = 0;
  for (const pair of anchors) {
    if (pair === undefined) continue;
    const [i, j] = pair;
    collect(a.subarray(fromA, i), b.subarray(fromB, j), atA + fromA, atB + fromB, pairs);
    pairs.push([atA + i, atB + j]);
    [fromA, fromB] = [i + 1, j + 1];
  }
  if (anchors.length > 0) collect(a.subarray(fromA), b.subarray(fromB), atA + fromA, atB + fromB, pairs);
}

/** Where each item stands that occurs exactly once, in the order they stand in. */
function once(items: Int32Array): ReadonlyMap<number, number> {
  const at = new Map<number, number>();
  const twice = new Set<number>();
  for (const [i, item] of items.entries()) {
    if (at.has(item)) twice.add(item);
    else at.set(item, i);
  }
  for (const item of twice) at.delete(item);
  return at;
}

/** The pairs of a longest common subsequence (Myers, 1986), or null when the two differ by more than 512 items. */
function shortestDifference(a: Int32Array, b: Int32Array): readonly Pair[] | null {
  const most = Math.min(a.length + b.length, MOST_EDITS);
  /** For each diagonal x − y, shifted by `most`: the furthest x that so many edits reach. */
  const reach = new Int32Array(2 * most + 2);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(reach.slice(most - edits, most + edits + 1));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const [below = 0, above = 0] = [reach[most + diagonal + 1], reach[most + diagonal - 1]];
      let x = diagonal === -edits || (diagonal !== edits && above < below) ? below : above + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      reach[most + diagonal] = x;
      if (x >= a.length && x - diagonal >= b.length) return walkBack(a, b, trace);
    }
  }
  return null;
}

function walkBack(a: Int32Array, b: Int32Array, trace: readonly Int32Array[]): readonly Pair[] {
  const pairs: Pair[] = [];
  let [x, y] = [a.length, b.length];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const reach = trace[edits];
    const diagonal = x - y;
    // Kept before round `edits`, this is what round `edits − 1` reached; diagonal d stands at d + edits.
    const [below = 0, above = 0] = [reach?.[edits + diagonal + 1], reach?.[edits + diagonal - 1]];
    const inserted = diagonal === -edits || (diagonal !== edits && above < below);
    const startX = edits === 0 ? 0 : inserted ? below : above + 1;
    while (x > startX && y > 0) pairs.push([--x, --y]);
    if (edits === 0) break;
    if (inserted) y -= 1;
    else x -= 1;
  }
  return pairs.toReversed();
}

function joined(pairs: readonly Pair[]): readonly Match[] {
  const matches: { before: number; after: number; length: number }[] = [];
  for (const [before, after] of pairs) {
    const last = matches.at(-1);
    if (last !== undefined && last.before + last.length === before && last.after + last.length === after) {
      last.length += 1;
    } else matches.push({ before, after, length: 1 });
  }
  return matches;
}
