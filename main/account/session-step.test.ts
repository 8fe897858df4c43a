import { expect, test } from 'vitest';
import { PersonId } from '../../app/ids.ts';
import { pauseMs, step, type SessionEffect, type SessionEvent, type SessionState } from './session-step.ts';

const personId = PersonId.parse('5eed0000-0000-4000-8000-000000000003');
const held = (renewal: (SessionState & { kind: 'held' })['renewal'], more: object = {}): SessionState => ({
  kind: 'held',
  personId,
  isProven: true,
  refusals: 0,
  renewal,
  ...more,
});

const states: readonly SessionState[] = [
  { kind: 'none' },
  { kind: 'signed-out', reason: 'asked', at: 1 },
  held({ kind: 'resting' }),
  held({ kind: 'resting' }, { isProven: false }),
  held({ kind: 'resting' }, { refusals: 2 }),
  held({ kind: 'asking', attempts: 0 }),
  held({ kind: 'asking', attempts: 3 }, { isProven: false }),
  held({ kind: 'writing', attempts: 0 }),
  held({ kind: 'pausing', attempts: 2, next: 'ask' }),
  held({ kind: 'pausing', attempts: 2, next: 'write' }),
];

const events: readonly SessionEvent[] = [
  { kind: 'held', personId, isGood: true },
  { kind: 'held', personId, isGood: false },
  { kind: 'absent', reason: 'keyring', at: 2 },
  { kind: 'due' },
  { kind: 'refused', ageMs: 1 },
  { kind: 'refused', ageMs: 3_600_000 },
  { kind: 'wanted', isGood: true },
  { kind: 'wanted', isGood: false },
  { kind: 'pause-over' },
  { kind: 'renewed' },
  { kind: 'trouble', retryAfterMs: 0, isGood: true },
  { kind: 'trouble', retryAfterMs: 7_000, isGood: false },
  { kind: 'ended', reason: 'ended-by-server', at: 3 },
  { kind: 'ended', reason: 'used-elsewhere', at: 3 },
  { kind: 'written' },
  { kind: 'not-written', isGood: true },
  { kind: 'signed-out', at: 4 },
];

interface Cell {
  readonly state: SessionState;
  readonly event: SessionEvent;
  readonly next: SessionState;
  readonly effects: readonly SessionEffect[];
}

/** Every state with everything that can happen in it. */
const cells: readonly Cell[] = states.flatMap((state) =>
  events.map((event) => {
    const [next, effects] = step(state, event);
    return { state, event, next, effects };
  }),
);
const renewalOf = (state: SessionState): string => (state.kind === 'held' ? state.renewal.kind : state.kind);
const does = ({ effects }: Cell, kind: SessionEffect['kind']): boolean =>
  effects.some((effect) => effect.kind === kind);

test('[ACCOUNT-6] a session ends by the person or by the word of the server, and by nothing else', () => {
  const ended = cells.filter(({ state, next }) => state.kind === 'held' && next.kind === 'signed-out');
  expect(new Set(ended.map(({ event }) => event.kind))).toEqual(new Set(['signed-out', 'ended', 'absent']));
  expect(ended.filter(({ event }) => event.kind === 'ended').map(({ state }) => renewalOf(state))).toEqual([
    'asking',
    'asking',
    'asking',
    'asking',
  ]);
  for (const cell of cells) {
    if (does(cell, 'forget')) expect(['signed-out', 'ended']).toContain(cell.event.kind);
  }
});

test('[ACCOUNT-2] what the server gave is used only after it was written', () => {
  const used = cells.filter((cell) => does(cell, 'use'));
  expect(new Set(used.map(({ event }) => event.kind))).toEqual(new Set(['held', 'written']));
  for (const { state, event } of used) if (event.kind === 'written') expect(renewalOf(state)).toBe('writing');
  const given = cells.filter(({ event }) => event.kind === 'renewed').filter((cell) => does(cell, 'write'));
  expect(given.map(({ next }) => renewalOf(next))).toEqual(['writing', 'writing']);
});

test('[ACCOUNT-7] one call is under way at a time, and none during a pause that nobody broke', () => {
  for (const cell of cells.filter((one) => does(one, 'ask'))) {
    const before = renewalOf(cell.state);
    if (cell.event.kind === 'held') continue;
    expect(['resting', 'pausing'], `${before} × ${cell.event.kind}`).toContain(before);
    if (before === 'pausing') expect(['pause-over', 'wanted']).toContain(cell.event.kind);
  }
});

test('[ACCOUNT-7] a token that is refused right after it was renewed is renewed later and later', () => {
  let state = held({ kind: 'resting' });
  const pauses: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const [refused, effects] = step(state, { kind: 'refused', ageMs: 10 });
    pauses.push(...effects.map((effect) => (effect.kind === 'pause' ? effect.attempts : 0)));
    const [asking] = step(refused, { kind: 'pause-over' });
    const [writing] = step(asking, { kind: 'renewed' });
    [state] = step(writing, { kind: 'written' });
  }
  expect(pauses).toEqual([0, 1, 2, 3, 4]);
  expect(step(state, { kind: 'refused', ageMs: 120_000 })[1]).toEqual([{ kind: 'ask' }]);
});

test('[ACCOUNT-7] pauses grow to a minute, are jittered, and are never shorter than the server asked for', () => {
  const longest = (limit: number): number => limit - 1;
  expect([1, 2, 3, 6, 60].map((attempts) => pauseMs({ attempts, atLeastMs: 0 }, longest))).toEqual([
    1_999, 3_999, 7_999, 59_999, 59_999,
  ]);
  expect(pauseMs({ attempts: 9, atLeastMs: 0 }, () => 0)).toBe(0);
  expect(pauseMs({ attempts: 1, atLeastMs: 30_000 }, longest)).toBe(30_000);
});

test('[ACCOUNT-6] without a way through a session is unproven once its token is over, and proven by the next answer', () => {
  const [asking] = step(held({ kind: 'resting' }), { kind: 'due' });
  const [still] = step(asking, { kind: 'trouble', retryAfterMs: 0, isGood: true });
  expect(still).toMatchObject({ isProven: true, renewal: { kind: 'pausing', attempts: 1 } });
  const [over] = step(asking, { kind: 'trouble', retryAfterMs: 0, isGood: false });
  expect(over).toMatchObject({ isProven: false });
  const [again] = step(over, { kind: 'wanted', isGood: false });
  const [writing] = step(again, { kind: 'renewed' });
  expect(step(writing, { kind: 'written' })[0]).toMatchObject({ isProven: true, renewal: { kind: 'resting' } });
});
