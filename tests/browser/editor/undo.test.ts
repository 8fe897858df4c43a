import { expect, test } from 'vitest';
import { openPage } from '../open-page.ts';
import { Surface } from './surface.ts';

test('[UNDO-20] undo travels to the cell in which a step was made, and puts the caret where it was', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  const [two, nine] = [await surface.text(2), await surface.text(9)];
  await surface.enter(2);
  await surface.type('ALPHA');
  await surface.enter(9, 'audio', 'start');
  await surface.type('BETA');
  await surface.enter(4);
  await surface.keys('Control+z');
  expect([await surface.text(9), await surface.here()]).toEqual([nine, '9 audio 0']);
  await surface.keys('Control+z');
  expect([await surface.text(2), await surface.here()]).toEqual([two, `2 audio ${two.length}`]);
  await surface.keys('Control+Shift+z');
  expect([await surface.text(2), await surface.here()]).toEqual([`${two}ALPHA`, `2 audio ${two.length + 5}`]);
  await surface.keys('Control+y');
  expect([await surface.text(9), await surface.here()]).toEqual([`BETA${nine}`, '9 audio 4']);
  expect(app.complaints).toEqual([]);
});

test('[UNDO-21] commands on rows are steps of the same history, each undone and redone with its place', async () => {
  await using app = await openPage('rows=12&per-scene=6');
  const surface = new Surface(app.page);
  const start = await surface.onScreen();
  await surface.enter(4);
  await surface.type('!');
  await surface.keys('Escape', 'Alt+ArrowUp');
  const moved = await surface.onScreen();
  expect(moved).toBe('1,2,4,3,5,6 | 7,8,9,10,11,12');
  await surface.keys('Delete');
  expect([await surface.onScreen(), await surface.here()]).toEqual(['1,2,3,5,6 | 7,8,9,10,11,12', 'rows 3']);
  await surface.keys('Control+z');
  expect([await surface.onScreen(), await surface.here()]).toEqual([moved, 'rows 4']);
  await surface.keys('Control+z');
  expect([await surface.onScreen(), await surface.here()]).toEqual([start, 'rows 4']);
  await surface.keys('Control+Shift+z', 'Control+Shift+z');
  expect([await surface.onScreen(), await surface.here()]).toEqual(['1,2,3,5,6 | 7,8,9,10,11,12', 'rows 3']);
  await surface.keys('Control+z', 'Control+z', 'Control+z');
  expect(await surface.here()).toMatch(/^4 audio \d+$/);
  expect(await surface.text(4)).not.toMatch(/!$/);
  expect(await surface.inDocument()).toBe(start);
});

test('[UNDO-1] undo of an added row hides it and keeps what somebody else wrote in it; redo brings both back', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await surface.enter(3, 'video');
  await surface.keys('Control+Enter');
  const kept = await app.page.evaluate(() => {
    const { harness } = window;
    const rowId = harness.windows[0]?.handle?.position.get().rowId;
    if (!rowId) throw new Error('No row was added.');
    harness.send();
    const block = harness.peer.cell({ rowId, kind: 'video' })?.get(0);
    if (!(block instanceof harness.Y.XmlElement)) throw new Error('The new row has no block.');
    const text = block.get(0);
    if (text instanceof harness.Y.XmlText) text.insert(0, 'from the other device');
    harness.receive();
    harness.run('edit.undo');
    const afterUndo = { shown: harness.onScreen(), words: harness.model.cell({ rowId, kind: 'video' })?.toJSON() };
    harness.run('edit.redo');
    return { afterUndo, afterRedo: harness.onScreen() };
  });
  expect(kept.afterUndo.words).toContain('from the other device');
  expect(kept.afterRedo).toBe('1,2,3,0,4,5,6,7,8,9,10,11,12');
});

test('[UNDO-3] my move, then theirs, then my undo: theirs stays', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await surface.enter(6);
  await surface.keys('Alt+ArrowUp');
  const orders = await app.page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => peer.moveRows([harness.row(6)], { after: harness.row(11) }));
    const before = harness.inDocument();
    harness.run('edit.undo');
    return { before, after: harness.inDocument() };
  });
  expect(orders).toEqual({ before: '1,2,3,4,5,7,8,9,10,11,6,12', after: '1,2,3,4,5,7,8,9,10,11,6,12' });
});

test('[UNDO-2] their words amid mine stay, and undo never goes past opening', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  const opened = await surface.text(5);
  await surface.enter(5, 'audio', 'start');
  await surface.type('MINE');
  await app.page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => harness.words(5, 'audio', peer).insert(2, 'THEIRS'));
  });
  expect(await surface.text(5)).toBe(`MITHEIRSNE${opened}`);
  for (let step = 0; step < 20; step++) await surface.keys('Control+z');
  expect(await surface.text(5)).toBe(`THEIRS${opened}`);
  expect(await app.page.evaluate(() => window.harness.session.undo.state.get().canUndo)).toBe(false);
});

test('[UNDO-25] a hundred changes of cell later the history is whole', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  const { page } = app;
  const start = await page.evaluate(() => window.harness.state());
  await surface.enter(1);
  await surface.type('first');
  await page.evaluate(() => {
    const { harness } = window;
    for (let step = 0; step < 100; step++) harness.windows[0]?.handle?.goToRow(harness.row(1 + (step % 12)));
  });
  await surface.keys('Escape', 'Alt+ArrowUp');
  await surface.keys('Control+z', 'Control+z');
  expect(await page.evaluate(() => window.harness.state())).toBe(start);
});
