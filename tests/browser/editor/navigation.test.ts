import { expect, test } from 'vitest';
import { openPage } from '../open-page.ts';
import { Surface } from './surface.ts';

test('[EDIT-14] the arrows walk from cell to cell as through one text, and keep their column through a short one', async () => {
  await using app = await openPage('rows=12');
  const { page } = app;
  const surface = new Surface(page);
  await page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => {
      const words = harness.words(3, 'audio', peer);
      words.delete(0, words.length);
      words.insert(0, 'Hi');
    });
  });
  await surface.frames();
  await (await surface.cell(2)).click({ position: { x: 300, y: 12 } });
  const spot = () =>
    page.evaluate(() => {
      const view = window.harness.view();
      return {
        row: window.harness.here().split(' ')[0] ?? '',
        x: Math.round(view.coordsAtPos(view.state.selection.head).left),
      };
    });
  const track = [await spot()];
  for (let press = 0; press < 5; press++) {
    await surface.keys('ArrowDown');
    track.push(await spot());
  }
  expect(track.map(({ row }) => row)).toEqual(['2', '2', '3', '4', '4', '5']);
  const [first] = track;
  for (const { row, x } of track) if (row !== '3') expect(Math.abs(x - (first?.x ?? 0))).toBeLessThan(14);
  for (let press = 0; press < 5; press++) await surface.keys('ArrowUp');
  expect((await spot()).row).toBe('2');
});

test('[EDIT-14] a caret that a key takes to the start stays there, however soon after the cell was entered', async () => {
  await using app = await openPage('rows=12');
  const { page } = app;
  const surface = new Surface(page);
  // No time passes between entering and the keys.
  await page.evaluate(() => {
    const at = Date.now();
    Date.now = () => at;
  });
  await (await surface.cell(2)).click({ position: { x: 300, y: 12 } });
  await surface.keys('Control+Home');
  await surface.frames();
  expect(await surface.here()).toBe('2 audio 0');
});

for (const pauseMs of [0, 20]) {
  test(`[EDIT-14] no press of an arrow is lost, ${pauseMs} ms apart`, async () => {
    await using app = await openPage('rows=30&per-scene=7');
    const { page } = app;
    const surface = new Surface(page);
    await (await surface.cell(2)).click({ position: { x: 300, y: 12 } });
    const spot = () => page.evaluate(() => `${window.harness.here().split(' ')[0]} ${window.harness.caret()}`);
    const stuck: string[] = [];
    for (const [key, end] of [
      ['ArrowDown', '30'],
      ['ArrowUp', '1'],
    ] as const) {
      for (let press = 0, last = ''; press < 90; press++) {
        await page.keyboard.press(key, { delay: pauseMs });
        const now = await spot();
        if (now.startsWith(`${end} `)) break;
        if (now === last) stuck.push(`${key} ${now}`);
        last = now;
      }
      expect((await spot()).split(' ')[0]).toBe(end);
    }
    expect(stuck).toEqual([]);
  });
}

