import { parseArgs } from 'node:util';
import * as z from 'zod';
import { setup } from '../../support/server/global-setup.ts';
import { playReal } from './play-real.ts';

/** `npm run test:sim-real -- --seeds 200 [--from 0]`: histories on the shipped vault's threads and the real local stack. */

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '20' }, from: { type: 'string', default: '0' } },
});
const { seeds, from } = z
  .object({ seeds: z.coerce.number().int().positive(), from: z.coerce.number().int().nonnegative() })
  .parse(values);

const started = performance.now();
const close = await setup();
const failed: number[] = [];
let positions = 0;
try {
  for (let seed = from; seed < from + seeds; seed += 1) {
    try {
      positions += (await playReal(seed)).positions;
    } catch (error) {
      failed.push(seed);
      console.error(`seed ${seed}:`, error);
    }
    if ((seed + 1 - from) % 20 === 0) console.log(`${seed + 1 - from} of ${seeds}, ${failed.length} failed`);
  }
} finally {
  await close?.();
}
const seconds = ((performance.now() - started) / 1_000).toFixed(0);
if (failed.length > 0) console.error(`failed: ${failed.join(' ')}`);
console.log(`${positions} positions of the server’s log, in ${seconds} s`);
console.log(`${seeds - failed.length} passed, ${failed.length} failed, 0 skipped`);
process.exitCode = failed.length === 0 ? 0 : 1;
