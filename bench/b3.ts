import { BrowserPage } from './in-browser.ts';
import { percentile, round, type Measured } from './benchmark.ts';
import { sampleScript } from './sample-data.ts';

const FRAME_MS = 1_000 / 60;
const UPDATES = 20_000;

interface Times {
  readonly provider: readonly number[];
  readonly yIndexeddb: readonly number[];
}

/** B3: what saving costs the typist per update, in headless Chromium, beside y-indexeddb in the same page and turn. */
export async function run(): Promise<Measured> {
  const { typed } = sampleScript({ seed: 3, rows: 200, keystrokes: UPDATES });
  const updates = typed.map((update) => Buffer.from(update).toString('base64'));
  await using page = await BrowserPage.open('typing-tax.ts');
  await page.run<Times>({ updates: updates.slice(0, 4_000), perWindow: 1 });
  const typing = await page.run<Times>({ updates, perWindow: 1 });
  const burst = await page.run<Times>({ updates, perWindow: 20 });
  const p50 = percentile(typing.provider, 0.5);
  const p99 = percentile(typing.provider, 0.99);
  return {
    parts: [
      { name: 'p50 against a thousandth of a frame', ratio: p50 / (FRAME_MS / 1_000), goal: { atMost: 1 } },
      { name: 'p99 against a hundredth of a frame', ratio: p99 / (FRAME_MS / 100), goal: { atMost: 1 } },
      { name: 'p50 against y-indexeddb', ratio: p50 / percentile(typing.yIndexeddb, 0.5), goal: { atMost: 0.25 } },
    ],
    detail: {
      microsecondsPerUpdate: {
        typing: { provider: figures(typing.provider), yIndexeddb: figures(typing.yIndexeddb) },
        burst: { provider: figures(burst.provider), yIndexeddb: figures(burst.yIndexeddb) },
      },
      sample: 'mean of 50 updates',
      browser: page.version(),
    },
  };
}

const figures = (times: readonly number[]): readonly number[] =>
  [0.5, 0.99].map((share) => round(percentile(times, share) * 1_000));
