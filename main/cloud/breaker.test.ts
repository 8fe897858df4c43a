import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Breaker } from './breaker.ts';

/** Opossum keeps time by the global clock and timers. */
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class Failed extends Error {}

const openBreaker = (): Breaker => Breaker.open((error) => error instanceof Failed);
const fail = (): Promise<never> => Promise.reject(new Failed('down'));
const refuse = (): Promise<never> => Promise.reject(new Error('no'));
const answer = (): Promise<string> => Promise.resolve('here');

async function times(count: number, breaker: Breaker, call: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < count; n += 1) await breaker.run(call).catch(() => undefined);
}

test('[CLOUD-13] half of twenty calls without an answer keep calls back for half a minute, then one tries', async () => {
  using breaker = openBreaker();
  await times(10, breaker, answer);
  await times(9, breaker, fail);
  expect(breaker.state).toBe('closed');
  await times(2, breaker, fail);
  expect(breaker.state).toBe('open');
  await expect(breaker.run(answer)).rejects.toMatchObject({ code: 'EOPENBREAKER' });
  vi.advanceTimersByTime(29_000);
  await expect(breaker.run(answer)).rejects.toMatchObject({ code: 'EOPENBREAKER' });
  vi.advanceTimersByTime(1_001);
  expect(breaker.state).toBe('half-open');
  const probe = Promise.withResolvers<string>();
  const trying = breaker.run(() => probe.promise);
  await expect(breaker.run(answer)).rejects.toMatchObject({ code: 'EOPENBREAKER' });
  probe.resolve('here again');
  expect(await trying).toBe('here again');
  expect(breaker.state).toBe('closed');
});

test('[CLOUD-13] a try that fails keeps calls back for another half minute', async () => {
  using breaker = openBreaker();
  await times(20, breaker, fail);
  vi.advanceTimersByTime(30_001);
  await times(1, breaker, fail);
  expect(breaker.state).toBe('open');
});

test('[CLOUD-13] refusals are answers: a hundred of them keep nothing back', async () => {
  using breaker = openBreaker();
  await times(100, breaker, refuse);
  expect(breaker.state).toBe('closed');
  await expect(breaker.run(refuse)).rejects.toThrow('no');
});

test('[CLOUD-13] on another network what failed before is forgotten', async () => {
  using breaker = openBreaker();
  await times(20, breaker, fail);
  breaker.forget();
  expect(await breaker.run(answer)).toBe('here');
});
