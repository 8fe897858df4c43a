import { expect, test } from 'vitest';
import { openPage } from '../open-page.ts';
import { Surface } from './surface.ts';

/** A newer build's content in the audio cells of rows 2 to 6: a node, a mark, an attribute, an embed, marks that overlap. */
const plant = () => {
  const { harness } = window;
  const { Y } = harness;
  harness.fromPeer((peer) => {
    const shot = new Y.XmlElement('shotList');
    shot.setAttribute('lens', '35');
    shot.insert(0, [new Y.XmlText('inside the unknown node')]);
    harness.fragment(2, 'audio', peer).insert(1, [shot]);
    harness.words(3, 'audio', peer).format(0, 8, { tempo: { bpm: 90, feel: 'slow' } });
    const block = harness.fragment(4, 'audio', peer).get(0);
    if (block instanceof Y.XmlElement) block.setAttribute('cue', 'Q7');
    harness.words(5, 'audio', peer).insertEmbed(0, { still: 'frame-12' });
    harness.words(6, 'audio', peer).format(0, 8, { 'note--VnR+dOOY': { id: 'n1' }, 'note--S9gYR6Ep': { id: 'n2' } });
    // Unknown keys and root types belong to nobody here.
    const row = peer.rows.get(harness.row(7));
    if (row instanceof Y.Map) row.set('camera', new Y.Map([['body', 'B']]));
    peer.doc.getMap('storyboard').set('first', 'frame');
  });
};
const EDITABLE = [3, 4, 6];
const SEALED = [2, 5];

test('[KEEP-10] a cell with content this build does not know is never touched by being shown or entered', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await app.page.evaluate(plant);
  await surface.frames();
  const before = await app.page.evaluate(() => [...Array(12).keys()].map((index) => window.harness.shape(index + 1)));
  const updates = await app.page.evaluate(() => window.harness.madeHere());
  for (const number of [...EDITABLE, ...SEALED]) {
    await (await surface.cell(number)).click();
    await surface.keys('ArrowLeft', 'ArrowRight', 'Tab', 'Escape');
  }
  expect(await app.page.evaluate(() => [...Array(12).keys()].map((index) => window.harness.shape(index + 1)))).toEqual(
    before,
  );
  expect(await app.page.evaluate(() => window.harness.madeHere())).toBe(updates);
  expect(await app.page.evaluate(() => window.harness.errors)).toEqual([]);
});

test('[KEEP-11] what can be carried through is edited around, and undo gives the very same content back', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  const { page } = app;
  await page.evaluate(plant);
  await surface.frames();
  for (const number of EDITABLE) {
    const before = await page.evaluate((row) => window.harness.shape(row), number);
    const unknown = await page.evaluate((row) => window.harness.unknownParts(row), number);
    await surface.enter(number);
    await surface.type(' typed');
    await surface.keys('Enter');
    await surface.type('more');
    await surface.keys('Control+Home', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await surface.type('Z');
    expect(await surface.text(number)).toMatch(/Z.* typed\nmore$/s);
    expect(await page.evaluate((row) => window.harness.unknownParts(row), number)).toEqual(unknown);
    await surface.keys('Control+z', 'Control+z', 'Control+z', 'Control+z');
    expect(await page.evaluate((row) => window.harness.shape(row), number)).toBe(before);
  }
});

test('[KEEP-12] what cannot be carried through is a sealed card: movable, copyable by duplicating, never editable', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  const { page } = app;
  await page.evaluate(plant);
  await surface.frames();
  expect(await page.locator('.sealed').count()).toBe(2);
  for (const number of SEALED) {
    const before = await page.evaluate((row) => window.harness.shape(row), number);
    await (await surface.cell(number)).click();
    expect(await surface.here()).toBe(`rows ${number}`);
    await surface.type('nothing');
    await surface.keys('Alt+ArrowDown', 'Alt+ArrowDown', 'Delete', 'Control+z');
    expect(await page.evaluate((row) => window.harness.shape(row), number)).toBe(before);
    // The other cell of the row can be written in.
    await surface.enter(number, 'video');
    await surface.type('!');
    expect(await surface.text(number, 'video')).toMatch(/!$/);
  }
  await (await surface.row(2)).locator('.gutter').click();
  await surface.keys('Control+d');
  expect(await page.locator('.sealed').count()).toBe(3);
  expect(await page.evaluate(() => window.harness.inDocument())).toContain('2,');
});

for (const [what, number, isKept] of [
  ['a mark', 3, true],
  ['an attribute', 4, true],
  ['a node', 2, false],
  ['an embed', 5, false],
  ['overlapping marks', 6, true],
] as const) {
  test(`[KEEP-13] ${what} of a newer build may arrive while the cell is being written in`, async () => {
    await using app = await openPage('rows=12');
    const surface = new Surface(app.page);
    const { page } = app;
    await surface.enter(number);
    await surface.type('before');
    await page.evaluate(plant);
    const arrived = await page.evaluate((row) => window.harness.unknownParts(row, window.harness.peer), number);
    await surface.frames();
    await surface.type('after');
    expect(await page.evaluate((row) => window.harness.unknownParts(row), number)).toEqual(arrived);
    expect(await surface.text(number)).toMatch(isKept ? /beforeafter/ : /before/);
    expect(await surface.here()).toMatch(isKept ? new RegExp(`^${number} audio \\d+$`) : `rows ${number}`);
    if (isKept) {
      await surface.keys('Control+z', 'Control+z');
      expect(await page.evaluate((row) => window.harness.unknownParts(row), number)).toEqual(arrived);
    }
    expect(await page.evaluate(() => window.harness.isEqual())).toBe(true);
    expect(await page.evaluate(() => window.harness.errors)).toEqual([]);
  });
}

test('[SAVE-22] two windows on content of a newer build save nothing until the first key', async () => {
  await using app = await openPage('rows=12&windows=2&unknown');
  const { page } = app;
  const surface = new Surface(page);
  for (const index of [0, 1]) {
    const window = page.locator('.surface').nth(index);
    for (const row of [2, 3, 4, 5]) await window.locator('.row').nth(row).locator('.audio .words').click();
    await surface.keys('Escape', 'Shift+ArrowDown', 'Control+c');
  }
  await surface.frames();
  const made = () => page.evaluate(() => window.harness.windows.map((_, index) => window.harness.madeHere(index)));
  expect(await made()).toEqual([0, 0]);
  await page.locator('.surface').nth(1).locator('.row').nth(0).locator('.audio .words').click();
  await surface.type('x');
  expect(await made()).toEqual([0, 1]);
  expect(
    await page.evaluate(() => window.harness.windows.map(({ bridge }) => bridge.log.includes('script.append'))),
  ).toEqual([false, expect.any(Boolean)]);
});

test('[SAVE-22] a read-only script can be walked and copied from, and nothing is ever written', async () => {
  await using app = await openPage('rows=12&read-only&unknown');
  const { page } = app;
  const surface = new Surface(page);
  await (await surface.cell(3)).click();
  await (await surface.row(3)).locator('.gutter').click();
  await surface.keys(
    'Shift+ArrowDown',
    'Control+c',
    'Control+v',
    'Delete',
    'Alt+ArrowDown',
    'Control+d',
    'Enter',
    'Control+Enter',
    'F2',
  );
  await surface.type('words');
  expect(await surface.here()).toBe('rows 4');
  expect(await page.evaluate(() => [window.harness.madeHere(), window.harness.windows[0]?.bridge.log])).toEqual([
    0,
    ['script.open'],
  ]);
  expect(await page.locator('[contenteditable="true"]').count()).toBe(0);
});
