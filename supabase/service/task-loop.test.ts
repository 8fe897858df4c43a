import { expect, test } from 'vitest';
import { retryDelayMs } from './backoff.ts';
import { ServiceLog } from './service-log.ts';
import { readCall } from './session-link.ts';
import { TaskLoop } from './task-loop.ts';

const NEVER_MS = 1_000_000;
const quiet = {
  log: new ServiceLog({ write: () => undefined, now: () => new Date(0) }),
  metrics: { taskFailed: () => undefined },
  surroundings: { below: () => 0 },
  pollMs: NEVER_MS,
};

test('[SERVICE-9] a task runs again while there is more, when it failed, and when it is woken', async () => {
  const stopping = new AbortController();
  const outcomes = ['more', 'fail', 'none', 'none'];
  const woken = Promise.withResolvers<void>();
  const loop: TaskLoop = new TaskLoop(
    {
      name: 'audit',
      run: async () => {
        const outcome = outcomes.shift();
        if (outcome === 'fail') throw new Error('once');
        if (outcomes.length === 1) woken.resolve();
        if (outcomes.length === 0) stopping.abort();
        return outcome === 'more';
      },
    },
    quiet,
  );
  const running = loop.run({ stopping: stopping.signal, ending: new AbortController().signal });
  await woken.promise;
  loop.wake();
  await running;
  expect(outcomes).toEqual([]);
});

test('[SERVICE-9] only calls of ours wake anybody', () => {
  const id = '6f1f8d0e-5a39-4dd5-8c0e-0a6a35a1d0aa';
  expect(readCall(`script ${id}`)).toEqual({ kind: 'script', scriptId: id });
  expect(readCall('audit')).toEqual({ kind: 'audit' });
  for (const payload of ['', 'script', 'script 1', `script ${id} `, 'sessions', 'audit; drop table']) {
    expect(readCall(payload)).toBeUndefined();
  }
});

test('[SERVICE-9] waits grow to a minute, each by chance below its measure', () => {
  const most = [1, 2, 5, 10, 1_000].map((attempt) => retryDelayMs(attempt, { below: (limit) => limit - 1 }));
  expect(most).toEqual([1_499, 2_499, 16_499, 60_499, 60_499]);
  expect(retryDelayMs(9, { below: () => 0 })).toBe(500);
});
