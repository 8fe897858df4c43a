import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScriptId } from '../app/ids.ts';
import { Random } from '../tests/support/random.ts';
import { openBenchVault, vaultThreads } from './bench-vault.ts';
import { BenchFolder, interleave, percentile, round, type Measured } from './benchmark.ts';
import { BrowserPage } from './in-browser.ts';
import { asNew, sampleScript } from './sample-data.ts';
import { tracedScript } from './traces.ts';

const UPDATES = 20_000;
const ROUNDS = 3;

/** B2: a burst of 20,000 updates handed over at once, beside y-indexeddb in Chromium with the same bytes. */
export async function run(): Promise<Measured> {
  const { name, typed } = burst();
  using folder = new BenchFolder();
  await using page = await BrowserPage.open('y-indexeddb-rate.ts');
  const coded = typed.map((bytes) => Buffer.from(bytes).toString('base64'));
  const random = new Random(2);
  const own = { vault: [] as number[], indexedDb: [] as number[], flushes: [] as number[] };
  await interleave(
    {
      vault: async () => {
        const { tookMs, commits } = await burstIntoVault(join(folder.path, random.uuid()), typed, random);
        own.vault.push(tookMs);
        own.flushes.push(commits / typed.length);
      },
      indexedDb: async () => {
        own.indexedDb.push((await page.run<{ tookMs: number }>({ updates: coded })).tookMs);
      },
    },
    { rounds: ROUNDS, warmUps: 0 },
  );
  const [vaultMs, indexedDbMs] = [percentile(own.vault, 0.5), percentile(own.indexedDb, 0.5)];
  return {
    parts: [
      { name: 'flushes per update', ratio: percentile(own.flushes, 1), goal: { atMost: 0.03 } },
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

async function burstIntoVault(
  folder: string,
  typed: readonly Uint8Array[],
  random: Random,
): Promise<{ readonly tookMs: number; readonly commits: number }> {
  const scriptId = ScriptId.parse(random.uuid());
  const updates = asNew(typed, random);
  const writer = new URL('./counting-writer.worker.ts', import.meta.url);
  const vault = await openBenchVault(folder, { workers: { ...vaultThreads, writer } });
  await vault.create({ scriptId, title: 'Burst', updates: [] });
  const start = performance.now();
  await Promise.all(updates.map((update) => vault.append({ scriptId, ...update })));
  const tookMs = performance.now() - start;
  await vault.close();
  return { tookMs, commits: Number(readFileSync(join(folder, 'commits'), 'utf8')) };
}
