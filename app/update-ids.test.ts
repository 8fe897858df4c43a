import { expect, test } from 'vitest';
import { Random } from '../tests/support/random.ts';
import { risingUpdateIds } from './update-ids.ts';

function open() {
  const random = new Random(1);
  const clock = { ms: Date.UTC(2026, 10, 20) };
  const next = risingUpdateIds({ now: () => new Date(clock.ms), newId: () => random.uuid() });
  return { clock, take: (count: number) => Array.from({ length: count }, next) };
}

test('[SAVE-27] update ids rise, within one millisecond and when the clock is set back', () => {
  const { clock, take } = open();
  const ids = take(10_000);
  clock.ms += 1;
  ids.push(...take(3));
  clock.ms -= 24 * 3_600_000;
  ids.push(...take(3));
  clock.ms += 25 * 3_600_000;
  ids.push(...take(3));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test('[SAVE-27] an update id tells its millisecond, and two windows never make the same one', () => {
  const { clock, take } = open();
  const [id = ''] = take(1);
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(clock.ms);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7000-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const other = risingUpdateIds({ now: () => new Date(clock.ms), newId: () => new Random(2).uuid() });
  expect(other()).not.toBe(id);
});
