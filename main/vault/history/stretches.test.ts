import { expect, test } from 'vitest';
import { dueStretch, SPACING, type LogState } from './stretches.ts';

const DAY_MS = 24 * 3_600_000;
const NOW = Date.UTC(2026, 5, 1);

/** A log whose rows were all saved so many days ago. */
const log = (state: Partial<LogState> & { readonly daysOld: number }): LogState => ({
  packed: 0,
  settled: 10_000,
  count: 10_000,
  savedAt: () => NOW - state.daysOld * DAY_MS,
  at: NOW,
  ...state,
});

test('[GROW-4] rows of the last week stay rows, older ones go into segments that end at fixed places', () => {
  expect(dueStretch(log({ daysOld: 6 }))).toBeNull();
  expect(dueStretch(log({ daysOld: 8 }))).toEqual({ from: 1, to: SPACING });
  expect(dueStretch(log({ daysOld: 8, packed: SPACING }))).toEqual({ from: SPACING + 1, to: 2 * SPACING });
  expect(dueStretch(log({ daysOld: 8, packed: 100 }))).toEqual({ from: 101, to: SPACING });
});

test('[GROW-4] what no snapshot holds stays rows, however old it is', () => {
  expect(dueStretch(log({ daysOld: 8, settled: SPACING - 1 }))).toBeNull();
  expect(dueStretch(log({ daysOld: 400, settled: 0 }))).toBeNull();
  expect(dueStretch(log({ daysOld: 400, packed: 500, settled: 500 }))).toBeNull();
});

test('[GROW-4] a script that rests for a month goes in whole, if there is enough of it', () => {
  expect(dueStretch(log({ daysOld: 29, settled: 700, count: 700 }))).toBeNull();
  expect(dueStretch(log({ daysOld: 31, settled: 700, count: 710 }))).toEqual({ from: 1, to: 700 });
  expect(dueStretch(log({ daysOld: 31, packed: 600, settled: 700, count: 700 }))).toBeNull();
});

test('[GROW-4] more than 20,000 rows are never kept for their age alone, nor by a clock that stands wrong', () => {
  const flood = { settled: 30_000, count: 30_000 };
  expect(dueStretch(log({ daysOld: 0, ...flood }))).toEqual({ from: 1, to: SPACING });
  expect(dueStretch(log({ daysOld: -4_000, ...flood }))).toEqual({ from: 1, to: SPACING });
  expect(dueStretch(log({ daysOld: 0, ...flood, packed: 10_240 }))).toBeNull();
});
