import { describe, expect, test } from 'vitest';
import {
  closingStep,
  FLUSH_DEADLINE_MS,
  STAYING,
  type Closing,
  type ClosingCommand,
  type ClosingEvent,
  type HandOver,
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
      state: { kind: 'saving', goal: 'close', windows: new Map([[1, null]]), round: 1 },
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
    expect(state).toEqual({ kind: 'telling', goal: 'close', windows: [1] });
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
    expect(state).toMatchObject({ goal: 'quit', round: 2 });
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

describe('making room for the scripts of another account', () => {
  const handOverAsked = (...windowIds: number[]): ClosingEvent => ({ kind: 'hand-over-asked', windowIds });
  const answered = (answer: HandOver): ClosingCommand => ({ kind: 'answer-hand-over', answer });

  test('[SYNC-2] waits for every window and closes none itself', () => {
    const { state, commands } = run(handOverAsked(1, 2), flushed(2), flushed(1));
    expect(state).toEqual(STAYING);
    expect(commands).toEqual([...asked(1, 1, 2), answered('flushed')]);
  });

  test.for<[string, ClosingEvent]>([
    ['has unsaved edits', flushed(2, 3)],
    ['has edits in the emergency store alone', flushed(2, 0, 1)],
    ['does not answer', deadline()],
  ])('[SYNC-2] does not happen while a window %s: all stay, and nobody is offered to lose anything', ([, event]) => {
    const { state, commands } = run(handOverAsked(1, 2), flushed(1), event);
    expect(state).toEqual(STAYING);
    expect(commands.slice(2)).toEqual([{ kind: 'stay', windowIds: [1, 2] }, answered('unsaved')]);
  });

  test('[SYNC-2] is called off by quitting, which goes on with the same windows', () => {
    const { state, commands } = run(handOverAsked(1), quitAsked(1), flushed(1));
    expect(state).toEqual({ kind: 'leaving' });
    expect(commands).toContainEqual(answered('closing'));
    expect(commands.at(-1)).toEqual({ kind: 'quit' });
  });

  test('[SYNC-2] is refused while windows close, and keeps a window from closing meanwhile', () => {
    const closing = run(closeAsked(1)).state;
    expect(closingStep(closing, handOverAsked(1))).toEqual([closing, [answered('closing')]]);
    const making = run(handOverAsked(1)).state;
    expect(closingStep(making, closeAsked(1))).toEqual([making, []]);
  });

  test('[SYNC-2] does not wait for a window that is gone', () => {
    expect(run(handOverAsked(1), { kind: 'gone', windowId: 1 }).commands.at(-1)).toEqual(answered('flushed'));
  });
});
