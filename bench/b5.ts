import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { ScriptId } from '../app/ids.ts';
import type { ScriptGlance } from '../app/ipc/script-glance.ts';
import { Random } from '../tests/support/random.ts';
import { openBenchVault } from './bench-vault.ts';
import { BenchFolder, interleave, percentile, round, type Measured } from './benchmark.ts';
import { inFreshProcess } from './fresh-process.ts';
import { BrowserPage } from './in-browser.ts';
import { asNew, sampleScript } from './sample-data.ts';

const ROUNDS = 11;
const ROWS = 1_500;
const KEYSTROKES = 60_000;
const STYLES = ['ui/tokens.css', 'ui/base.css', 'editor/script.css', 'editor/rows.css', 'editor/words.css'];

/**
 * B5: from asking the vault for a script's stored text until its words have their places in the page, beside decoding the
 * same script's document, each in processes that have done nothing before.
 */
export async function run(): Promise<Measured> {
  using folder = new BenchFolder();
  const { born, typed } = sampleScript({ seed: 5, rows: ROWS, keystrokes: KEYSTROKES });
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of [...born, ...typed]) Y.applyUpdate(doc, update);
  });
  const state = Y.encodeStateAsUpdate(doc);
  const place = join(folder.path, 'vault');
  const { scriptId, glance } = await store(place, [...born, state]);
  const styles = STYLES.map((file) => readFileSync(join(import.meta.dirname, '..', 'renderer', file), 'utf8')).join(
    '\n',
  );
  const coded = Buffer.from(state).toString('base64');
  await using page = await BrowserPage.open('first-words.ts');
  const inPage = async (input: object): Promise<number> => {
    await page.startAnew();
    return (await page.run<{ tookMs: number }>(input)).tookMs;
  };
  const times = { vault: [] as number[], drawing: [] as number[], decoding: [] as number[] };
  await interleave(
    {
      glance: async () => {
        times.vault.push(await inFreshProcess('open-script.ts', 'glance', place, scriptId));
        times.drawing.push(await inPage({ way: 'glance', glance, styles }));
      },
      decoding: async () => times.decoding.push(await inPage({ way: 'decode', state: coded })),
    },
    { rounds: ROUNDS, warmUps: 0 },
  );
  const median = (values: readonly number[]): number => percentile(values, 0.5);
  const wordsMs = median(times.vault) + median(times.drawing);
  return {
    parts: [{ name: 'words before the document', ratio: wordsMs / median(times.decoding), goal: { atMost: 0.15 } }],
    detail: {
      rows: ROWS,
      stateBytes: state.length,
      readMs: round(median(times.vault)),
      drawMs: round(median(times.drawing)),
      decodeMs: round(median(times.decoding)),
      chromium: page.version(),
    },
  };
}

async function store(
  folder: string,
  updates: readonly Uint8Array[],
): Promise<{ readonly scriptId: ScriptId; readonly glance: ScriptGlance }> {
  const random = new Random(5);
  const scriptId = ScriptId.parse(random.uuid());
  await using vault = await openBenchVault(folder, { indexAfterMs: 600_000 });
  await vault.create({ scriptId, title: 'Sample', updates: asNew(updates, random) });
  await vault.settle();
  const glance = await vault.readGlance(scriptId);
  if (glance === null) throw new Error('The sample has no text to be read before its document.');
  return { scriptId, glance };
}
