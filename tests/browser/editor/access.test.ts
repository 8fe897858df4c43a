import { expect, test } from 'vitest';
import { accessibilityFaults } from '../../support/axe.ts';
import { openPage } from '../open-page.ts';
import { Surface } from './surface.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[EDIT-70] nobody is kept out: roles, names and contrast, ${colorScheme}`, async () => {
    await using app = await openPage('rows=8&per-scene=4', { colorScheme });
    const { page } = app;
    const surface = new Surface(page);
    const check = () => accessibilityFaults(page);
    await surface.enter(2);
    expect(await check()).toEqual([]);
    await surface.keys('Control+Alt+s');
    expect(await check()).toEqual([]);
    await surface.keys('Escape', 'F2');
    expect(await check()).toEqual([]);
    await surface.keys('Enter', 'Escape', 'Shift+ArrowDown');
    expect(await check()).toEqual([]);
    await surface.keys('Shift+F10');
    await page.locator('.menu').waitFor();
    expect(await check()).toEqual([]);
  });
}

test('[EDIT-71] a scene is a grid with named rows and cells; only the live cell is a text box, named by its place', async () => {
  await using app = await openPage('rows=8&per-scene=4');
  const { page } = app;
  const surface = new Surface(page);
  await surface.enter(6);
  expect(await page.getByRole('grid').count()).toBe(2);
  expect(await page.getByRole('grid').nth(1).getAttribute('aria-rowcount')).toBe('4');
  expect(await (await surface.row(6)).getAttribute('aria-rowindex')).toBe('2');
  expect(await (await surface.row(6)).getByRole('rowheader').textContent()).toBe('6');
  expect(await page.getByRole('gridcell', { name: 'Scene 2, row 6, video' }).count()).toBe(1);
  expect(await page.getByRole('textbox').count()).toBe(1);
  expect(await page.getByRole('textbox', { name: 'Scene 2, row 6, audio' }).count()).toBe(1);
  // The name follows when the row gets another number.
  await surface.keys('Alt+ArrowUp');
  expect(await page.getByRole('textbox').getAttribute('aria-label')).toBe('Scene 2, row 5, audio');
});

test('[EDIT-72] everything is drawn while assistive technology is on, and only then', async () => {
  for (const [query, chunks] of [
    ['rows=200', 'auto'],
    ['rows=200&whole', 'visible'],
  ] as const) {
    await using app = await openPage(query);
    const value = await app.page.evaluate(() => {
      const chunk = document.querySelector('.scene:last-child .chunk');
      return chunk ? getComputedStyle(chunk).contentVisibility : 'none';
    });
    expect(value).toBe(chunks);
  }
});

test('[EDIT-73] what was deleted or moved by the keyboard is said aloud, once', async () => {
  await using app = await openPage('rows=8&per-scene=4');
  const surface = new Surface(app.page);
  const said = () => app.page.locator('output.said').textContent();
  await surface.enter(2);
  await surface.keys('Alt+ArrowDown');
  expect(await said()).toBe('Row moved: scene 1, row 3');
  await surface.keys('Escape', 'Shift+ArrowDown', 'Delete');
  expect(await said()).toBe('2 rows deleted. Undo brings them back.');
});

test('[EDIT-74] Tab leaves the script from a selected row and comes back to it; nobody is trapped in a cell', async () => {
  await using app = await openPage('rows=8&per-scene=4');
  const { page } = app;
  const surface = new Surface(page);
  await page.evaluate(() => {
    for (const place of ['beforebegin', 'afterend'] as const) {
      document.querySelector('.windows')?.insertAdjacentElement(place, document.createElement('button'));
    }
  });
  await surface.enter(3);
  await surface.keys('Escape', 'Tab');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
  await surface.keys('Shift+Tab');
  expect(await surface.here()).toBe('rows 3');
});
