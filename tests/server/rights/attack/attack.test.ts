import { expect, test } from 'vitest';
import { rewritten } from '../hole.ts';
import { openRestLane, openSqlLane } from './lane.ts';
import type { Round } from './play.ts';
import { sumOf } from './sum.ts';

/** In whole numbers: this many of a hundred calls get as far as the rights. */
const REACH_PERCENT = 95;

function expectNoBreach(rounds: readonly Round[]): void {
  const { calls, reachedAuthorisation, breaches, broken } = sumOf(rounds);
  expect({ breaches, broken }).toEqual({ breaches: [], broken: [] });
  expect((100 * reachedAuthorisation) / calls).toBeGreaterThanOrEqual(REACH_PERCENT);
}

test('[ATTACK-1] 2,000 calls by anybody, of anything, read and change nothing beyond the table of rights', async () => {
  await using lane = await openSqlLane();
  const rounds: Round[] = [];
  for (const seed of [1, 2, 3, 4]) rounds.push(await lane.play(seed));
  expectNoBreach(rounds);
});

test('[ATTACK-1] calls through the gateway with signed tokens read and change nothing beyond the table of rights', async () => {
  await using lane = await openRestLane();
  expectNoBreach([await lane.play(1, 250)]);
});

test('[ATTACK-2] a seed makes the same attempts again, with the same answers', async () => {
  await using lane = await openSqlLane();
  const first = await lane.play(7, 100);
  const again = await lane.play(7, 100);
  expect(Object.fromEntries(again.counts)).toEqual(Object.fromEntries(first.counts));
});

/** Each is seen in another way: by what a call answers, by rows read, by rows changed, by words told. */
const holes = Object.entries({
  'a function that viewers may call': rewritten(
    'public.push_updates',
    `'freelancer')`,
    `'freelancer', 'viewer', 'client')`,
  ),
  'a table that everybody reads': 'create policy hole on public.comments for select to authenticated using (true)',
  'a change to what belongs to others': rewritten(
    'public.read_notifications',
    'and told.person_id = private.caller()',
    '',
  ),
  'a list that tells too much': rewritten(
    'public.my_access',
    `'freelancer', 'viewer')\n`,
    `'freelancer', 'viewer', 'client')\n`,
  ),
});

test.for(holes)('[ATTACK-3] the calls find %s', async ([, hole]) => {
  await using lane = await openSqlLane({ hole });
  const breaches: string[] = [];
  for (let seed = 1; seed <= 6 && breaches.length === 0; seed += 1) {
    breaches.push(...(await lane.play(seed, 200)).breaches);
  }
  expect(breaches).not.toEqual([]);
});
