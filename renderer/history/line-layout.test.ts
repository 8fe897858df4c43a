import { expect, test } from 'vitest';
import { Random } from '../../tests/support/random.ts';
import type { Stroke } from '../../app/ipc/history.ts';
import { LineLayout, roomFor } from './line-layout.ts';
import { sittingsOf, timeOf } from './sittings.ts';

const MINUTE_MS = 60_000;
const NOON = new Date(2026, 10, 17, 12).getTime();

/** Strokes of so many edits each, each so many minutes after the last one ended and one minute long. */
function strokesOf(...list: readonly (readonly [pauseMinutes: number, edits: number])[]): readonly Stroke[] {
  let [at, first] = [NOON, 1];
  return list.map(([pauseMinutes, edits]) => {
    at += pauseMinutes * MINUTE_MS;
    const stroke = { first, last: first + edits - 1, firstAt: at, lastAt: at + MINUTE_MS };
    [at, first] = [at + MINUTE_MS, first + edits];
    return { ...stroke, personId: 'local', origin: 'written' };
  });
}

function anyStrokes(random: Random): readonly Stroke[] {
  return strokesOf(
    ...Array.from(
      { length: 1 + random.below(60) },
      () => [random.oneOf([2, 5, 40, 200, 1_500, -90]), 1 + random.below(300)] as const,
    ),
  );
}

test('[TIME-1] a sitting ends with a break of half an hour, and with the day', () => {
  const strokes = strokesOf([0, 10], [5, 10], [31, 10], [11 * 60, 5], [29, 5]);
  expect(sittingsOf(strokes, 100).map(({ first, last }) => [first, last])).toEqual([
    [1, 20],
    [21, 30],
    [31, 35],
    [36, 40],
  ]);
});

test('[TIME-1] what the line has no room for is joined by passing over longer pauses, and no edit is left out', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = new Random(seed);
    const strokes = anyStrokes(random);
    const most = 1 + random.below(20);
    const sittings = sittingsOf(strokes, most);
    expect(sittings.length).toBeLessThanOrEqual(most);
    let next = 1;
    for (const { first, last } of sittings) {
      expect(first).toBe(next);
      next = last + 1;
    }
    expect(next - 1).toBe(strokes.at(-1)?.last);
  }
});

test('[TIME-1] every edit has its place on the line, later ones further right, with no room for the nights between', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = new Random(seed);
    const strokes = anyStrokes(random);
    const width = 300 + random.below(1_500);
    const layout = new LineLayout(sittingsOf(strokes, roomFor(width)), width);
    const count = strokes.at(-1)?.last ?? 0;
    let x = 0;
    for (let ordinal = 1; ordinal <= count; ordinal++) {
      const next = layout.xOf(ordinal);
      expect(next).toBeGreaterThan(x);
      x = next;
      if (count < width) expect(layout.ordinalAt(x)).toBe(ordinal);
    }
    expect(x).toBeCloseTo(width, 6);
    expect([layout.ordinalAt(-50), layout.ordinalAt(width + 50)]).toEqual([1, count]);
    for (const [i, bar] of layout.bars.entries()) {
      const after = layout.bars[i + 1];
      if (after !== undefined) expect(after.left - bar.left - bar.width).toBeLessThanOrEqual(12.001);
    }
  }
});

test('[TIME-1] days stand where their first sitting begins, and are named where there is room for a name', () => {
  const strokes = strokesOf([0, 100], [60, 50], [26 * 60, 50], [22 * 60, 1], [22 * 60, 100]);
  const layout = new LineLayout(sittingsOf(strokes, 50), 600);
  expect(layout.days.map(({ at }) => new Date(at).getDate())).toEqual([17, 18, 19, 20]);
  expect(layout.days[1]?.left).toBe(layout.bars[2]?.left);
  expect(layout.namedDays(80).map(({ at }) => new Date(at).getDate())).toEqual([17, 18, 19]);
  expect(layout.namedDays(400).map(({ at }) => new Date(at).getDate())).toEqual([17]);
});

test('[TIME-2] an edit is timed by the stroke it belongs to before the log is asked', () => {
  const strokes = strokesOf([0, 11], [600, 1]);
  expect(timeOf(strokes, 1)).toBe(NOON);
  expect(timeOf(strokes, 6)).toBe(NOON + MINUTE_MS / 2);
  expect(timeOf(strokes, 12)).toBe(NOON + 602 * MINUTE_MS);
  expect([timeOf(strokes, 0), timeOf([], 3)]).toEqual([null, null]);
});