test('[EDIT-15] Tab goes through the cells and behind the last one makes a row; Shift+Tab comes back', async () => {
  await using app = await openPage('rows=3');
  const surface = new Surface(app.page);
  await surface.enter(1, 'video');
  const track: string[] = [];
  for (const key of ['Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
    await surface.keys(key);
    track.push((await surface.here()).split(' ').slice(0, 2).join(' '));
  }
  expect(track).toEqual(['1 audio', '2 video', '2 audio', '2 video', '1 audio', '1 video']);
  await surface.enter(3);
  await surface.keys('Tab');
  expect([await surface.onScreen(), await surface.here()]).toEqual(['1,2,3,0', '0 video 0']);
  await surface.keys('Control+z');
  expect([await surface.onScreen(), (await surface.here()).split(' ')[0]]).toEqual(['1,2,3', '3']);
});

test('[EDIT-15] Enter on an empty last line of the script makes a row and leaves no line behind', async () => {
  await using app = await openPage('rows=3');
  const surface = new Surface(app.page);
  const before = await surface.text(3);
  await surface.enter(3);
  await surface.keys('Enter', 'Enter');
  expect([await surface.onScreen(), await surface.text(3), await surface.here()]).toEqual([
    '1,2,3,0',
    before,
    '0 video 0',
  ]);
});

test('[EDIT-16] Escape takes the row, Shift and the arrows more of them, Enter writes again', async () => {
  await using app = await openPage('rows=12&per-scene=5');
  const surface = new Surface(app.page);
  await surface.enter(4);
  await surface.keys('Escape', 'Shift+ArrowDown', 'Shift+ArrowDown');
  expect(await surface.here()).toBe('rows 4,5,6');
  await surface.keys('Shift+ArrowUp');
  expect(await surface.here()).toBe('rows 4,5');
  await surface.keys('End', 'ArrowUp');
  expect(await surface.here()).toBe('rows 11');
  await surface.keys('Enter');
  expect(await surface.here()).toBe('11 video 0');
  await surface.keys('Control+a', 'Control+a');
  expect(await surface.here()).toBe('rows 1,2,3,4,5,6,7,8,9,10,11,12');
});

test('[EDIT-16] the gutter takes rows with the pointer: one, with Shift many, with a drag as many as it passes', async () => {
  await using app = await openPage('rows=12');
  const { page } = app;
  const surface = new Surface(page);
  const gutter = async (row: number) => (await surface.row(row)).locator('.num');
  await (await gutter(3)).click();
  expect(await surface.here()).toBe('rows 3');
  await (await gutter(5)).click({ modifiers: ['Shift'] });
  expect(await surface.here()).toBe('rows 3,4,5');
  await (await gutter(6)).hover();
  await page.mouse.down();
  await (await gutter(8)).hover();
  await page.mouse.up();
  expect(await surface.here()).toBe('rows 6,7,8');
  expect(await page.locator('.selection-bar').textContent()).toContain('3 rows');
});

test('[EDIT-17] the speaker is reached by the arrow from the words, offers the known ones, and is left to the words', async () => {
  await using app = await openPage('rows=12');
  const { page } = app;
  const surface = new Surface(page);
  const speaker = () => page.evaluate(() => window.harness.model.speaker(window.harness.row(4)));
  await surface.enter(4, 'audio', 'start');
  await surface.keys('ArrowLeft');
  expect(await surface.here()).toBe('who-field 4');
  expect(await page.locator('.who-option').allTextContents()).toEqual(['Narrator', 'Mei Lin', 'Sound', 'Music']);
  await surface.type('nar');
  expect(await page.locator('.who-option').allTextContents()).toEqual(['Narrator']);
  await surface.keys('ArrowDown', 'Enter');
  expect([await speaker(), await surface.here()]).toEqual(['Narrator', '4 audio 0']);
  await surface.keys('Control+Alt+s');
  await surface.type('Old Tomas');
  await surface.keys('Tab');
  expect([await speaker(), await surface.here()]).toEqual(['Old Tomas', '4 audio 0']);
  await (await surface.row(4)).locator('.who').click();
  await surface.keys('Control+a', 'Delete', 'Escape');
  expect(await speaker()).toBe('Old Tomas');
  await surface.keys('Control+z', 'Control+z');
  expect(await speaker()).toBe('Mei Lin');
  expect(app.complaints).toEqual([]);
});

test('[EDIT-18] a heading is renamed by F2 or a double press, as it is typed; Escape gives the old one back', async () => {
  await using app = await openPage('rows=12&per-scene=4');
  const { page } = app;
  const surface = new Surface(page);
  const heading = () =>
    page.evaluate(() => window.harness.model.headingText(window.harness.sceneIds[1] ?? ('' as never)));
  const before = await heading();
  await surface.enter(6);
  await surface.keys('F2');
  await surface.type('The repair table ');
  expect(await heading()).toBe('The repair table');
  // Somebody else writes in it meanwhile.
  await page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => peer.heading(harness.sceneIds[1] ?? ('' as never))?.insert(0, 'At '));
  });
  await surface.type('opens');
  expect(await heading()).toBe('At The repair table opens');
  await surface.keys('Enter');
  expect(await surface.here()).toBe('5 video 0');
  // Every word that was there is typed over by now, so theirs may stand on either side of what comes back.
  await surface.keys('Control+z');
  const undone = await heading();
  expect(undone.replace('At ', '')).toBe(before);
  await page.locator('.heading').nth(1).dblclick();
  await surface.type('never');
  await surface.keys('Escape');
  expect(await heading()).toBe(undone.trim());
  expect(app.complaints).toEqual([]);
});

test('[EDIT-19] an empty script shows a first row to write in, and saves nothing before the first key', async () => {
  await using app = await openPage('rows=0');
  const { page } = app;
  const surface = new Surface(page);
  expect(await page.locator('.empty-script').textContent()).toContain('What do we see?');
  expect(await page.evaluate(() => window.harness.madeHere())).toBe(0);
  await surface.type('A hand');
  expect(await page.locator('.row .video').textContent()).toBe('A hand');
  expect(await page.locator('.empty-script').count()).toBe(0);
  await surface.keys('Tab');
  await surface.type('opens a drawer');
  const script = await page.evaluate(() => JSON.parse(window.harness.state()) as unknown[][]);
  expect(script[1]).toHaveLength(1);
  await surface.keys('Control+z', 'Control+z', 'Control+z');
  expect(await page.locator('.row:not(.empty-script *)').count()).toBe(0);
});
