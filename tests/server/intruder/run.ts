import { parseArgs } from 'node:util';
import * as z from 'zod';
import { setup } from '../../support/server/global-setup.ts';
import { play } from './play.ts';

/**
 * `npm run test:intruder -- --attempts 10000 [--seed 1]`: so many attempts of a hand-made program, counted by kind, by
 * whose token, and by whether the server refused. What was not refused is looking where one may look, and what changed
 * nothing: the last lines say whether logs and open editors are, byte for byte, as they were.
 */

const { values } = parseArgs({
  options: { attempts: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
});
const { attempts, seed } = z
  .object({ attempts: z.coerce.number().int().positive(), seed: z.coerce.number().int() })
  .parse(values);

const started = performance.now();
const close = await setup();
try {
  const { counts, peers, ...states } = await play(seed, attempts);
  for (const [name, count] of [...counts].toSorted(([a], [b]) => a.localeCompare(b))) console.log(`${count}\t${name}`);
  const logs = states.logsBefore === states.logsAfter;
  const editors = states.editorsBefore.every((hash, index) => hash === states.editorsAfter[index]);
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  console.log(`attempts=${[...counts.values()].reduce((sum, count) => sum + count, 0)} seconds=${seconds}`);
  console.log(`logs_equal=${logs} editors_equal=${editors} peers_seen=${peers.length}`);
  process.exitCode = logs && editors ? 0 : 1;
} finally {
  await close?.();
}
