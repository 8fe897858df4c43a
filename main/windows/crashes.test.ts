import { expect, test } from 'vitest';
import { Crashes } from './crashes.ts';

test('[WIN-8] a crashed page is loaded again, but not for ever', () => {
  const crashes = new Crashes();
  expect([0, 1_000, 2_000].map((nowMs) => crashes.next(nowMs))).toEqual(['reload', 'reload', 'give-up']);
  crashes.forget();
  expect(crashes.next(3_000)).toBe('reload');
});

test('[WIN-8] a crash now and then is always followed by another try', () => {
  const crashes = new Crashes();
  expect([0, 30_001, 60_002, 90_003].map((nowMs) => crashes.next(nowMs))).not.toContain('give-up');
});
