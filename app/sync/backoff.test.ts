import { expect, test } from 'vitest';
import { afterFailure, afterSuccess, isWaiting, keptRetry, UNTROUBLED, withoutWait, type Retry } from './backoff.ts';

const failed = (retry: Retry, { elapsed = 0, fraction = 0.999, leastMs = 0 } = {}): Retry =>
  afterFailure(retry, { elapsed, now: 1_000_000 + elapsed, fraction, leastMs });

test('[ENGINE-8] waits double from a second to a minute, anywhere below the bound', () => {
  let retry = UNTROUBLED;
  const bounds: (number | null)[] = [];
  for (let attempt = 0; attempt < 9; attempt += 1) {
    retry = failed(retry);
    bounds.push(retry.at);
    expect(failed(retry, { fraction: 0 }).at).toBe(0);
  }
  expect(bounds).toEqual([999, 1_998, 3_996, 7_992, 15_984, 31_968, 59_940, 59_940, 59_940]);
  expect(retry.nextTryAt).toBe(1_059_940);
});

test('[ENGINE-8] what a server asks for is waited for, up to a minute', () => {
  expect(failed(UNTROUBLED, { leastMs: 30_000 }).at).toBe(30_000);
  expect(failed(UNTROUBLED, { leastMs: 3_600_000 }).at).toBe(60_000);
});

test('[ENGINE-8] a success halves what is remembered, and a healthy minute forgets it', () => {
  let retry: Retry = { attempts: 9, at: 500, nextTryAt: 500, healthySince: null };
  retry = afterSuccess(retry, 1_000);
  expect(retry).toEqual({ attempts: 4, at: null, nextTryAt: null, healthySince: 1_000 });
  expect(failed(retry, { elapsed: 2_000 }).attempts).toBe(5);
  expect(failed(retry, { elapsed: 61_000 }).attempts).toBe(1);
  expect(afterSuccess(retry, 61_000)).toBe(UNTROUBLED);
  expect(afterSuccess(UNTROUBLED, 5)).toBe(UNTROUBLED);
});

test('[ENGINE-8] what was kept is waited for by elapsed time, never beyond a minute', () => {
  const clock = { elapsed: 7_000, now: 1_000_000 };
  const at = (retryAt: number | null): number | null => keptRetry({ attempts: 3, retryAt }, clock).at;
  expect(at(1_020_000)).toBe(27_000);
  // The calendar jumped ten years back, or forward.
  expect(at(1_000_000 + 10 * 365 * 86_400_000)).toBe(67_000);
  expect(at(1_000_000 - 10 * 365 * 86_400_000)).toBeNull();
  expect(at(null)).toBeNull();
  expect(keptRetry({ attempts: 0, retryAt: null }, clock)).toBe(UNTROUBLED);
  const waiting = keptRetry({ attempts: 3, retryAt: 1_020_000 }, clock);
  expect([isWaiting(waiting, 26_999), isWaiting(waiting, 27_000)]).toEqual([true, false]);
  expect(withoutWait(waiting)).toEqual({ attempts: 3, at: null, nextTryAt: null, healthySince: null });
});
