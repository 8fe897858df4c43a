import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { buildSurfacePage } from '../tests/browser/build-page.ts';
import { servePages } from '../tests/browser/serve-pages.ts';
import { BenchFolder, percentile, round, type Measured } from './benchmark.ts';
import { findChromium } from './in-browser.ts';

const ROUNDS = 5;
const KEYS = 'the quick brown fox jumps over the lazy dog and goes on and on until it';
const KEY_EVERY_MS = 50;
const TWO_FRAMES_MS = 2 * (1_000 / 60);

/** Where the keys go. `rows` and words are made up, the same on every run. */
const PLACES = { short: { rows: 10, row: 3 }, long: { rows: 2_000, row: 1_000 } } as const;
type Place = keyof typeof PLACES;

/** B13: from a key to the frame that shows it, in the middle of a long script beside the start of a short one. */
export async function run(): Promise<Measured> {
  using folder = new BenchFolder();
  const files = join(folder.path, 'page');
  await buildSurfacePage(files);
  await using server = await servePages(files);
  await using stack = new AsyncDisposableStack();
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
  stack.defer(() => browser.close());
  const times: Record<Place, number[]> = { short: [], long: [] };
  const medians: Record<Place, number[]> = { short: [], long: [] };
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    // Every other round goes the other way, so that nobody always runs in the same one's wake.
    for (const place of turn % 2 === 0 ? (['short', 'long'] as const) : (['long', 'short'] as const)) {
      const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
      const measured = await typeAt(page, server.origin, place);
      times[place].push(...measured);
      medians[place].push(percentile(measured, 0.5));
      await page.close();
    }
  }
  const p95 = percentile(times.long, 0.95);
  return {
    parts: [
      {
        name: 'p50 against row 3 of 10',
        ratio: percentile(times.long, 0.5) / percentile(times.short, 0.5),
        goal: { atMost: 1.2 },
      },
      { name: 'p95 against two frames', ratio: p95 / TWO_FRAMES_MS, goal: { atMost: 1 } },
    ],
    detail: {
      keyToPaintMs: Object.fromEntries(
        (['short', 'long'] as const).map((place) => [
          place,
          [0.5, 0.95].map((share) => round(percentile(times[place], share))),
        ]),
      ),
      medianOfEachRoundMs: {
        short: medians.short.map((value) => round(value)),
        long: medians.long.map((value) => round(value)),
      },
      keys: times.long.length,
      browser: browser.version(),
    },
  };
}

async function typeAt(page: Page, origin: string, place: Place): Promise<readonly number[]> {
  const { rows, row } = PLACES[place];
  await page.goto(`${origin}/?rows=${rows}`);
  await page.waitForFunction(() => Reflect.get(window, 'harness')?.windows[0].handle !== null);
  await page.evaluate(`window.harness.windows[0].handle.goToRow(window.harness.row(${row}))`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' warm up ', { delay: KEY_EVERY_MS });
  await page.evaluate('window.harness.keys.take()');
  await page.keyboard.type(KEYS, { delay: KEY_EVERY_MS });
  // The last key's frame has been painted when another one has.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  const times: unknown = await page.evaluate('window.harness.keys.take()');
  if (!Array.isArray(times) || times.length < KEYS.length) throw new Error('Not every key was timed.');
  return times.map(Number);
}
