import { expect, test } from 'vitest';
import { openPage } from '../open-page.ts';
import { Surface } from './surface.ts';

test('[EDIT-60] rows and scenes are added, moved, duplicated and deleted by keys; the focus goes where one looks next', async () => {
  await using app = await openPage('rows=8&per-scene=4');
  const surface = new Surface(app.page);
  await surface.enter(2);
  await surface.keys('Control+Enter');
  expect([await surface.onScreen(), await surface.here()]).toEqual(['1,2,0,3,4 | 5,6,7,8', '0 video 0']);
  await surface.keys('Backspace');
  expect([await surface.onScreen(), await surface.here()]).toEqual([
    '1,2,3,4 | 5,6,7,8',
    expect.stringMatching(/^2 video \d+$/),
  ]);
  await surface.keys('Alt+ArrowDown', 'Alt+ArrowDown', 'Alt+ArrowDown');
  expect([await surface.onScreen(), (await surface.here()).split(' ')[0]]).toEqual(['1,3,4 | 2,5,6,7,8', '2']);
  await surface.keys('Alt+ArrowUp');
  expect(await surface.onScreen()).toBe('1,3,4,2 | 5,6,7,8');
  await surface.keys('Control+d');
  expect([await surface.onScreen(), await surface.here()]).toEqual(['1,3,4,2,0 | 5,6,7,8', 'rows 0']);
  await surface.keys('Delete');
  expect([await surface.onScreen(), await surface.here()]).toEqual(['1,3,4,2 | 5,6,7,8', 'rows 5']);
  await surface.enter(5);
  await surface.keys('Control+Shift+Backspace');
  expect([await surface.onScreen(), await surface.here()]).toEqual(['1,3,4,2 | 6,7,8', '6 audio 0']);
  await surface.keys('Control+Shift+Enter');
  await surface.type('Third');
  expect(await surface.onScreen()).toBe('1,3,4,2 | 6,7,8 | 0');
  await surface.keys('Alt+ArrowUp');
  expect([await surface.onScreen(), await surface.here()]).toEqual(['1,3,4,2 | 0 | 6,7,8', 'heading-field 0']);
  await surface.keys('Control+Shift+Backspace');
  expect(await surface.onScreen()).toBe('1,3,4,2 | 6,7,8');
  expect(await surface.inDocument()).toBe('1,3,4,2 | 6,7,8');
  expect(app.complaints).toEqual([]);
});

test('[EDIT-61] the menu of a grip adds, duplicates, moves and deletes; its scene has one too', async () => {
  await using app = await openPage('rows=8&per-scene=4');
  const { page } = app;
  const surface = new Surface(page);
  const choose = async (row: number, name: string | RegExp) => {
    await (await surface.row(row)).hover();
    await (await surface.row(row)).locator('.grip').click();
    await page.getByRole('menuitem', { name }).click();
    await page.locator('.menu').waitFor({ state: 'detached' });
  };
  await choose(3, 'Add row above');
  expect([await surface.onScreen(), await surface.here()]).toEqual(['1,2,0,3,4 | 5,6,7,8', '0 video 0']);
  await choose(4, /^Duplicate/);
  expect(await surface.onScreen()).toBe('1,2,0,3,4,0 | 5,6,7,8');
  await choose(5, /^Move up/);
  expect(await surface.onScreen()).toBe('1,2,0,3,4,0,5 | 6,7,8');
  await choose(7, /^Delete row/);
  expect([await surface.onScreen(), await surface.here()]).toEqual(['1,2,0,3,4,0,5 | 6,8', 'rows 8']);
  const scene = page.locator('.scene').nth(1);
  const chooseScene = async (name: string) => {
    await scene.locator('.scene-head').hover();
    await scene.locator('.scene-head .grip').click();
    await page.getByRole('menuitem', { name }).click();
    await page.locator('.menu').waitFor({ state: 'detached' });
  };
  await chooseScene('Move scene up');
  expect(await surface.onScreen()).toBe('6,8 | 1,2,0,3,4,0,5');
  await page.locator('.scene').first().locator('.heading').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Duplicate scene' }).click();
  expect(await surface.onScreen()).toBe('6,8 | 0,0 | 1,2,0,3,4,0,5');
  await page.locator('.scene').first().locator('.heading').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete scene' }).click();
  expect(await surface.onScreen()).toBe('0,0 | 1,2,0,3,4,0,5');
  await page.evaluate(() => window.harness.run('edit.undo'));
  expect(await surface.onScreen()).toBe('6,8 | 0,0 | 1,2,0,3,4,0,5');
  expect(app.complaints).toEqual([]);
});

