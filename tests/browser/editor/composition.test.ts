import { expect, test } from 'vitest';
import { openPage } from '../open-page.ts';
import { Surface } from './surface.ts';

const disturbances = {
  nothing: () => {},
  'words earlier in the same cell': () => {
    const { harness } = window;
    harness.fromPeer((peer) => harness.words(6, 'audio', peer).insert(0, 'PEER '));
  },
  'a line before': () => {
    const { harness } = window;
    harness.fromPeer((peer) => harness.words(6, 'audio', peer).insert(0, 'PEER\n'));
  },
  'words in another cell': () => {
    const { harness } = window;
    harness.fromPeer((peer) => harness.words(9, 'video', peer).insert(0, 'PEER '));
  },
  'a move of the row': () => {
    const { harness } = window;
    harness.fromPeer((peer) => peer.moveRows([harness.row(6)], { after: harness.row(11) }));
  },
  'the deletion of the row': () => {
    const { harness } = window;
    harness.fromPeer((peer) => peer.deleteRows([harness.row(6)]));
  },
  'content this build does not know': () => {
    const { harness } = window;
    harness.fromPeer((peer) => harness.words(6, 'audio', peer).format(0, 4, { tempo: { bpm: 90 } }));
  },
} as const;

for (const [what, disturb] of Object.entries(disturbances)) {
  test(`[EDIT-30] composing is not disturbed by ${what}`, async () => {
    await using app = await openPage('rows=12');
    const { page, context } = app;
    const surface = new Surface(page);
    await surface.enter(6);
    const start = await surface.text(6);
    const session = await context.newCDPSession(page);
    const compose = (text: string) =>
      session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await compose('に');
    await compose('にほ');
    expect(await page.evaluate(() => window.harness.view().composing)).toBe(true);
    await page.evaluate(disturb);
    expect(await page.evaluate(() => window.harness.view().composing)).toBe(true);
    await compose('にほん');
    await session.send('Input.insertText', { text: '日本' });
    // What was held follows when ProseMirror has taken the composed words, a moment after they are there.
    await page.waitForFunction(() => !window.harness.view().composing && window.harness.isEqual());
    await surface.type('!');
    const peer = what === 'words earlier in the same cell' ? 'PEER ' : what === 'a line before' ? 'PEER\n' : '';
    expect(await surface.text(6)).toBe(`${peer}${start}日本!`);
    expect(await (await surface.cell(6)).evaluate((words) => words.textContent)).toBe(`${peer}${start}日本!`);
    expect(await page.evaluate(() => window.harness.errors)).toEqual([]);
    expect(app.complaints).toEqual([]);
  });
}
