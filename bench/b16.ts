import { join } from 'node:path';
import * as Y from 'yjs';
import type { PastScript } from '../app/ipc/history.ts';
import { Random } from '../tests/support/random.ts';
import { openBenchVault } from './bench-vault.ts';
import { BenchFolder, interleave, percentile, round, type Measured } from './benchmark.ts';
import { writeLongAgo } from './long-ago.ts';
import { sampleScript } from './sample-data.ts';
import { tracedScript } from './traces.ts';

const EDITS = 80_000;
const MOMENTS = 100;
const GOAL_MS = 150;
const HOUR_MS = 3_600_000;

/**
 * B16: to any moment of a script with 80,000 edits: asked of the vault, copied as over the bridge, made a document. A part
 * of the log lies in segments and the rest in rows, as a day after it was written. Beside it decoding the script's end.
 */
export async function run(): Promise<Measured> {
  using folder = new BenchFolder();
  const { name, born, typed } = tracedScript('automerge-paper', EDITS) ?? {
    name: 'sample',
    ...sampleScript({ seed: 16, rows: 800, keystrokes: EDITS }),
  };
  const updates = [...born, ...typed].slice(0, EDITS);
  const { scriptId } = sampleScript({ seed: 16, rows: 1, keystrokes: 0 });
  const random = new Random(16);
  const place = join(folder.path, 'vault');
  const { endedAt } = writeLongAgo(place, scriptId, updates, { seed: 16 });
  await using vault = await openBenchVault(place, {
    now: () => new Date(endedAt + HOUR_MS),
    indexAfterMs: 600_000,
  });
  await vault.settle();
  await vault.doChores();

  const end = Y.encodeStateAsUpdate(docOf({ snapshot: null, updates }));
  const times = { seek: [] as number[], decode: [] as number[], line: [] as number[] };
  const timed = async (into: number[], work: () => unknown): Promise<void> => {
    const start = performance.now();
    await work();
    into.push(performance.now() - start);
  };
  await interleave(
    {
      seek: () =>
        timed(times.seek, async () => {
          docOf(structuredClone(await vault.scriptAt(scriptId, random.below(updates.length + 1))));
        }),
      decode: () => timed(times.decode, () => docOf({ snapshot: end, updates: [] })),
    },
    { rounds: MOMENTS, warmUps: 0 },
  );
  for (let turn = 0; turn < 5; turn += 1) await timed(times.line, () => vault.timeline(scriptId));
  const p95 = percentile(times.seek, 0.95);
  return {
    parts: [{ name: 'p95 against 150 ms', ratio: p95 / GOAL_MS, goal: { atMost: 1 } }],
    detail: {
      data: name,
      edits: updates.length,
      moments: MOMENTS,
      seekMs: { p50: round(percentile(times.seek, 0.5)), p95: round(p95), most: round(percentile(times.seek, 1)) },
      decodeTheEndMs: { p50: round(percentile(times.decode, 0.5)), p95: round(percentile(times.decode, 0.95)) },
      timelineMs: round(percentile(times.line, 0.5)),
    },
  };
}

function docOf({ snapshot, updates }: Pick<PastScript, 'snapshot' | 'updates'>): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of snapshot === null ? updates : [snapshot, ...updates]) Y.applyUpdate(doc, update);
  });
  return doc;
}
