import { expect, test } from 'vitest';
import { openPage } from '../open-page.ts';
import { Surface } from './surface.ts';

for (const [width, zoom] of [
  [1280, 1],
  [1280, 2],
  [860, 1],
  [560, 1.5],
] as const) {
  test(`[LOOK-30] number, picture, words and time stand on one line; nothing leaves the page: ${width} px, zoom ${zoom}`, async () => {
    await using app = await openPage('rows=8&per-scene=4', { viewport: { width, height: 800 } });
    const { page } = app;
    const surface = new Surface(page);
    await page.evaluate((value) => document.documentElement.style.setProperty('--zoom', String(value)), zoom);
    await surface.enter(5);
    const baselines = await page.evaluate(() => {
      const row = document.querySelector('.row');
      const baselineOf = (selector: string): number => {
        const host = row?.querySelector(selector);
        if (!host) throw new Error(`The row has no ${selector}.`);
        const probe = document.createElement('span');
        Object.assign(probe.style, { display: 'inline-block', width: '0', height: '0' });
        host.prepend(probe);
        const { bottom } = probe.getBoundingClientRect();
        probe.remove();
        return bottom;
      };
      return ['.num', '.video p', '.audio p', '.who', 'time'].map(baselineOf);
    });
    const [number = 0, picture = 0, words = 0, speaker = 0, time = 0] = baselines;
    const near = width > 900 ? [number, picture, words, speaker, time] : [number, picture, speaker, time];
    // On a narrow surface the speaker stands above the words.
    if (width <= 900) expect(words - speaker).toBeGreaterThan(10);
    expect(Math.max(...near) - Math.min(...near)).toBeLessThan(width > 900 ? 1.5 : 5);
    expect(await page.evaluate(() => document.querySelector('.surface')?.scrollWidth)).toBeLessThanOrEqual(width);
  });
}

test('[LOOK-31] a heading sticks under the column heads while its rows pass', async () => {
  await using app = await openPage('rows=40&per-scene=20');
  const { page } = app;
  await page.evaluate(() => document.querySelector('.surface')?.scrollTo(0, 700));
  await new Surface(page).frames();
  const [heads, head, second] = await page.evaluate(() =>
    ['.heads', '.scene:first-child .scene-head', '.scene:last-child .scene-head'].map((selector) => {
      const box = document.querySelector(selector)?.getBoundingClientRect();
      return { top: box?.top ?? -1, bottom: box?.bottom ?? -1 };
    }),
  );
  expect(heads?.top).toBe(0);
  expect(head?.top).toBe(heads?.bottom);
  expect(second?.top).toBeGreaterThan(900);
});
