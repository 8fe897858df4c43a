import { expect, test } from 'vitest';
import { expectedBackups } from '../../../tests/backups/expected-backups.ts';
import { Random } from '../../../tests/support/random.ts';
import { ASKED_KEPT, DEFAULT_KEEP, retained, type Kept } from './retention.ts';

const DAY_MS = 86_400_000;
/** A Monday, at noon of the machine's own place. */
const START = new Date(2026, 5, 1, 12).getTime();

/** One backup per time, in the order they were made. */
function madeAt(times: readonly number[], kind: Kept['kind'] = 'daily'): readonly Kept[] {
  return times.map((at, index) => ({ backupId: `b${index}`, number: index + 1, madeAt: at, kind }));
}

function kept(times: readonly number[], keep = DEFAULT_KEEP): readonly string[] {
  return [...retained(madeAt(times), { keep }).keys()].toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

const day = (number: number, hour = 12): number => new Date(2026, 5, 1 + number, hour).getTime();

test('[BACKUP-4] of a hundred days there stay seven days, four weeks and twelve months', () => {
  const reasons = retained(madeAt(Array.from({ length: 100 }, (_, index) => day(index))), { keep: DEFAULT_KEEP });
  const days = (reason: string): readonly string[] =>
    [...reasons].filter(([, why]) => why.includes(reason as never)).map(([id]) => id);
  expect(days('day')).toEqual(['b99', 'b98', 'b97', 'b96', 'b95', 'b94', 'b93']);
  // Day 99 is Tuesday 8 September: each week keeps its last day.
  expect(days('week')).toEqual(['b99', 'b97', 'b90', 'b83']);
  expect(days('month')).toEqual(['b99', 'b91', 'b60', 'b29']);
  expect(reasons.size).toBe(7 + 2 + 3);
});

test('[BACKUP-4] a day keeps its last backup; days without one count for nothing', () => {
  expect(kept([day(0, 8), day(0, 20), day(40, 9), day(300)], { daily: 2, weekly: 0, monthly: 0 })).toEqual([
    'b2',
    'b3',
  ]);
});

test('[BACKUP-4] the newest backup stays whatever is chosen, and so does what an alarm still needs', () => {
  const backups = madeAt([day(0), day(1), day(2)]);
  const none = { daily: 0, weekly: 0, monthly: 0 };
  expect([...retained(backups, { keep: none }).keys()]).toEqual(['b2']);
  expect([...retained(backups, { keep: none, needed: new Set(['b0']) }).keys()]).toEqual(['b2', 'b0']);
});

test('[BACKUP-4] backups that were asked for are not pushed out by others of their day', () => {
  const asked = madeAt(
    Array.from({ length: 8 }, (_, hour) => day(0, hour + 1)),
    'asked',
  );
  const later: Kept = { backupId: 'later', number: 9, madeAt: day(0, 20), kind: 'daily' };
  const reasons = retained([...asked, later], { keep: DEFAULT_KEEP });
  expect([...reasons.keys()]).toEqual([
    'later',
    ...asked
      .slice(-ASKED_KEPT)
      .toReversed()
      .map(({ backupId }) => backupId),
  ]);
});

test('[BACKUP-5] a clock that jumps years ahead or back makes no backup old', () => {
  const years = (count: number): number => Math.round(count * 365.25) * DAY_MS;
  const before = Array.from({ length: 10 }, (_, index) => day(index));
  for (const jump of [years(10), -years(10)]) {
    // One backup while the clock is wrong, then three more days with the right one.
    const times = [...before, day(10) + jump, day(11), day(12), day(13)];
    expect(kept(times, { daily: 7, weekly: 0, monthly: 0 })).toEqual(['b7', 'b8', 'b9', 'b10', 'b11', 'b12', 'b13']);
  }
});

test('[BACKUP-5] whatever the clock does, what stays is the last of as many days, weeks and months as were chosen', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = new Random(seed);
    let at = START;
    const backups = madeAt(
      Array.from({ length: 5 + random.below(60) }, () => {
        const jump = random.chance(6) ? (random.below(4_000) - 2_000) * DAY_MS : random.below(40) * 3_600_000;
        return (at += jump);
      }),
    );
    const keep = { daily: 1 + random.below(9), weekly: random.below(6), monthly: random.below(14) };
    const stays = retained(backups, { keep });
    expect(new Set(stays.keys()), `seed ${seed}`).toEqual(expectedBackups(backups, keep));
    // Retention again changes nothing: what stays is what would have stayed anyway.
    const again = retained(
      backups.filter(({ backupId }) => stays.has(backupId)),
      { keep },
    );
    expect(new Set(again.keys()), `seed ${seed}, again`).toEqual(new Set(stays.keys()));
  }
});
