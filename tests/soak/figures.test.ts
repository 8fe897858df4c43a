import { expect, test } from 'vitest';
import { slopeMbPerMinute, type MemorySample } from './figures.ts';

const MB = 1024 * 1024;
const MINUTE_MS = 60_000;

test('[SOAK-2] memory grows by the line nearest to what was measured, the time before left out', () => {
  const noisy = (minute: number): MemorySample => ({
    atMs: minute * MINUTE_MS,
    bytes: minute < 10 ? minute * 100 * MB : (1_000 + (minute - 10) * 0.5 + (minute % 2)) * MB,
  });
  const samples = Array.from({ length: 31 }, (_, minute) => noisy(minute));
  expect(slopeMbPerMinute(samples, 10 * MINUTE_MS)).toBeCloseTo(0.5, 1);
  expect(slopeMbPerMinute(samples, 0)).toBeGreaterThan(10);
  expect(slopeMbPerMinute([], 0)).toBe(0);
});
