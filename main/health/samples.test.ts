import { expect, test } from 'vitest';
import { Samples } from './samples.ts';

test('[HEALTH-2] durations are told by their middle, their slow end and their worst, of the last thousand', () => {
  const samples = new Samples();
  expect(samples.spread()).toBeNull();
  for (let ms = 5_000; ms > 0; ms -= 1) samples.add(ms);
  expect(samples.spread()).toEqual({ count: 5_000, p50: 500, p95: 950, p99: 990, max: 1_000 });
});

test('[HEALTH-2] what fails is timed as well', () => {
  const samples = new Samples();
  expect(() => samples.time(() => JSON.parse('{') as unknown)).toThrow(SyntaxError);
  expect(samples.time(() => 5)).toBe(5);
  expect(samples.spread()?.count).toBe(2);
});
