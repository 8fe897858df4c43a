import { expect, test } from 'vitest';
import { RateLimits } from './rate-limits.ts';

const rate = { events: 3, perSeconds: 30 };
const at = (seconds: number): Date => new Date(seconds * 1_000);

test('[SIGNIN-22] after so many events a caller waits, and they come back evenly', () => {
  const limits = new RateLimits();
  const take = (seconds: number): boolean => limits.take('codes', 'a', rate, at(seconds));
  expect([take(0), take(0), take(0), take(0)]).toEqual([true, true, true, false]);
  expect([take(9.9), take(10), take(10)]).toEqual([false, true, false]);
  expect([take(1_000), take(1_000), take(1_000), take(1_000)]).toEqual([true, true, true, false]);
});

test('[SIGNIN-22] callers and limits do not share', () => {
  const limits = new RateLimits();
  const one = { events: 1, perSeconds: 30 };
  const taken = [
    limits.take('codes', 'a', one, at(0)),
    limits.take('codes', 'b', one, at(0)),
    limits.take('tokens', 'a', one, at(0)),
    limits.take('codes', 'a', one, at(0)),
  ];
  expect(taken).toEqual([true, true, true, false]);
});

test('[SIGNIN-22] a clock that goes back gives nothing', () => {
  const limits = new RateLimits();
  const one = { events: 1, perSeconds: 30 };
  expect([limits.take('codes', 'a', one, at(100)), limits.take('codes', 'a', one, at(0))]).toEqual([true, false]);
});
