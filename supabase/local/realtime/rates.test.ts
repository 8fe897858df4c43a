import { expect, test } from 'vitest';
import { Rate, Window } from './rates.ts';

/** A clock at second 0 that stands until it is moved. */
function clock(): { now: () => Date; advance: (seconds: number) => void } {
  let seconds = 1_000;
  return { now: () => new Date(seconds * 1_000), advance: (by) => void (seconds += by) };
}

test('[REALTIME-9] a rate is an average over finished steps: a burst passes until its step has ended', () => {
  const { now, advance } = clock();
  const rate = new Rate(100, now);
  rate.add(1_000);
  expect(rate.isReached()).toBe(false);
  advance(5);
  // 1,000 in two steps of five seconds, the first of which was empty.
  expect(rate.average()).toBe(100);
  expect(rate.isReached()).toBe(true);
  advance(5);
  expect(rate.average()).toBeCloseTo(1_000 / 15);
  expect(rate.isReached()).toBe(false);
});

test('[REALTIME-9] only the last minute counts, also after a long pause', () => {
  const { now, advance } = clock();
  const rate = new Rate(100, now);
  rate.add(60_000);
  advance(60);
  expect(rate.average()).toBe(1_000);
  advance(5);
  expect(rate.average()).toBe(0);
  rate.add(60_000);
  advance(86_400);
  expect(rate.average()).toBe(0);
  rate.add(6_000);
  advance(5);
  expect(rate.average()).toBe(100);
});

test('[REALTIME-9] a window begins with its first call and allows so many', () => {
  const { now, advance } = clock();
  const window = new Window({ maxCalls: 2, windowMs: 30_000, now });
  expect([window.take(), window.take(), window.take()]).toEqual([true, true, false]);
  advance(30);
  expect(window.take()).toBe(false);
  advance(1);
  expect(window.take()).toBe(true);
});
