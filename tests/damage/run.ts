import { parseArgs } from 'node:util';
import * as z from 'zod';
import { playDamage } from './play.ts';

/**
 * `npm run test:damage -- --injections 400 [--seed 1] [--from 0]` damages vaults in that many ways. Every one must be harmless or
 * noticed, and what is not damaged must come back byte for byte. The last line has the counts.
 */
const { values } = parseArgs({
  options: {
    injections: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
});
const injections = z.int().positive().parse(Number(values.injections));
const { failures, passed, table } = await playDamage({
  injections,
  seed: Number(values.seed),
  from: Number(values.from),
});
for (const failure of failures) console.error(failure);
for (const line of table) console.log(line);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
