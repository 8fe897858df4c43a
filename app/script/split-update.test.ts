import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Random } from '../../tests/support/random.ts';
import { splitUpdate } from './split-update.ts';

/** What one transaction of a large and mixed edit sends. */
function largeEdit(random: Random): { readonly before: Uint8Array; readonly edit: Uint8Array; readonly after: Y.Doc } {
  const doc = new Y.Doc();
  const text = doc.getText('words');
  text.insert(0, 'already here, and some of it will go');
  const before = Y.encodeStateAsUpdate(doc);
  let edit: Uint8Array = new Uint8Array();
  doc.on('update', (update) => (edit = update));
  doc.transact(() => {
    for (let step = 0; step < 40; step++) {
      const at = random.below(text.length + 1);
      if (random.chance(70)) text.insert(at, random.oneOf(['é', '日本', '🎬', 'plain ']).repeat(1 + random.below(900)));
      else text.delete(Math.min(at, text.length - 1), Math.min(5, text.length - Math.min(at, text.length - 1)));
      if (random.chance(20)) text.format(0, text.length >> 1, { bold: random.chance(50) ? {} : null });
      const row = new Y.Map<unknown>();
      row.set('note', 'n'.repeat(random.below(200)));
      if (random.chance(30)) doc.getMap('rows').set(random.uuid(), row);
    }
  });
  return { before, edit, after: doc };
}

test('[SAVE-17] the pieces of a large edit are small and give the same document', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const { before, edit, after } = largeEdit(new Random(seed));
    const pieces = splitUpdate(edit, 2_000);
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.every((piece) => piece.byteLength <= 2_000)).toBe(true);
    const again = new Y.Doc();
    for (const piece of [before, ...pieces]) Y.applyUpdate(again, piece);
    expect(again.getText('words').toDelta()).toEqual(after.getText('words').toDelta());
    expect(again.getMap('rows').toJSON()).toEqual(after.getMap('rows').toJSON());
    expect(Y.encodeStateVector(again)).toEqual(Y.encodeStateVector(after));
  }
});

test('[SAVE-17] an edit within the limit is left as it is', () => {
  const { edit } = largeEdit(new Random(1));
  expect(splitUpdate(edit, edit.byteLength)).toEqual([edit]);
});
