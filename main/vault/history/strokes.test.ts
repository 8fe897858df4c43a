import { expect, test } from 'vitest';
import { Random } from '../../../tests/support/random.ts';
import { Strokes, type Step } from './strokes.ts';

const step = (ordinal: number, savedAt: number, other: Partial<Step> = {}): Step => ({
  ordinal,
  savedAt,
  personId: 'local',
  origin: 'written',
  ...other,
});

function strokesOf(steps: Iterable<Step>) {
  const strokes = new Strokes();
  for (const each of steps) strokes.add(each);
  return strokes.all();
}

test('[HIST-3] a pause, another person, another origin and a clock set back each begin a stroke', () => {
  const minutes = (count: number): number => count * 60_000;
  const strokes = strokesOf([
    step(1, 0),
    step(2, minutes(1)),
    step(3, minutes(3)),
    step(4, minutes(3), { personId: 'ana' }),
    step(5, minutes(3), { personId: 'ana', origin: 'received' }),
    step(6, minutes(2), { personId: 'ana', origin: 'received' }),
  ]);
  expect(strokes.map(({ first, last }) => [first, last])).toEqual([
    [1, 2],
    [3, 3],
    [4, 4],
    [5, 5],
    [6, 6],
  ]);
  expect(strokes[0]).toEqual({
    first: 1,
    last: 2,
    firstAt: 0,
    lastAt: minutes(1),
    personId: 'local',
    origin: 'written',
  });
});

test('[HIST-3] however long a log is, its strokes are few, in order and without gaps', () => {
  const random = new Random(3);
  let at = 0;
  const steps = Array.from({ length: 100_000 }, (_, index) => {
    at += random.chance(20) ? 60_001 + random.below(3_600_000) : random.below(1_000);
    return step(index + 1, at);
  });
  const strokes = strokesOf(steps);
  expect(strokes.length).toBeLessThanOrEqual(2_000);
  expect(strokes.length).toBeGreaterThan(500);
  let next = 1;
  for (const { first, last } of strokes) {
    expect(first).toBe(next);
    next = last + 1;
  }
  expect(next).toBe(100_001);
});

test('[HIST-3] people who change places all day are never mixed up', () => {
  const steps = Array.from({ length: 20_000 }, (_, index) =>
    step(index + 1, index, { personId: index % 2 === 0 ? 'ana' : 'ben' }),
  );
  expect(strokesOf(steps)).toHaveLength(20_000);
});
