import { expect, test } from 'vitest';
import { Random } from '../../tests/support/random.ts';
import { PersonId } from '../ids.ts';
import { EMPTY_ROOM, pushedBy, pushIntervalMs, type Room } from './pace.ts';

const random = new Random(3);
const people = Array.from({ length: 30 }, () => PersonId.parse(random.uuid()));

/** So many others typed just now, and so many devices listen. */
const room = (others: number, listeners: number): Room => ({
  listeners,
  pushers: new Map(people.slice(0, others).map((person) => [person, 0])),
});

const plans = [100, 500, 2_500];

test('[PACE-1] one or two people push seven to ten times a second, on any plan', () => {
  for (const plan of plans) {
    expect(pushIntervalMs(EMPTY_ROOM, plan, 0)).toBe(100);
    expect(pushIntervalMs(room(1, 2), plan, 0)).toBeLessThanOrEqual(150);
  }
});

test('[PACE-2] a script with everybody in it stays within its share of the plan', () => {
  for (const plan of plans) {
    for (let typists = 1; typists <= 20; typists += 1) {
      for (let listeners = typists; listeners <= 25; listeners += 1) {
        const interval = pushIntervalMs(room(typists - 1, listeners), plan, 0);
        const messagesPerSecond = (typists * (1 + listeners) * 1_000) / interval;
        expect(messagesPerSecond, `${typists} of ${listeners} on ${plan}`).toBeLessThanOrEqual(0.4 * plan);
        // No slower than that asks for: a millisecond's rounding apart.
        if (interval > 100)
          expect((typists * (1 + listeners) * 1_000) / (interval - 1)).toBeGreaterThanOrEqual(0.4 * plan);
      }
    }
  }
});

test('[PACE-3] whoever has not pushed for half a minute does not count; who pushes and does not show up listens', () => {
  expect(pushIntervalMs(room(19, 20), 100, 0)).toBe(10_500);
  expect(pushIntervalMs(room(19, 20), 100, 30_000)).toBe(525);
  expect(pushIntervalMs(room(19, 1), 100, 0)).toBe(10_500);
  const [me = PersonId.parse(random.uuid()), other = me] = people;
  const later = pushedBy(room(5, 6), [me, other], me, 40_000);
  expect([...later.pushers]).toEqual([[other, 40_000]]);
});

test('[PACE-1] without a budget nothing is paced', () => {
  expect(pushIntervalMs(room(19, 20), Number.POSITIVE_INFINITY, 0)).toBe(0);
});
