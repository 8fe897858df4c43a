import { expect, test } from 'vitest';
import { Rounds } from './rounds.ts';

/** Time that passes only when told to; work takes as long as it is told to. */
function openRounds({ workMs }: { readonly workMs: number }) {
  let now = 0;
  let next: { at: number; call: () => void } | undefined;
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const rounds = new Rounds({
    restMs: 100,
    elapsed: () => now,
    after: (ms, call) => {
      next = { at: now + ms, call };
      return () => (next = undefined);
    },
    work: () => {
      started.push(now);
      const { promise, resolve } = Promise.withResolvers<void>();
      ends.push(resolve);
      return promise;
    },
  });
  return {
    rounds,
    started,
    /** Lets the timer fire when its time has come. */
    passTo: (time: number) => {
      now = time;
      if (next === undefined || next.at > now) return;
      const { call } = next;
      next = undefined;
      call();
    },
    finishWork: async () => {
      now += workMs;
      ends.shift()?.();
      await new Promise(setImmediate);
    },
    nextAt: () => next?.at,
  };
}

test('[VAULT-16] many calls make one round, a fixed rest after the first of them', () => {
  const { rounds, passTo, started, nextAt } = openRounds({ workMs: 1 });
  rounds.wake();
  passTo(60);
  rounds.wake();
  expect(nextAt()).toBe(100);
  passTo(100);
  expect(started).toEqual([100]);
});

test('[VAULT-16] a call during the work is not lost, and dear work rests twenty times as long as it took', async () => {
  const { rounds, passTo, finishWork, started, nextAt } = openRounds({ workMs: 50 });
  rounds.wake();
  passTo(100);
  rounds.wake();
  await finishWork();
  expect(nextAt()).toBe(150 + 50 * 20);
  passTo(1_150);
  await finishWork();
  expect(started).toEqual([100, 1_150]);
  expect(nextAt()).toBeUndefined();
});

test('[VAULT-16] nothing starts after the end', async () => {
  const { rounds, passTo, finishWork, started } = openRounds({ workMs: 1 });
  rounds.wake();
  passTo(100);
  rounds.wake();
  rounds[Symbol.dispose]();
  await finishWork();
  rounds.wake();
  passTo(10_000);
  expect(started).toEqual([100]);
});