test('[EDIT-62] rows are dragged by their grip to where the line shows, also into another scene; Escape lets go', async () => {
  await using app = await openPage('rows=8&per-scene=4');
  const { page } = app;
  const surface = new Surface(page);
  const drag = async (from: number, to: number, half: 'upper' | 'lower') => {
    const grip = await (await surface.row(from)).locator('.grip').boundingBox();
    const box = await (await surface.row(to)).boundingBox();
    if (!grip || !box) throw new Error('The rows are not on the screen.');
    await page.mouse.move(grip.x + 8, grip.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + box.height * (half === 'upper' ? 0.25 : 0.75), { steps: 8 });
  };
  await drag(2, 4, 'lower');
  expect(await page.locator('.drop-line').count()).toBe(1);
  await page.mouse.up();
  expect(await surface.onScreen()).toBe('1,3,4,2 | 5,6,7,8');
  expect(await page.locator('.drop-line').count()).toBe(0);
  await drag(1, 6, 'upper');
  expect(await page.locator('.drop-line.is-other-scene').count()).toBe(1);
  await page.mouse.up();
  expect(await surface.onScreen()).toBe('3,4,2 | 5,1,6,7,8');
  await drag(8, 3, 'upper');
  await surface.keys('Escape');
  await page.mouse.up();
  expect(await surface.onScreen()).toBe('3,4,2 | 5,1,6,7,8');
  await (await surface.row(3)).locator('.num').click();
  await surface.keys('Shift+ArrowDown');
  await drag(4, 7, 'lower');
  await page.mouse.up();
  expect([await surface.onScreen(), await surface.here()]).toEqual(['2 | 5,1,6,7,3,4,8', 'rows 3,4']);
  await surface.keys('Control+z');
  expect(await surface.onScreen()).toBe('3,4,2 | 5,1,6,7,8');
});

test('[EDIT-63] dragging near an edge scrolls on', async () => {
  await using app = await openPage('rows=40');
  const { page } = app;
  const surface = new Surface(page);
  const grip = await (await surface.row(2)).locator('.grip').boundingBox();
  if (!grip) throw new Error('The row is not on the screen.');
  await page.mouse.move(grip.x + 8, grip.y + 8);
  await page.mouse.down();
  await page.mouse.move(grip.x + 200, 880, { steps: 6 });
  await page.waitForFunction(() => (document.querySelector('.surface')?.scrollTop ?? 0) > 600);
  await page.mouse.move(grip.x + 200, 500, { steps: 3 });
  await page.mouse.up();
  expect(await surface.onScreen()).toBe(await surface.inDocument());
  expect(await surface.onScreen()).not.toMatch(/^1,2,/);
});

test('[EDIT-64] what is deleted is listed, newest first, and comes back to its place', async () => {
  await using app = await openPage('rows=8&per-scene=4');
  const { page } = app;
  const surface = new Surface(page);
  await surface.enter(2);
  await surface.keys('Control+Shift+Backspace');
  await surface.enter(6);
  await surface.keys('Control+Shift+Backspace');
  await page.evaluate(() => window.harness.run('script.deleted'));
  const entries = page.locator('.deleted-list li');
  expect(await entries.count()).toBe(2);
  expect(await entries.first().textContent()).toContain((await surface.text(6)).slice(0, 20).split('\n')[0]);
  await entries.nth(1).getByRole('button', { name: 'Bring row back' }).click();
  expect(await surface.onScreen()).toBe('1,2,3,4 | 5,7,8');
  await entries.first().getByRole('button').click();
  expect(await surface.onScreen()).toBe('1,2,3,4 | 5,6,7,8');
  expect(await page.locator('.deleted-list').textContent()).toContain('Nothing is deleted here');
  await page.keyboard.press('Escape');
  expect(await surface.here()).toMatch(/^rows \d$/);
});

