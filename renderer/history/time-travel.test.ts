import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Failure } from '../../app/failure.ts';
import { ScriptId } from '../../app/ids.ts';
import type { Bridge } from '../../app/ipc/contract.ts';
import type { PastScript } from '../../app/ipc/history.ts';
import { HandTimers } from '../../tests/support/hand-timers.ts';
import { openOnce } from '../../tests/support/open-script.ts';
import { Random } from '../../tests/support/random.ts';
import { Client } from '../client.ts';
import { TimeTravel } from './time-travel.ts';

/** A machine that answers when the test lets it. */
function open(ordinal: number) {
  const script = openOnce();
  const update = Y.encodeStateAsUpdate(script.doc);
  const asked: number[] = [];
  const waiting: { answer: (past: PastScript) => void; fail: (error: unknown) => void }[] = [];
  const bridge: Bridge = {
    call: async (name, input) => {
      if (name !== 'history.at' || !('ordinal' in input)) throw new Error(`Nothing here answers ${name}.`);
      asked.push(Number(input.ordinal));
      const { promise, resolve, reject } = Promise.withResolvers<PastScript>();
      waiting.push({ answer: resolve, fail: reject });
      return { ok: true, value: (await promise) as never };
    },
    on: () => () => undefined,
  };
  const timers = new HandTimers();
  const travel = new TimeTravel(new Client(bridge), ScriptId.parse(new Random(1).uuid()), timers, ordinal);
  const leave = travel.attend();
  travel.read();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return {
    travel,
    leave,
    timers,
    asked,
    answer: async (updates: readonly Uint8Array[] = [update]) => {
      const at = asked.at(-1) ?? 0;
      waiting
        .shift()
        ?.answer({ ordinal: at, savedAt: at * 1_000, snapshot: null, updates: [...updates], readOnly: null });
      await settle();
    },
    fail: async (error: unknown) => {
      waiting.shift()?.fail(error);
      await settle();
    },
    look: () => {
      const { wanted, shown, isLate, failure } = travel.state.get();
      return { wanted, shown: shown?.ordinal ?? null, isLate, failed: failure !== null };
    },
  };
}

test('[TIME-3] while one moment is read no other is asked for; then the latest is, and what was passed is not', async () => {
  const app = open(100);
  for (const ordinal of [90, 80, 70, 60]) app.travel.goTo(ordinal);
  expect(app.asked).toEqual([100]);
  await app.answer();
  expect(app.asked).toEqual([100, 60]);
  expect(app.look()).toEqual({ wanted: 60, shown: 100, isLate: false, failed: false });
  await app.answer();
  expect(app.look()).toEqual({ wanted: 60, shown: 60, isLate: false, failed: false });
  expect(app.timers.waiting).toBe(0);
});

test('[TIME-3] that it takes long is said after 150 ms, and no longer than it takes', async () => {
  const app = open(10);
  app.timers.pass(149);
  expect(app.look().isLate).toBe(false);
  app.timers.pass(1);
  expect(app.look().isLate).toBe(true);
  await app.answer();
  expect(app.look()).toEqual({ wanted: 10, shown: 10, isLate: false, failed: false });
});

test('[TIME-3] stepping back to a moment that was just seen reads nothing anew', async () => {
  const app = open(10);
  await app.answer();
  app.travel.goTo(9);
  await app.answer();
  app.travel.goTo(10);
  expect(app.look()).toEqual({ wanted: 10, shown: 10, isLate: false, failed: false });
  expect(app.asked).toEqual([10, 9]);
});

test('[TIME-5] a moment that cannot be read leaves the one before on the screen, and is read again when asked', async () => {
  const app = open(10);
  await app.answer();
  app.travel.goTo(4);
  await app.fail(new Failure('damaged', 'Part of it is damaged.'));
  expect(app.look()).toEqual({ wanted: 4, shown: 10, isLate: false, failed: true });
  app.travel.read();
  await app.answer();
  expect(app.look()).toEqual({ wanted: 4, shown: 4, isLate: false, failed: false });
});

test('[TIME-5] whoever moves on is not told about a place they only passed', async () => {
  const app = open(10);
  app.travel.goTo(5);
  await app.fail(new Failure('damaged', 'Part of it is damaged.'));
  expect(app.look().failed).toBe(false);
  await app.answer();
  expect(app.look()).toEqual({ wanted: 5, shown: 5, isLate: false, failed: false });
});

test('[TIME-5] a moment with an update that nobody can read is shown without it, and says that it is not whole', async () => {
  const app = open(3);
  await app.answer([Y.encodeStateAsUpdate(openOnce().doc), Uint8Array.of(9, 9, 9)]);
  expect(app.travel.state.get().shown?.isPartial).toBe(true);
  expect(app.travel.state.get().shown?.script.scenes).toHaveLength(2);
});

test('[TIME-3] a line that is left asks nothing more and leaves no timer', async () => {
  const app = open(10);
  app.travel.goTo(5);
  app.leave();
  await app.answer();
  expect([app.asked, app.timers.waiting]).toEqual([[10], 0]);
});
