import * as Y from 'yjs';
import { BrowserPage } from './in-browser.ts';
import { percentile, round, type Measured } from './benchmark.ts';
import { sampleScript } from './sample-data.ts';

const ROUNDS = 5;
const ROWS = 500;
const KEYSTROKES = 20_000;
const MEGABYTE = 1024 * 1024;
const THINGS = ['nothing', 'document', 'session', 'surface'] as const;
type Thing = (typeof THINGS)[number];

/** B8: the memory of an open script (document, model, history, saving) beside the bare Y.Doc of the same bytes. */
export async function run(): Promise<Measured> {
  const { born, typed } = sampleScript({ seed: 8, rows: ROWS, keystrokes: KEYSTROKES });
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of [...born, ...typed]) Y.applyUpdate(doc, update);
  });
  const snapshot = Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64');
  const heaps: Record<Thing, number[]> = { nothing: [], document: [], session: [], surface: [] };
  let version = '';
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    for (const what of turn % 2 === 0 ? THINGS : THINGS.toReversed()) {
      // A page of its own for each, because what is open stays open.
      await using page = await BrowserPage.open('memory.ts', {
        args: ['--enable-precise-memory-info', '--js-flags=--expose-gc'],
      });
      const { heapBytes } = await page.run<{ heapBytes: number }>({ snapshot, what });
      heaps[what].push(heapBytes);
      version = page.version();
    }
  }
  const median = (what: Thing): number => percentile(heaps[what], 0.5);
  const above = (what: Thing): number => median(what) - median('nothing');
  return {
    parts: [{ name: 'an open script', ratio: above('session') / above('document'), goal: { atMost: 1.3 } }],
    detail: {
      heapMegabytes: Object.fromEntries(THINGS.map((what) => [what, round(median(what) / MEGABYTE)])),
      withTheSurfaceDrawn: round(above('surface') / above('document')),
      snapshotKilobytes: round((snapshot.length * 0.75) / 1024),
      rows: ROWS,
      browser: version,
    },
  };
}
