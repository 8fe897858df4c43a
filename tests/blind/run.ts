/**
 * `npm run test:blind [-- --words 10000] [--seed 1]` plants that many words in every place of scripts, makes bundles of
 * them and searches the bundles' bytes, raw and unfolded. The last lines say how many were found; none may be.
 */
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { searchBundles } from './search-bundles.ts';

const { values } = parseArgs({
  options: { words: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const Options = z.object({ words: z.coerce.number().int().positive(), seed: z.coerce.number().int().nonnegative() });
const { bundles, planted, missing, found } = await searchBundles(Options.parse(values));
console.log(`${planted} words planted in ${bundles} bundles, ${missing.length} of them not in place`);
console.log(`${found.length} found${found.length === 0 ? '' : `: ${found.slice(0, 20).join(', ')}`}`);
process.exitCode = found.length + missing.length === 0 ? 0 : 1;