test('[EDIT-65] a row deleted there and written in here asks what shall become of it', async () => {
  await using app = await openPage('rows=8');
  const { page } = app;
  const surface = new Surface(page);
  const dispute = (row: number) =>
    page.evaluate((number) => {
      const { harness } = window;
      harness.send();
      harness.words(number, 'audio').insert(0, 'HERE ');
      harness.peer.deleteRows([harness.row(number)]);
      harness.exchange();
    }, row);
  await dispute(3);
  await dispute(5);
  await surface.frames();
  const [three, five] = [await surface.row(3), await surface.row(5)];
  expect(await three.locator('.note').textContent()).toContain('Tomas deleted this row');
  expect(await three.locator('.num').textContent()).toBe('–');
  expect(await (await surface.row(4)).locator('.num').textContent()).toBe('3');
  await three.getByRole('button', { name: 'Bring row back' }).click();
  expect(await three.locator('.num').textContent()).toBe('3');
  await five.getByRole('button', { name: 'Leave deleted' }).click();
  expect(await surface.onScreen()).toBe('1,2,3,4,6,7,8');
  expect(await surface.here()).toBe('rows 6');
});

test('[EDIT-65] a scene deleted there and written in here asks too, and its rows stay', async () => {
  await using app = await openPage('rows=8&per-scene=4');
  const { page } = app;
  const surface = new Surface(page);
  await page.evaluate(() => {
    const { harness } = window;
    harness.send();
    harness.words(6, 'audio').insert(0, 'HERE ');
    const sceneId = harness.sceneIds[1];
    if (sceneId) harness.peer.deleteScene(sceneId);
    harness.exchange();
  });
  await surface.frames();
  const scene = page.locator('.scene').nth(1);
  expect(await scene.locator('.scene-head ~ .note').textContent()).toContain('Tomas deleted this scene');
  expect([await surface.onScreen(), await scene.locator('.scene-head .num').textContent()]).toEqual([
    '1,2,3,4 | 5,6,7,8',
    '–',
  ]);
  await scene.getByRole('button', { name: 'Bring scene back' }).click();
  expect([await scene.locator('.note').count(), await scene.locator('.scene-head .num').textContent()]).toEqual([
    0,
    '2',
  ]);
  await page.evaluate(() => window.harness.run('edit.undo'));
  expect(await scene.locator('.note').count()).toBe(1);
});

test('[EDIT-62] a scene is dragged by its grip, with all its rows', async () => {
  await using app = await openPage('rows=9&per-scene=3');
  const { page } = app;
  const surface = new Surface(page);
  const grip = await page.locator('.scene').nth(2).locator('.scene-head .grip').boundingBox();
  const target = await page.locator('.scene').nth(0).boundingBox();
  if (!grip || !target) throw new Error('The scenes are not on the screen.');
  await page.mouse.move(grip.x + 8, grip.y + 8);
  await page.mouse.down();
  await page.mouse.move(target.x + 200, target.y + 20, { steps: 8 });
  expect(await page.locator('.drop-line').count()).toBe(1);
  await page.mouse.up();
  expect(await surface.onScreen()).toBe('7,8,9 | 1,2,3 | 4,5,6');
  await page.evaluate(() => window.harness.run('edit.undo'));
  expect(await surface.onScreen()).toBe('1,2,3 | 4,5,6 | 7,8,9');
});

test('[EDIT-66] the narration layout shows what is heard, and walks only there', async () => {
  await using app = await openPage('rows=6');
  const { page } = app;
  const surface = new Surface(page);
  await surface.enter(2, 'video');
  await page.evaluate(() => window.harness.run('script.layout'));
  expect(await (await surface.cell(2, 'video')).isVisible()).toBe(false);
  expect(await surface.here()).toMatch(/^2 audio/);
  await surface.keys('Tab');
  expect(await surface.here()).toBe('3 audio 0');
  await page.evaluate(() => window.harness.run('edit.undo'));
  expect(await (await surface.cell(2, 'video')).isVisible()).toBe(true);
});
