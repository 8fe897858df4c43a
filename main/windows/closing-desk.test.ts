import { expect, test } from 'vitest';
import { FLUSH_DEADLINE_MS } from './closing.ts';
import { ClosingDesk } from './closing-desk.ts';

/** A desk whose hands write down what they do; `passTime` is its clock, `choose` the person. */
function openDesk({ deaf = [] }: { readonly deaf?: readonly number[] } = {}) {
  const done: string[] = [];
  let wake: { readonly afterMs: number; readonly callBack: () => void } | null = null;
  const choice = Promise.withResolvers<'keep-open' | 'close-anyway'>();
  const desk = new ClosingDesk({
    canAsk: (windowId) => !deaf.includes(windowId),
    flush: (windowId) => done.push(`flush ${windowId}`),
    stay: (windowId) => done.push(`stay ${windowId}`),
    close: (windowId) => done.push(`close ${windowId}`),
    quit: () => done.push('quit'),
    tell: ({ edits, silentWindows }) => {
      done.push(`tell ${edits} ${silentWindows}`);
      return choice.promise;
    },
    wake: (afterMs, callBack) => {
      wake = { afterMs, callBack };
      return { [Symbol.dispose]: () => void (wake = null) };
    },
  });
  return {
    desk,
    done,
    armedMs: () => wake?.afterMs ?? null,
    passTime: () => wake?.callBack(),
    choose: async (chosen: 'keep-open' | 'close-anyway') => {
      choice.resolve(chosen);
      await choice.promise;
    },
  };
}

test('[QUIT-1] a window closes after its page said that all is saved', () => {
  const { desk, done, armedMs } = openDesk();
  desk.handle({ kind: 'close-asked', windowId: 7 });
  expect([done, desk.holds(7), armedMs()]).toEqual([['flush 7'], true, FLUSH_DEADLINE_MS]);
  desk.handle({ kind: 'flushed', windowId: 7, unsaved: 0, kept: 0 });
  expect([done, desk.holds(7), armedMs()]).toEqual([['flush 7', 'close 7'], false, null]);
});

test('[QUIT-2] pages that cannot hear are not waited for', () => {
  const { desk, done } = openDesk({ deaf: [1, 2] });
  desk.handle({ kind: 'quit-asked', windowIds: [1, 2] });
  expect(done).toEqual(['close 1', 'close 2', 'quit']);
  expect(desk.leaving).toBe(true);
});

test('[QUIT-3] after the deadline the person is told and may keep everything open', async () => {
  const { desk, done, passTime, choose, armedMs } = openDesk();
  desk.handle({ kind: 'quit-asked', windowIds: [1, 2] });
  desk.handle({ kind: 'flushed', windowId: 1, unsaved: 0, kept: 0 });
  passTime();
  expect(done).toEqual(['flush 1', 'flush 2', 'tell 0 1']);
  await choose('keep-open');
  expect(done.slice(3)).toEqual(['stay 1', 'stay 2']);
  expect([desk.leaving, desk.holds(1), armedMs()]).toEqual([false, false, null]);
});

test('[QUIT-3] closing anyway leaves', async () => {
  const { desk, done, choose } = openDesk();
  desk.handle({ kind: 'quit-asked', windowIds: [1] });
  desk.handle({ kind: 'flushed', windowId: 1, unsaved: 2, kept: 0 });
  await choose('close-anyway');
  expect(done).toEqual(['flush 1', 'tell 2 0', 'close 1', 'quit']);
});
