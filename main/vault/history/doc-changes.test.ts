import * as Y from 'yjs';
import { expect, test } from 'vitest';
import { typedScript } from '../../../tests/support/typed-script.ts';
import { changesSince, markOf } from './doc-changes.ts';

function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

test('[HIST-6] what changed, applied to what was, gives what is, and names no deletion twice', () => {
  for (const seed of [1, 2, 3]) {
    const typed = typedScript({ seed, updates: 1_200, from: 0 }).map(({ update }) => update.bytes);
    const doc = new Y.Doc();
    const sought = new Y.Doc();
    let bytes = 0;
    for (let from = 0; from < typed.length; from += 100) {
      const mark = markOf(doc);
      for (const update of typed.slice(from, from + 100)) Y.applyUpdate(doc, update);
      const change = changesSince(doc, mark);
      if (change === null) throw new Error('Nothing waits here.');
      bytes += change.length;
      Y.applyUpdate(sought, change);
      expect(Y.encodeStateAsUpdate(sought)).toEqual(Y.encodeStateAsUpdate(doc));
    }
    // Twelve states would be six times as much, and their deletions alone as much as everything.
    expect(bytes).toBeLessThan(Y.encodeStateAsUpdate(docOf(typed)).length * 1.6);
  }
});

test('[HIST-6] a document that waits for something it lacks is no seek point', () => {
  const typed = typedScript({ seed: 4, updates: 60, from: 0 }).map(({ update }) => update.bytes);
  const doc = docOf(typed.toSpliced(20, 1));
  expect(changesSince(doc, markOf(new Y.Doc()))).toBeNull();
  Y.applyUpdate(doc, typed[20] ?? new Uint8Array());
  expect(changesSince(doc, markOf(new Y.Doc()))).not.toBeNull();
});
