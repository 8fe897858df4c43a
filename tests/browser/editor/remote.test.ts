import { expect, test } from 'vitest';
import { openPage } from '../open-page.ts';
import { Surface } from './surface.ts';

test('[EDIT-21] others type, move and delete while the person types: caret, focus, place on the screen and words stay', async () => {
  await using app = await openPage('rows=40&per-scene=20');
  const { page } = app;
  const surface = new Surface(page);
  await surface.enter(16);
  const start = await surface.text(16);
  const top = () => page.evaluate(() => Math.round(window.harness.view().dom.getBoundingClientRect().top));
  await surface.type('one ');
  const place = await top();
  await page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => harness.words(16, 'audio', peer).insert(0, 'PEER-START '));
  });
  await surface.type('two ');
  await page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => harness.words(2, 'video', peer).insert(0, 'ELSEWHERE '));
    harness.fromPeer((peer) => harness.words(15, 'video', peer).insert(0, 'ABOVE '.repeat(40)));
  });
  await surface.frames();
  expect(await (await surface.cell(2, 'video')).textContent()).toMatch(/^ELSEWHERE/);
  await surface.type('three ');
  await page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => peer.moveRows([harness.row(16)], { after: harness.row(11) }));
  });
  await surface.frames();
  expect(await top()).toBe(place);
  await surface.type('four ');
  // Into another scene, whose section then takes over where the row lies.
  await page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => peer.moveRows([harness.row(16)], { after: harness.row(30) }));
  });
  await surface.frames();
  expect(await top()).toBe(place);
  await surface.type('five ');
  expect(await surface.onScreen()).toBe(await surface.inDocument());
  await page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => peer.deleteRows([harness.row(16)]));
  });
  await surface.frames();
  expect(await (await surface.row(16)).locator('.note').textContent()).toContain('Somebody deleted this row');
  await surface.type('six');
  const end = `PEER-START ${start}one two three four five six`;
  expect([await surface.text(16), await surface.here()]).toEqual([end, `16 audio ${end.length}`]);
  // What was written after the deletion disputes it: the row stays when it is left.
  await surface.enter(20);
  await surface.frames();
  const note = (await surface.row(16)).locator('.note');
  expect(await note.textContent()).toContain('The words are kept');
  await note.getByRole('button', { name: 'Bring row back' }).click();
  expect(await (await surface.row(16)).locator('.note').count()).toBe(0);
  expect(
    await page.evaluate(
      () => (window.harness.exchange(), window.harness.state() === window.harness.state(window.harness.peer)),
    ),
  ).toBe(true);
  expect(app.complaints).toEqual([]);
});

test('[EDIT-22] a row deleted under the person goes when they leave it', async () => {
  await using app = await openPage('rows=12');
  const surface = new Surface(app.page);
  await surface.enter(6);
  await app.page.evaluate(() => {
    const { harness } = window;
    harness.fromPeer((peer) => peer.deleteRows([harness.row(6)]));
  });
  await surface.frames();
  expect(await (await surface.row(6)).count()).toBe(1);
  expect(await surface.here()).toMatch(/^6 audio/);
  await surface.keys('Tab');
  expect(await (await surface.row(6)).count()).toBe(0);
});

test('[EDIT-22] a scene deleted under the person stays with their row until they leave it', async () => {
  await using app = await openPage('rows=12&per-scene=4');
  const surface = new Surface(app.page);
  await surface.enter(6);
  await app.page.evaluate(() => {
    const { harness } = window;
    const sceneId = harness.sceneIds[1];
    if (sceneId) harness.fromPeer((peer) => peer.deleteScene(sceneId));
  });
  await surface.frames();
  expect([await surface.onScreen(), await surface.here()]).toEqual([
    '1,2,3,4 | 6 | 9,10,11,12',
    expect.stringMatching(/^6 audio/),
  ]);
  await surface.enter(2);
  expect(await surface.onScreen()).toBe('1,2,3,4 | 9,10,11,12');
});

test('[EDIT-23] two devices move one row and type in it: one row, both texts, one order', async () => {
  await using app = await openPage('rows=40');
  const result = await app.page.evaluate(() => {
    const { harness } = window;
    harness.windows[0]?.handle?.goToRow(harness.row(6));
    harness.send();
    harness.model.moveRows([harness.row(6)], { after: harness.row(30) });
    const view = harness.view();
    view.dispatch(view.state.tr.insertText('HERE ', 1));
    harness.peer.moveRows([harness.row(6)], { before: harness.row(1) });
    harness.words(6, 'video', harness.peer).insert(0, 'THERE ');
    harness.exchange();
    return {
      same: harness.state() === harness.state(harness.peer),
      text: harness.text(6, 'video').slice(0, 11),
      copies: document.querySelectorAll(`[data-row="${harness.row(6)}"]`).length,
      focus: view.hasFocus(),
    };
  });
  expect(result).toMatchObject({ same: true, copies: 1, focus: true });
  expect(result.text).toMatch(/HERE .*T?HERE /);
});

test('[EDIT-24] two windows of one script stay equal, letter by letter, and neither saves what the other wrote', async () => {
  await using app = await openPage('rows=12&windows=2');
  const { page } = app;
  const surface = new Surface(page);
  const first = page.locator('.surface').first();
  await first.locator('.row').nth(2).locator('.audio .words').click();
  await surface.type('typed in the first window');
  await page.waitForFunction(() => {
    const [one, two] = window.harness.windows;
    return one && two && window.harness.state(one.session.model) === window.harness.state(two.session.model);
  });
  await page.waitForFunction(() => window.harness.session.saveState.get().kind === 'saved');
  const second = page.locator('.surface').nth(1).locator('.row').nth(2);
  await surface.frames();
  expect(await second.locator('.audio .words').textContent()).toContain('typed in the first window');
  expect(
    await page.evaluate(() => window.harness.windows[1]?.bridge.log.filter((name) => name === 'script.append')),
  ).toEqual([]);
});
