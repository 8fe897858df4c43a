import { expect, test } from 'vitest';
import { Random } from '../../tests/support/random.ts';
import { align, longestRise, type Match } from './align.ts';

const sharedOf = (items: readonly string[], matches: readonly Match[], side: 'before' | 'after'): readonly string[] =>
  matches.flatMap((match) => items.slice(match[side], match[side] + match.length));

/** The length of a longest common subsequence, by the book and slowly. */
function mostShared(a: readonly string[], b: readonly string[]): number {
  let row = b.map(() => 0);
  for (const item of a) {
    const next: number[] = [];
    for (const [j, other] of b.entries()) {
      const above = row[j] ?? 0;
      next.push(item === other ? (row[j - 1] ?? 0) + 1 : Math.max(above, next[j - 1] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

const anyItems = (random: Random, most: number, kinds: number): readonly string[] =>
  Array.from({ length: random.below(most) }, () => String(random.below(kinds)));

test('[COMPARE-2] what two sequences share is found whole, in order, and alike in both directions', () => {
  for (let seed = 1; seed <= 400; seed++) {
    const random = new Random(seed);
    const kinds = 1 + random.below(6);
    const [a, b] = [anyItems(random, 24, kinds), anyItems(random, 24, kinds)];
    const matches = align(a, b);
    expect(sharedOf(a, matches, 'before')).toEqual(sharedOf(b, matches, 'after'));
    expect(sharedOf(a, matches, 'before')).toHaveLength(mostShared(a, b));
    for (const [i, match] of matches.entries()) {
      const next = matches[i + 1];
      if (next === undefined) break;
      expect(match.before + match.length).toBeLessThanOrEqual(next.before);
      expect(match.after + match.length).toBeLessThanOrEqual(next.after);
    }
    expect(align(b, a)).toEqual(matches.map(({ before, after, length }) => ({ before: after, after: before, length })));
  }
});

test('[COMPARE-2] two long texts with nothing in common cost a bounded effort, and shared marks still hold them apart', () => {
  const noise = (seed: number): string[] =>
    anyItems(new Random(seed), 1, 1).concat(Array.from({ length: 20_000 }, (_, i) => `${seed}:${i % 977}`));
  const [a, b] = [noise(1), noise(2)];
  expect(align(a, b)).toEqual([]);
  a[5_000] = b[9_000] = 'once';
  expect(align(a, b)).toEqual([{ before: 5_000, after: 9_000, length: 1 }]);
});

test('[COMPARE-2] the longest rise is the longest there is', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = new Random(seed);
    const values = Array.from({ length: random.below(9) }, (_, i) => i).toSorted(() => random.below(3) - 1);
    const rise = longestRise(values);
    expect(rise.map((index) => values[index])).toEqual(
      rise.map((index) => values[index]).toSorted((a = 0, b = 0) => a - b),
    );
    let longest = 0;
    for (let mask = 0; mask < 1 << values.length; mask++) {
      const chosen = values.filter((_, i) => (mask & (1 << i)) !== 0);
      if (chosen.every((value, i) => i === 0 || value > (chosen[i - 1] ?? 0)))
        longest = Math.max(longest, chosen.length);
    }
    expect(rise).toHaveLength(longest);
  }
});
