import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScriptId } from '../app/ids.ts';
import type { Vault } from '../main/vault/vault.ts';
import { Random } from '../tests/support/random.ts';
import { openBenchVault, vaultThreads } from './bench-vault.ts';
import { BenchFolder, interleave, percentile, round, type Measured } from './benchmark.ts';
import { BrowserPage } from './in-browser.ts';
import { asNew, sampleScript } from './sample-data.ts';
import { tracedScript } from './traces.ts';

const UPDATES = 20_000;
const ROUNDS = 3;
const WARM_UPS = 1;

/**
 * B2: a burst of 20,000 updates handed over at once, beside y-indexeddb in Chromium with the same bytes. Both have been in
 * use before, as they have been whenever somebody pastes or comes back: one vault and one page for all rounds, each round
 * in a script of its own.
 */
export async function run(): Promise<Measured> {
  const { name, typed } = burst();
  using folder = new BenchFolder();
  const place = join(folder.path, 'vault');
  await using page = await BrowserPage.open('y-indexeddb-rate.ts');
  const coded = typed.map((bytes) => Buffer.from(bytes).toString('base64'));
  const random = new Random(2);
  const writer = new URL('./counting-writer.worker.ts', import.meta.url);
  await using vault = await openBenchVault(place, { workers: { ...vaultThreads, writer }, indexAfterMs: 600_000 });
  const own = { vault: [] as number[], indexedDb: [] as number[] };
  await interleave(
    {
      vault: async () => own.vault.push(await burstIntoVault(vault, typed, random)),
      indexedDb: async () => own.indexedDb.push((await page.run<{ tookMs: number }>({ updates: coded })).tookMs),
    },
    { rounds: ROUNDS, warmUps: WARM_UPS },
  );
  await vault.close();
  // Making the scripts is counted as well.
  const flushes = Number(readFileSync(join(place, 'commits'), 'utf8')) / (own.vault.length * typed.length);
  own.vault.splice(0, WARM_UPS);
  own.indexedDb.splice(0, WARM_UPS);
  const [vaultMs, indexedDbMs] = [percentile(own.vault, 0.5), percentile(own.indexedDb, 0.5)];
  return {
    parts: [
      { name: 'flushes per update', ratio: flushes, goal: { atMost: 0.03 } },
      { name: "rate against y-indexeddb's", ratio: indexedDbMs / vaultMs, goal: { atLeast: 100 } },
    ],
    detail: {
      data: name,
      updates: typed.length,
      vaultPerSecond: round((typed.length / vaultMs) * 1_000),
      indexedDbPerSecond: round((typed.length / indexedDbMs) * 1_000),
      chromium: page.version(),
    },
  };
}

function burst(): { readonly name: string; readonly typed: readonly Uint8Array[] } {
  const traced = tracedScript('automerge-paper', UPDATES);
  if (traced !== undefined) return { name: traced.name, typed: traced.typed.slice(0, UPDATES) };
  return { name: 'sample', typed: sampleScript({ seed: 2, rows: 200, keystrokes: UPDATES }).typed };
}

async function burstIntoVault(vault: Vault, typed: readonly Uint8Array[], random: Random): Promise<number> {
  const scriptId = ScriptId.parse(random.uuid());
  const updates = asNew(typed, random);
  await vault.create({ scriptId, title: 'Burst', updates: [] });
  const start = performance.now();
  await Promise.all(updates.map((update) => vault.append({ scriptId, ...update })));
  return performance.now() - start;
}
