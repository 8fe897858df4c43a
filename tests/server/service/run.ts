import { parseArgs } from 'node:util';
import * as z from 'zod';
import { setup } from '../../support/server/global-setup.ts';
import { KillCampaign, type Killed } from './kill-campaign.ts';

/**
 * `npm run test:service -- --kills 50 [--seed 1] [--writers 16]`: kills the service at statements that chance names, while
 * people push; after each kill what is there must be true, and at the end it must be all there is.
 */
const Options = z.object({
  kills: z.coerce.number().int().positive(),
  seed: z.coerce.number().int().nonnegative(),
  writers: z.coerce.number().int().positive(),
});
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    writers: { type: 'string', default: '16' },
  },
});
const { kills, seed, writers } = Options.parse(values);

const started = performance.now();
await using open = new AsyncDisposableStack();
open.defer((await setup()) ?? (async () => undefined));
const campaign = open.use(await KillCampaign.open({ seed, writers }));
const all: Killed[] = [];
for (let kill = 0; kill < kills; kill += 1) {
  const killed = await campaign.kill();
  all.push(killed);
  for (const finding of killed.findings) console.log(`kill ${kill + 1}, statement ${killed.statement}: ${finding}`);
  if (all.length % 10 === 0) console.log(`${all.length} kills, read up to ${killed.position}`);
}
const settled = await campaign.settle();
for (const finding of settled) console.log(`at the end: ${finding}`);
const statements = new Set(all.map(({ statement }) => statement));
const bad = all.filter(({ findings }) => findings.length > 0).length + (settled.length > 0 ? 1 : 0);
console.log(`${kills} kills at ${statements.size} different statements, ${writers} writers`);
console.log(`seed ${seed}, ${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${all.length + 1 - bad} passed, ${bad} failed, 0 skipped`);
process.exitCode = bad === 0 ? 0 : 1;
