import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Random } from '../../tests/support/random.ts';
import { surroundingsFrom } from '../../tests/support/surroundings.ts';
import type { CursorPlace } from '../../app/ipc/together.ts';
import { ScriptModel } from '../../app/script/model.ts';
import { resolvePlace } from './caret-place.ts';

function openCell() {
  const doc = new Y.Doc();
  doc.clientID = 7;
  const model = new ScriptModel(doc, surroundingsFrom(new Random(3)));
  const rowId = model.insertRow({ endOf: null }, { audio: [{ text: 'Then bring it back.' }] });
  if (rowId === undefined) throw new Error('There is no row.');
  const block = model.cell({ rowId, kind: 'audio' })?.get(0);
  const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
  if (!(text instanceof Y.XmlText)) throw new Error('There is no text.');
  const end = (type: Y.XmlText, index: number): string =>
    JSON.stringify(Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(type, index)));
  const place = (anchor: string, head = anchor, cell: CursorPlace['cell'] = 'audio'): CursorPlace => ({
    rowId,
    cell,
    anchor,
    head,
  });
  return { doc, model, rowId, text, end, place };
}

test('[PEER-2] a place keeps to its letters while others type before and inside it', () => {
  const { model, text, end, place } = openCell();
  const selection = place(end(text, 5), end(text, 10));
  expect(resolvePlace(model, selection)).toEqual({ anchor: { block: 0, offset: 5 }, head: { block: 0, offset: 10 } });
  text.insert(0, 'And ');
  text.insert(11, '…');
  expect(resolvePlace(model, selection)).toEqual({ anchor: { block: 0, offset: 9 }, head: { block: 0, offset: 15 } });
  text.delete(0, text.length);
  expect(resolvePlace(model, selection)).toEqual({ anchor: { block: 0, offset: 0 }, head: { block: 0, offset: 0 } });
});

test('[PEER-7] what is no place in that cell is nowhere, makes nothing, and throws nothing', () => {
  const { doc, model, text, end, place } = openCell();
  const roots = [...doc.share.keys()];
  const elsewhere = end(text, 4);
  for (const claim of [
    '',
    'null',
    '[]',
    '{"tname":"rows"}',
    '{"tname":"made-up"}',
    '{"type":{"client":7,"clock":0}}',
    '{"type":{"client":7,"clock":999999}}',
    '{"item":{"client":-1,"clock":-5}}',
    '{"item":{"client":99,"clock":1}}',
    '{"type":{"client":1e300,"clock":0.5}}',
    '{"__proto__":{"type":1}}',
  ]) {
    expect([claim, resolvePlace(model, place(claim))]).toEqual([claim, null]);
  }
  // Any id there is, as type or item.
  for (let clock = 0; clock < 40; clock++) {
    for (const key of ['type', 'item']) {
      for (const assoc of [-1, 0]) {
        expect(() => resolvePlace(model, place(JSON.stringify({ [key]: { client: 7, clock }, assoc })))).not.toThrow();
      }
    }
  }
  expect(resolvePlace(model, place(elsewhere, elsewhere, 'video'))).toBeNull();
  expect([...doc.share.keys()]).toEqual(roots);
});
