import { expect, test } from 'vitest';
import { HandTimers } from '../tests/support/hand-timers.ts';
import { hourly } from './surroundings.ts';

const HOUR_MS = 60 * 60 * 1_000;
const turn = (): Promise<void> => new Promise(setImmediate);

test('[VAULT-23] hourly work begins an hour after the last has ended, and not after the end', async () => {
  const timers = new HandTimers();
  const ends: (() => void)[] = [];
  const work = (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    ends.push(resolve);
    return promise;
  };
  const running = hourly((ms, call) => ({ [Symbol.dispose]: timers.after(ms, call) }), work);
  timers.pass(HOUR_MS - 1);
  expect(ends).toHaveLength(0);
  timers.pass(HOUR_MS);
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await turn();
  timers.pass(HOUR_MS);
  expect(ends).toHaveLength(2);
  running[Symbol.dispose]();
  ends[1]?.();
  await turn();
  timers.pass(HOUR_MS);
  expect(ends).toHaveLength(2);
});
