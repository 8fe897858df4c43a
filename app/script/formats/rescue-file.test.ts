import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Random } from '../../../tests/support/random.ts';
import { sha256 } from '../../../tests/support/sha256.ts';
import { MAX_UPDATE_BYTES } from '../../ipc/contract.ts';
import { templateUpdate } from '../templates/template-update.ts';
import { readImport } from './read-import.ts';
import { printRescue, readRescue } from './rescue-file.ts';

const fileName = 'Harbour.galley-rescue';
const random = new Random(5);
const imported = (content: Uint8Array) => readImport({ fileName, content }, { newId: () => random.uuid(), sha256 });

/** The sample with words typed, deleted and merged from two devices, and content that this build does not know. */
function lived(): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, templateUpdate('sample'));
  doc.getMap('unknown').set('later', new Y.Array());
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  doc.getText('more').insert(0, 'deleted 🎬 and kept');
  doc.getText('more').delete(0, 8);
  other.getText('more').insert(0, 'x'.repeat(3 * MAX_UPDATE_BYTES));
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
  return doc;
}

test('[FULL-10] a rescue file brings the very state back, with its history, in updates that the log takes', () => {
  const doc = lived();
  const state = Y.encodeStateAsUpdate(doc);
  const { preview, updates } = imported(printRescue({ title: 'Harbour', state }, sha256));
  expect(preview).toMatchObject({ title: 'Harbour', format: 'rescue', scenes: 5, rows: 13, notes: [] });
  expect(updates.every(({ byteLength }) => byteLength <= MAX_UPDATE_BYTES)).toBe(true);
  const back = new Y.Doc();
  for (const update of updates) Y.applyUpdate(back, update);
  expect(back.getText('more').toJSON()).toBe(doc.getText('more').toJSON());
  expect(Y.snapshot(back)).toEqual(Y.snapshot(doc));
  expect(Y.encodeStateVector(back)).toEqual(Y.encodeStateVector(doc));
});

test('[FULL-10] a rescue file that is not whole, or from a newer Galley, is refused in plain words', () => {
  const file = printRescue({ title: 'Harbour', state: Y.encodeStateAsUpdate(lived()) }, sha256);
  for (const at of [20, 60, file.byteLength >> 1, file.byteLength - 1]) {
    const harmed = file.slice();
    harmed[at] = (harmed[at] ?? 0) ^ 1;
    expect(() => imported(harmed)).toThrow(expect.objectContaining({ code: expect.stringMatching(/damaged|newer/) }));
  }
  expect(() => imported(file.slice(0, -5))).toThrow(expect.objectContaining({ code: 'damaged' }));
  const text = new TextDecoder('latin1').decode(file.slice(0, 200)).replace('"format":1', '"format":9');
  const newer = Uint8Array.from(text, (character) => character.charCodeAt(0));
  expect(() => readRescue(newer, { fileName, sha256 })).toThrow(expect.objectContaining({ code: 'newer-version' }));
});
