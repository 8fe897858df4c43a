import { parseArgs } from 'node:util';
import * as z from 'zod';
import { buildApp } from '../../build/run/build-app.ts';
import { setup } from '../../build/run/e2e-setup.ts';
import { AppCampaign } from './app-campaign.ts';
import { Campaign, type Killed } from './campaign.ts';
import { PHASES } from './phases.ts';

/**
 * `npm run test:kill -- --cycles 300 [--seed 1] [--phase snapshot]`: kills the vault as it ships inside each of its
 * phases by turns, and every tenth time the whole program in a window, at a change of the disk that chance names; then
 * looks for what had been acknowledged or shown as saved. The last line counts kills.
 */
const Options = z.object({
  cycles: z.coerce.number().int().positive(),
  seed: z.coerce.number().int().nonnegative(),
  phase: z.enum(PHASES).nullable(),
});
const PROGRESS_EVERY = 50;
const WINDOW_EVERY = 10;

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    phase: { type: 'string' },
  },
});
const { cycles, seed, phase: only } = Options.parse({ phase: null, ...values });

await buildApp();
await using open = new AsyncDisposableStack();
const campaigns = PHASES.filter((phase) => phase === (only ?? phase)).map((phase, index) =>
  open.use(new Campaign(phase, { seed: seed * 100 + index })),
);
const withWindow = only === null && cycles >= WINDOW_EVERY ? await openWindows() : undefined;
const started = performance.now();
const all: Killed[] = [];
for (let cycle = 0; cycle < cycles; cycle += 1) {
  const isInWindow = cycle % WINDOW_EVERY === WINDOW_EVERY - 1;
  const campaign = (isInWindow ? withWindow : undefined) ?? campaigns[cycle % campaigns.length];
  if (campaign === undefined) break;
  const killed = await campaign.cycle();
  all.push(killed);
  if (killed.findings.length > 0) {
    console.log(`${killed.phase} ${killed.seed}, at ${killed.change?.op} ${killed.change?.file}`);
    for (const { kind, vault, detail } of killed.findings) console.log(`  ${vault} ${kind}: ${detail}`);
  }
  if (all.length % PROGRESS_EVERY === 0) console.log(`${all.length} of ${cycles} cycles`);
}

const inside = all.filter(({ change }) => change !== null);
for (const phase of new Set(all.map((killed) => killed.phase))) {
  const here = inside.filter((killed) => killed.phase === phase);
  const places = new Set(here.map(({ change }) => `${change?.op} ${shortened(change?.file ?? '')}`));
  console.log(
    `${phase.padEnd(16)}${String(here.length).padStart(4)} kills inside, at ${[...places].sort().join(', ')}`,
  );
}
const withFinding = (...kinds: readonly string[]): number =>
  all.filter(({ findings }) => findings.some(({ kind }) => kinds.includes(kind))).length;
const missed = all.length - inside.length;
const bad = all.filter(({ findings }) => findings.length > 0).length;
console.log(`cycles in which something acknowledged, or shown as saved, was lost: ${withFinding('lost')}`);
console.log(`integrity errors: ${withFinding('damaged', 'unopenable', 'made up')}`);
console.log(`backups called verified that are not whole, or gone: ${withFinding('backup')}`);
console.log(`disks with something half-made left: ${withFinding('leftover')}`);
console.log(`strikes that came to nothing: ${missed}`);
console.log(`seed ${seed}, ${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${all.length - bad - missed} passed, ${bad} failed, ${missed} skipped`);
process.exitCode = bad === 0 && missed * 10 < all.length ? 0 : 1;

/** The stand-in, without a display: Electron itself would hand the witness on to Chromium's processes. */
async function openWindows(): Promise<AppCampaign> {
  Object.assign(process.env, { ELECTRON_HOST: 'stand-in', GALLEY_E2E: 'headless' });
  open.defer(await setup());
  return open.use(new AppCampaign({ seed }));
}

/** Names that every run makes anew say no more than their place. */
function shortened(file: string): string {
  const name = file.split('/').at(-1) ?? '';
  return /^([0-9a-f]{2}|[0-9a-f-]{36,64})(\.part)?$/.test(name) ? '…' : name.replace(/^\d{6}_.*\./, '….');
}
