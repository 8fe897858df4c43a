import { expect, test } from 'vitest';
import { percentile } from '../../../bench/benchmark.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { openPage } from '../open-page.ts';
import { Surface } from './surface.ts';

const TWO_FRAMES_MS = 2 * (1_000 / 60);
const TRIES = 3;
const KEYS = 'typing goes on while everybody else types as well';

/** Where a caret stands against where the browser has the letter it stands before, in whole px. */
const offBy = (row: number): Promise<readonly number[]> | readonly number[] => {
  const { harness } = window;
  const cell = document.querySelector(`[data-row="${harness.row(row)}"] [data-kind="audio"]`);
  const caret = cell?.querySelector('.peer')?.getBoundingClientRect();
  const walker = document.createTreeWalker(cell?.querySelector('.cell-text') ?? document.body, NodeFilter.SHOW_TEXT);
  let text = walker.nextNode();
  while (text !== null && !(text.nodeValue ?? '').includes('MARK')) text = walker.nextNode();
  if (!caret || text === null) return [999];
  const range = document.createRange();
  range.setStart(text, (text.nodeValue ?? '').indexOf('MARK'));
  range.setEnd(text, (text.nodeValue ?? '').indexOf('MARK') + 1);
  const letter = range.getBoundingClientRect();
  return [Math.round(caret.left + 1 - letter.left), Math.round(caret.top - letter.top)];
};

test('[PEER-2] a caret stays at its letter in live and static cells while both sides type, and moves no word', async () => {
  await using app = await openPage('rows=12');
  const { page } = app;
  const surface = new Surface(page);
  await page.evaluate(() =>
    window.harness.fromPeer((peer) => window.harness.words(3, 'audio', peer).insert(20, 'MARK')),
  );
  await surface.frames();
  const html = (): Promise<string> =>
    page.evaluate(
      () => document.querySelector(`[data-row="${window.harness.row(3)}"] [data-kind="audio"] .words`)?.innerHTML ?? '',
    );
  const before = await html();
  await page.evaluate(() => window.harness.crowd(1, { row: 3, from: 4, to: 20 }));
  await page.locator('.peer').waitFor();
  expect(await html()).toBe(before);
  expect(await page.evaluate(offBy, 3)).toEqual([0, 0]);
  expect(await page.evaluate(() => [...CSS.highlights.values()].map(({ size }) => size))).toEqual([1]);
  await page.evaluate(() =>
    window.harness.fromPeer((peer) => window.harness.words(3, 'audio', peer).insert(0, 'Further ')),
  );
  await surface.frames();
  expect(await page.evaluate(offBy, 3)).toEqual([0, 0]);
  await surface.enter(3, 'audio', 'start');
  await surface.type('And then, ');
  await surface.frames();
  expect(await page.evaluate(offBy, 3)).toEqual([0, 0]);
  await surface.enter(5);
  await surface.frames();
  expect(await page.evaluate(offBy, 3)).toEqual([0, 0]);
  await page.setViewportSize({ width: 820, height: 900 });
  await surface.frames();
  expect(await page.evaluate(offBy, 3)).toEqual([0, 0]);
  await page.evaluate(() => window.harness.others.set([]));
  expect(await page.locator('.peer').count()).toBe(0);
  expect(await page.evaluate(() => [...CSS.highlights.values()].map(({ size }) => size))).toEqual([0]);
  expect(app.complaints).toEqual([]);
});

test('[PEER-2] a caret goes with its row, and goes when the row is gone', async () => {
  await using app = await openPage('rows=12');
  const { page } = app;
  const surface = new Surface(page);
  await page.evaluate(() => window.harness.crowd(1, { row: 3, from: 5, to: 5 }));
  await page.locator('.peer').waitFor();
  await page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => peer.moveRows([harness.row(3)], { after: harness.row(6) }));
  });
  await surface.frames();
  expect(await (await surface.row(3)).locator('.peer').count()).toBe(1);
  await page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => peer.deleteRows([harness.row(3)]));
  });
  await surface.frames();
  expect(await page.locator('.peer').count()).toBe(0);
});

