import { parseArgs } from 'node:util';
import * as z from 'zod';
import { setup } from '../../../support/server/global-setup.ts';
import { openRestLane, openSqlLane, type Lane } from './lane.ts';
import { CALLS_PER_ROUND, type Round } from './play.ts';
import { sumOf } from './sum.ts';

/**
 * `npm run test:attack -- --calls 100000 [--from 1] [--rest 2000]` plays that many random calls in rounds of 500, each
 * round from its own seed, on two databases at once; `--rest` of them through the gateway. A round that found something
 * is played again with `--from <seed> --calls 500`. The last lines have the counts.
 */

const LANES = 2;
const TOLD = 40;

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    rest: { type: 'string', default: '0' },
  },
});
const wanted = z
  .object({ calls: z.int().positive(), from: z.int().nonnegative(), rest: z.int().nonnegative() })
  .parse({ calls: Number(values.calls), from: Number(values.from), rest: Number(values.rest) });

const started = performance.now();
const close = await setup();
const rounds: Round[] = [];
try {
  const bySql = Math.max(0, wanted.calls - wanted.rest);
  await playAll(
    wanted.from,
    Math.ceil(bySql / CALLS_PER_ROUND),
    Array.from({ length: LANES }, () => openSqlLane),
  );
  await playAll(wanted.from, Math.ceil(wanted.rest / CALLS_PER_ROUND), [openRestLane]);
} finally {
  await close?.();
}
process.exitCode = tell();

/** Each lane takes the next seed when it is done with one. */
async function playAll(from: number, count: number, opening: readonly (() => Promise<Lane>)[]): Promise<void> {
  let next = from;
  const playLane = async (open: () => Promise<Lane>): Promise<void> => {
    await using lane = await open();
    while (next < from + count) {
      const round = await lane.play(next++);
      rounds.push(round);
      for (const breach of round.breaches.slice(0, TOLD)) console.error(breach);
      if (rounds.length % 20 === 0) console.log(`${rounds.length * CALLS_PER_ROUND} calls`);
    }
  };
  if (count > 0) await Promise.all(opening.map(playLane));
}

function tell(): number {
  const { counts, calls, reachedAuthorisation, breaches, broken } = sumOf(rounds);
  for (const [name, count] of [...counts].toSorted(([a], [b]) => a.localeCompare(b))) console.log(`${count}\t${name}`);
  for (const message of new Set(broken.slice(0, TOLD))) console.error(`Broken: ${message}`);
  const percent = ((100 * reachedAuthorisation) / calls).toFixed(1);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`calls=${calls} reached_authorisation=${percent}% tables_hashed=${rounds.length} seconds=${seconds}`);
  console.log(`read_or_changed_beyond_rights=${breaches.length} broken=${broken.length}`);
  return breaches.length === 0 && broken.length === 0 && Number(percent) >= 95 ? 0 : 1;
}
