import { expect, test } from 'vitest';
import { openPage } from '../open-page.ts';
import { Surface } from './surface.ts';

test('[EDIT-1] what is typed is in the cell, in the document and on disk', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await surface.enter(2);
  const before = await surface.text(2);
  await surface.type(' Then home.');
  expect(await surface.text(2)).toBe(`${before} Then home.`);
  await app.page.waitForFunction(() => window.harness.session.saveState.get().kind === 'saved');
  expect(await app.page.evaluate(() => window.harness.onDisk(2))).toBe(`${before} Then home.`);
  expect(app.complaints).toEqual([]);
});

test('[EDIT-3] Enter and Shift+Enter begin a line in the same block, also at the end of the words', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await surface.enter(2);
  const before = await surface.text(2);
  const height = () => app.page.evaluate(() => window.harness.view().dom.getBoundingClientRect().height);
  const single = await height();
  await surface.keys('Enter');
  expect(await height()).toBe(single + 26);
  await surface.keys('Shift+Enter');
  expect(await height()).toBe(single + 52);
  await surface.type('third');
  await surface.keys('ArrowUp');
  await surface.type('second');
  expect(await surface.text(2)).toBe(`${before}\nsecond\nthird`);
  expect(await app.page.evaluate(() => window.harness.fragment(2, 'audio').length)).toBe(1);
});

test('[EDIT-3] a list goes on with its marker and ends at an empty one', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await surface.enter(2);
  await surface.keys('Control+a', 'Delete');
  await surface.type('- tent');
  await surface.keys('Enter');
  await surface.type('cello');
  await surface.keys('Enter', 'Enter');
  await surface.type('and so on');
  expect(await surface.text(2)).toBe('- tent\n- cello\nand so on');
});

test('[EDIT-4] Home, End and the arrows walk the lines of a cell', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await surface.enter(2);
  await surface.keys('Control+a', 'Delete');
  await surface.type('one');
  await surface.keys('Enter');
  await surface.type('two');
  const track: string[] = [];
  for (const key of [
    'Home',
    'ArrowLeft',
    'ArrowLeft',
    'ArrowRight',
    'ArrowRight',
    'End',
    'ArrowUp',
    'Home',
    'ArrowDown',
  ]) {
    await surface.keys(key);
    // The caret the browser shows, of which ProseMirror hears later.
    track.push(await app.page.evaluate(() => window.harness.caret()));
  }
  expect(track).toEqual(['4', '3', '2', '3', '4', '7', '3', '0', '4']);
});

test('[EDIT-5] a double press takes a word, a third one the line, on cells that were not live before', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await surface.enter(1);
  const [first = '', second = ''] = (await surface.text(1)).split('\n');
  const cell = await surface.cell(1);
  const selected = () =>
    app.page.evaluate(() => {
      const { state } = window.harness.view();
      return state.doc.textBetween(state.selection.from, state.selection.to);
    });
  await surface.enter(5);
  await cell.click({ position: { x: 12, y: 38 }, clickCount: 2 });
  await surface.frames();
  expect(await selected()).toBe(second.split(' ')[0]);
  await surface.enter(5);
  await cell.click({ position: { x: 40, y: 12 }, clickCount: 3 });
  await surface.frames();
  expect(await selected()).toBe(first);
});

test('[EDIT-6] marks are put on by their keys, taken off again, and kept in the document', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await surface.enter(2);
  await surface.keys('Control+a', 'Delete');
  for (const [key, word] of [
    ['Control+b', 'bold'],
    ['Control+i', 'italic'],
    ['Control+u', 'under'],
    ['Control+Shift+X', 'struck'],
    ['Control+Shift+H', 'lit'],
  ] as const) {
    await surface.keys(key);
    await surface.type(word);
    await surface.keys(key);
  }
  expect(await app.page.evaluate(() => window.harness.fragment(2, 'audio').toJSON())).toBe(
    '<paragraph><bold>bold</bold><italic>italic</italic><underline>under</underline><strike>struck</strike><highlight>lit</highlight></paragraph>',
  );
  await surface.keys('Control+a', 'Control+b', 'Control+b');
  expect(await app.page.evaluate(() => window.harness.fragment(2, 'audio').toJSON())).not.toContain('bold>');
});

test('[EDIT-7] a link is made, opened with Ctrl and a press, and removed; a dangerous one is never an address', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  const { page } = app;
  await surface.enter(2);
  await surface.keys('Control+a', 'Delete');
  await surface.type('see the plan');
  await surface.keys('Control+a', 'Control+Alt+l');
  await page.locator('.link-popover input').fill('javascript:alert(1)');
  await surface.keys('Enter');
  expect(await page.locator('.link-popover output').textContent()).toMatch(/^Only https/);
  await page.locator('.link-popover input').fill('example.org/plan');
  await surface.keys('Enter');
  await page.locator('.link-popover').waitFor({ state: 'detached' });
  expect(await surface.here()).toMatch(/^2 audio \d+$/);
  expect(await (await surface.cell(2)).locator('a').getAttribute('href')).toBe('https://example.org/plan');
  await surface.enter(5);
  await (await surface.cell(2)).locator('a').click({ modifiers: ['Control'] });
  expect(await page.evaluate(() => window.harness.windows[0]?.links)).toEqual(['https://example.org/plan']);
  expect(await surface.here()).toMatch(/^5 audio/);
  // A peer writes what no program of ours would.
  await page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => harness.words(3, 'audio', peer).format(0, 5, { link: { href: 'javascript:alert(1)' } }));
  });
  await surface.frames();
  const forged = (await surface.cell(3)).locator('a');
  expect([await forged.count(), await forged.getAttribute('href')]).toEqual([1, null]);
  await surface.enter(3);
  expect(await (await surface.cell(3)).locator('a').getAttribute('href')).toBe(null);
  await surface.enter(2, 'audio', 'start');
  await surface.keys('ArrowRight', 'Control+Alt+l');
  await page.getByRole('button', { name: 'Remove link' }).click();
  expect(await (await surface.cell(2)).locator('a').count()).toBe(0);
  expect(app.complaints).toEqual([]);
});
