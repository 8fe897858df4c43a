import { expect, test } from 'vitest';
import { TypingPace } from './pace.ts';

function open() {
  const state = { now: 1_000_000, rests: [] as number[], call: (): void => undefined };
  const pace = new TypingPace({
    elapsed: () => state.now,
    after: (ms, call) => {
      state.rests.push(ms);
      state.call = call;
      return () => undefined;
    },
  });
  const closing = new AbortController();
  return { state, pace, closing, rest: (tookMs: number) => pace.rest(tookMs, closing.signal) };
}

/** Resolves when everything that can go on without a clock has gone on. */
const turns = async (count = 5): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
};

test('[GROW-6] while somebody types, work takes a hundredth of the time; else it does not rest', async () => {
  const { state, pace, rest } = open();
  await rest(50);
  expect(state.rests).toEqual([]);
  pace.typed();
  const resting = rest(50);
  await turns();
  expect(state.rests).toEqual([5_000]);
  state.call();
  await resting;
  const long = rest(400);
  await turns();
  expect(state.rests).toEqual([5_000, 10_000]);
  state.call();
  await long;
  state.now += 5_001;
  await rest(50);
  expect(state.rests).toHaveLength(2);
});

test('[GROW-6] work that somebody waits for, and closing, end a rest', async () => {
  const { state, pace, closing, rest } = open();
  pace.typed();
  const resting = rest(50);
  await turns();
  await pace.hurry(async () => {
    await resting;
    await rest(50);
  });
  expect(state.rests).toHaveLength(1);
  const another = rest(50);
  await turns();
  expect(state.rests).toHaveLength(2);
  closing.abort();
  await another;
  await rest(50);
  expect(state.rests).toHaveLength(2);
});
