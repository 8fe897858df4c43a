import * as Y from 'yjs';
import { BrowserPage } from './in-browser.ts';
import { percentile, round, type Measured } from './benchmark.ts';
import { sampleScript } from './sample-data.ts';

const ROUNDS = 7;
const ROWS = 500;
const KEYSTROKES = 20_000;
const MEGABYTE = 1024 * 1024;
const THINGS = ['document', 'session', 'surface'] as const;
type Thing = (typeof THINGS)[number];

/** B8: the memory of an open script (document, model, history, saving) beside the bare Y.Doc of the same bytes. */
export async function run(): Promise<Measured> {
  const { born, typed } = sampleScript({ seed: 8, rows: ROWS, keystrokes: KEYSTROKES });
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of [...born, ...typed]) Y.applyUpdate(doc, update);
  });
  const snapshot = Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64');
  await using page = await BrowserPage.open('memory.ts', {
    args: ['--enable-precise-memory-info', '--js-flags=--expose-gc'],
  });
  const heaps: Record<Thing, number[]> = { document: [], session: [], surface: [] };
  // The first round only warms up: it also counts what is compiled and cached for good.
  for (let turn = -1; turn < ROUNDS; turn += 1) {
    for (const what of turn % 2 === 0 ? THINGS : THINGS.toReversed()) {
      const { heapBytes } = await page.run<{ heapBytes: number }>({ snapshot, what });
      if (turn >= 0) heaps[what].push(heapBytes);
    }
  }
  const median = (what: Thing): number => percentile(heaps[what], 0.5);
  return {
    parts: [{ name: 'an open script', ratio: median('session') / median('document'), goal: { atMost: 1.3 } }],
    detail: {
      heapMegabytes: Object.fromEntries(THINGS.map((what) => [what, round(median(what) / MEGABYTE)])),
      withTheSurfaceDrawn: round(median('surface') / median('document')),
      snapshotKilobytes: round((snapshot.length * 0.75) / 1024),
      rows: ROWS,
      browser: page.version(),
    },
  };
}
