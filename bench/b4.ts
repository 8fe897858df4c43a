import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { ScriptId } from '../app/ids.ts';
import { Random } from '../tests/support/random.ts';
import { openBenchVault } from './bench-vault.ts';
import { BenchFolder, interleave, percentile, round, type Measured } from './benchmark.ts';
import { inFreshProcess } from './fresh-process.ts';
import { asNew, sampleScript } from './sample-data.ts';
import { tracedScript } from './traces.ts';

const ROUNDS = 15;
const TAIL = 500;

/** B4: from a script in the vault (snapshot and 500 updates) to a document, beside decoding the same state, each in a fresh process. */
export async function run(): Promise<Measured> {
  using folder = new BenchFolder();
  const { name, born, typed } = script();
  const place = join(folder.path, 'vault');
  const scriptId = await store(place, [...born, ...typed]);
  const state = join(folder.path, 'state');
  const doc = new Y.Doc();
  for (const update of [...born, ...typed]) Y.applyUpdate(doc, update);
  const bytes = Y.encodeStateAsUpdate(doc);
  writeFileSync(state, bytes);

  const times = { vault: [] as number[], state: [] as number[] };
  await interleave(
    {
      vault: async () => times.vault.push(await inFreshProcess('open-script.ts', 'vault', place, scriptId)),
      state: async () => times.state.push(await inFreshProcess('open-script.ts', 'state', state)),
    },
    { rounds: ROUNDS, warmUps: 0 },
  );
  const [vaultMs, stateMs] = [percentile(times.vault, 0.5), percentile(times.state, 0.5)];
  return {
    parts: [{ name: 'open', ratio: vaultMs / stateMs, goal: { atMost: 1.15 } }],
    detail: {
      data: name,
      updates: typed.length,
      tail: TAIL,
      stateBytes: bytes.length,
      openMs: round(vaultMs),
      decodeMs: round(stateMs),
    },
  };
}

function script(): {
  readonly name: string;
  readonly born: readonly Uint8Array[];
  readonly typed: readonly Uint8Array[];
} {
  return (
    tracedScript('automerge-paper') ?? { name: 'sample', ...sampleScript({ seed: 4, rows: 1_500, keystrokes: 60_000 }) }
  );
}

/** Everything but the last 500 updates goes into a snapshot. */
async function store(folder: string, updates: readonly Uint8Array[]): Promise<ScriptId> {
  const random = new Random(4);
  const scriptId = ScriptId.parse(random.uuid());
  await using vault = await openBenchVault(folder, { indexAfterMs: 600_000 });
  await vault.create({ scriptId, title: 'Sample', updates: [] });
  const append = (some: readonly Uint8Array[]): Promise<unknown> =>
    Promise.all(asNew(some, random).map((update) => vault.append({ scriptId, ...update })));
  await append(updates.slice(0, -TAIL));
  await vault.settle();
  await append(updates.slice(-TAIL));
  const opened = await vault.openScript(scriptId);
  if (opened.snapshot === null || opened.updates.length !== TAIL)
    throw new Error('The sample has not the tail it should have.');
  return scriptId;
}
