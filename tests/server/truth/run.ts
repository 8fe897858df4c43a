import { parseArgs } from 'node:util';
import * as z from 'zod';
import { setup } from '../../support/server/global-setup.ts';
import { play } from './play.ts';

/** `npm run test:truth -- --rounds 1000 [--seed 1]`: what was said how often, and every claim that was not true. */

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const { rounds, seed } = z
  .object({ rounds: z.coerce.number().int().positive(), seed: z.coerce.number().int() })
  .parse(values);

const started = performance.now();
const close = await setup();
try {
  const { claims, falseClaims, said } = await play(seed, rounds);
  for (const [words, count] of [...said].toSorted(([, a], [, b]) => b - a)) console.log(`${count}\t${words}`);
  for (const found of falseClaims.slice(0, 20)) console.error(JSON.stringify(found));
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  console.log(`rounds=${rounds} claims=${claims} false_claims=${falseClaims.length} seconds=${seconds}`);
  process.exitCode = falseClaims.length === 0 ? 0 : 1;
} finally {
  await close?.();
}
