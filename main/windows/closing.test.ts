import { describe, expect, test } from 'vitest';
import {
  closingStep,
  FLUSH_DEADLINE_MS,
  STAYING,
  type Closing,
  type ClosingCommand,
  type ClosingEvent,
} from './closing.ts';

/** Runs the machine over some events and gives what it is and all that it asked for. */
function run(...events: readonly ClosingEvent[]): { state: Closing; commands: ClosingCommand[] } {
  const commands: ClosingCommand[] = [];
  let state: Closing = STAYING;
  for (const event of events) {
    const [next, asked] = closingStep(state, event);
    state = next;
    commands.push(...asked);
  }
  return { state, commands };
}

const closeAsked = (windowId: number): ClosingEvent => ({ kind: 'close-asked', windowId });
const quitAsked = (...windowIds: number[]): ClosingEvent => ({ kind: 'quit-asked', windowIds });
const flushed = (windowId: number, unsaved = 0, kept = 0): ClosingEvent => ({
  kind: 'flushed',
  windowId,
  unsaved,
  kept,
});
const deadline = (round = 1): ClosingEvent => ({ kind: 'deadline', round });
const asked = (round: number, ...windowIds: number[]): ClosingCommand[] => [
  { kind: 'flush', windowIds },
  { kind: 'wake', afterMs: FLUSH_DEADLINE_MS, round },
];

describe('one window', () => {
  test('[QUIT-1] is asked to save and stays until it has answered', () => {
    expect(run(closeAsked(1))).toEqual({
      state: { kind: 'saving', quitting: false, windows: new Map([[1, null]]), round: 1 },
      commands: asked(1, 1),
    });
  });

  test('[QUIT-1] closes when nothing is unsaved', () => {
    expect(run(closeAsked(1), flushed(1))).toEqual({
      state: STAYING,
      commands: [...asked(1, 1), { kind: 'close', windowIds: [1] }],
    });
  });

  test('[QUIT-1] asking again while it saves changes nothing', () => {
    expect(run(closeAsked(1), closeAsked(1)).commands).toEqual(asked(1, 1));
  });

  test('[QUIT-3] is not closed over unsaved edits: the person is told', () => {
    const { state, commands } = run(closeAsked(1), flushed(1, 3));
    expect(state).toEqual({ kind: 'telling', quitting: false, windows: [1] });
    expect(commands.at(-1)).toEqual({ kind: 'tell', unsaved: { edits: 3, kept: 0, silentWindows: 0 }, windowId: 1 });
  });

  test('[QUIT-3] that does not answer in time counts as unsaved', () => {
    expect(run(closeAsked(1), deadline()).commands.at(-1)).toEqual({
      kind: 'tell',
      unsaved: { edits: 0, kept: 0, silentWindows: 1 },
      windowId: 1,
    });
  });

  test('[QUIT-3] "Keep open" keeps it and the next attempt begins anew', () => {
    const { state, commands } = run(closeAsked(1), flushed(1, 3), { kind: 'chosen', choice: 'keep-open' });
    expect(state).toEqual(STAYING);
    expect(commands.at(-1)).toEqual({ kind: 'stay', windowIds: [1] });
    expect(closingStep(state, closeAsked(1))[1]).toEqual(asked(1, 1));
  });

  test('[QUIT-3] "Close anyway" closes it', () => {
    const { state, commands } = run(closeAsked(1), flushed(1, 3), { kind: 'chosen', choice: 'close-anyway' });
    expect(state).toEqual(STAYING);
    expect(commands.at(-1)).toEqual({ kind: 'close', windowIds: [1] });
  });

  test('[QUIT-2] the deadline of an earlier round is not this round’s', () => {
    const first = run(closeAsked(1), closeAsked(2)).state;
    expect(closingStep(first, deadline(1))).toEqual([first, []]);
  });

  test('[QUIT-2] that is gone is not waited for', () => {
    expect(run(closeAsked(1), { kind: 'gone', windowId: 1 }).state).toEqual(STAYING);
  });
});

describe('quitting', () => {
  test('[QUIT-2] waits for every window, then leaves', () => {
    const { state, commands } = run(quitAsked(1, 2), flushed(2), flushed(1));
    expect(state).toEqual({ kind: 'leaving' });
    expect(commands).toEqual([...asked(1, 1, 2), { kind: 'close', windowIds: [1, 2] }, { kind: 'quit' }]);
  });

  test('[QUIT-2] with no window leaves at once', () => {
    expect(run(quitAsked())).toEqual({ state: { kind: 'leaving' }, commands: [{ kind: 'quit' }] });
  });

  test('[QUIT-2] joins a window that is closing already, with one deadline for all', () => {
    const { commands, state } = run(closeAsked(1), quitAsked(1, 2));
    expect(commands).toEqual([...asked(1, 1), ...asked(2, 2)]);
    expect(state).toMatchObject({ quitting: true, round: 2 });
  });

  test('[QUIT-2] of the window that is closing already still leaves', () => {
    expect(run(closeAsked(1), quitAsked(1), flushed(1)).state).toEqual({ kind: 'leaving' });
  });

  test('[QUIT-2] goes on when the last window it waited for is gone', () => {
    expect(run(quitAsked(1), { kind: 'gone', windowId: 1 }).commands.at(-1)).toEqual({ kind: 'quit' });
  });

  test('[QUIT-3] tells once for all windows, and "Keep open" keeps them all', () => {
    const { state, commands } = run(quitAsked(1, 2, 3), flushed(1), flushed(2, 4), deadline());
    expect(commands.at(-1)).toEqual({ kind: 'tell', unsaved: { edits: 4, kept: 0, silentWindows: 1 }, windowId: 2 });
    expect(closingStep(state, { kind: 'chosen', choice: 'keep-open' })).toEqual([
      STAYING,
      [{ kind: 'stay', windowIds: [1, 2, 3] }],
    ]);
    expect(closingStep(state, { kind: 'chosen', choice: 'close-anyway' })).toEqual([
      { kind: 'leaving' },
      [{ kind: 'close', windowIds: [1, 2, 3] }, { kind: 'quit' }],
    ]);
  });

  test('[QUIT-3] nothing else closes while the person is being told', () => {
    const told = run(quitAsked(1), flushed(1, 1)).state;
    for (const event of [closeAsked(2), quitAsked(1), flushed(1), deadline()]) {
      expect(closingStep(told, event)).toEqual([told, []]);
    }
  });

  test('[QUIT-2] once leaving, nothing changes it', () => {
    const leaving: Closing = { kind: 'leaving' };
    for (const event of [
      closeAsked(1),
      quitAsked(1),
      flushed(1, 5),
      deadline(),
      { kind: 'gone', windowId: 1 } as const,
    ]) {
      expect(closingStep(leaving, event)).toEqual([leaving, []]);
    }
  });
});