test('[PEER-3] a name stays inside the words at the edge and under the caret where there is no room above', async () => {
  await using app = await openPage('rows=12');
  const { page } = app;
  const surface = new Surface(page);
  const length = (await surface.text(1)).length;
  for (const to of [0, 20, 40, 60, length]) {
    await page.evaluate((at) => window.harness.crowd(1, { row: 1, from: at, to: at }), to);
    await surface.frames();
    const flag = await page.locator('.peer > b').boundingBox();
    const cell = await (await surface.row(1)).locator('.cell.audio').boundingBox();
    if (flag === null || cell === null) throw new Error('Nothing is drawn.');
    expect(flag.x + flag.width).toBeLessThanOrEqual(cell.x + cell.width + 1);
    expect(flag.y).toBeGreaterThanOrEqual(80);
  }
});

/** Of each of the eight colours: a name's letters on it, and it on the page. Runs in the page. */
const contrasts = (): readonly (readonly [name: number, caret: number])[] => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const light = (colour: string): number => {
    if (canvas === null) return 0;
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one: string, other: string): number => {
    const [low = 0, high = 0] = [light(one), light(other)].toSorted((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const probe = document.createElement('span');
  document.querySelector('.peer')?.append(probe);
  const found = Array.from({ length: 8 }, (_, index) => {
    probe.className = `p${index + 1}`;
    probe.style.background = 'var(--who)';
    probe.style.color = 'var(--on-person)';
    const { backgroundColor, color } = getComputedStyle(probe);
    const page = getComputedStyle(document.querySelector('.surface') ?? document.body).backgroundColor;
    return [ratio(backgroundColor, color), ratio(backgroundColor, page)] as const;
  });
  probe.remove();
  return found;
};

test('[PEER-4] names and carets keep their contrast in every theme', async () => {
  await using app = await openPage('rows=12');
  const { page } = app;
  await page.evaluate(() => window.harness.crowd(8, { row: 1, from: 2, to: 9 }));
  await page.locator('.peer').nth(4).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const contrast of ['standard', 'more'] as const) {
      await page.evaluate((wanted) => (document.documentElement.dataset['contrast'] = wanted), contrast);
      for (const [name, caret] of await page.evaluate(contrasts)) {
        expect(name).toBeGreaterThanOrEqual(4.5);
        expect(caret).toBeGreaterThanOrEqual(3);
      }
    }
    expect(await accessibilityFaults(page)).toEqual([]);
  }
});

test('[PEER-8] typing stays within two frames while others type 200 times a second in other rows', async () => {
  await using app = await openPage('rows=200');
  const { page } = app;
  const surface = new Surface(page);
  await surface.enter(2);
  await page.evaluate(() => {
    const { harness } = window;
    harness.crowd(8, { row: 3, from: 1, to: 8 });
    let turn = 0;
    const beat = (): void => {
      // Two for each 10 ms that have passed, however late the timer is.
      const due = Math.floor((performance.now() - began) / 5);
      for (; turn < due; turn += 1) {
        const row = 3 + (turn % 8);
        harness.fromPeer((peer) => harness.words(row, 'audio', peer).insert(0, turn % 7 === 0 ? ' ' : 'x'));
      }
      Reflect.set(window, 'received', turn);
    };
    const began = performance.now();
    setInterval(beat, 10);
  });
  const medians: number[] = [];
  // A machine that is busy with something else may spoil a try; what is slow by itself spoils all of them.
  for (let attempt = 0; attempt < TRIES && !medians.some((median) => median < TWO_FRAMES_MS); attempt += 1) {
    await page.evaluate(() => window.harness.keys.take());
    await page.keyboard.type(KEYS, { delay: 20 });
    await surface.frames();
    medians.push(percentile([...(await page.evaluate(() => window.harness.keys.take()))], 0.5));
  }
  expect(Math.min(...medians)).toBeLessThan(TWO_FRAMES_MS);
  expect(await page.evaluate(() => Number(Reflect.get(window, 'received')))).toBeGreaterThan(100);
  expect(await surface.text(2)).toContain(KEYS);
  expect(app.complaints).toEqual([]);
});
