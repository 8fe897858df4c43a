import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { surroundingsFrom } from '../../tests/support/surroundings.ts';
import { Random } from '../../tests/support/random.ts';
import { ScriptModel } from './model.ts';
import { HYDRATED } from './origins.ts';
import { isReadable, readUpdates } from './read-updates.ts';

/** What one device writes, a change at a time: scenes with a row and words in it. */
function written(seed: number): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = seed + 1;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const model = new ScriptModel(doc, surroundingsFrom(new Random(seed)));
  for (const heading of ['First', 'Second', 'Third']) {
    const scene = model.insertScene('end', heading);
    if (scene !== undefined) model.insertRow({ endOf: scene }, { audio: [{ text: `Words of ${heading}` }] });
  }
  return updates;
}

/** Some bytes other than they were, and now and then fewer of them. */
function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let count = 1 + random.below(3); count > 0; count -= 1) copy[random.below(copy.length)] = random.below(256);
  return random.chance(30) ? copy.subarray(0, random.below(copy.length)) : copy;
}

const stateOf = (doc: Y.Doc): Buffer => Buffer.from(Y.encodeStateAsUpdate(doc));

test('[OPEN-1] what cannot be read is left out whole, and everything else is in the document', () => {
  const [whole, other] = [written(1), written(2)];
  const cut = other.map((update) => update.subarray(0, update.length - 1));
  const { doc, unreadable } = readUpdates([...whole.slice(0, 3), ...cut, ...whole.slice(3)], HYDRATED);
  expect(unreadable).toEqual(cut);
  expect(stateOf(doc)).toEqual(stateOf(readUpdates(whole, HYDRATED).doc));
});

test('[OPEN-1] an update that refers to what it has yet to bring is one that cannot be read', () => {
  const doc = new Y.Doc();
  doc.clientID = 7;
  doc.getText('words').insert(0, 'a');
  const ahead = Y.encodeStateAsUpdate(doc);
  // The one item there is now says that it stands behind the item 7:9.
  const forged = Uint8Array.of(1, 1, 7, 0, 0x84, 7, 9, 1, 97, 0);
  expect(isReadable(ahead)).toBe(true);
  expect(() => Y.decodeUpdate(forged)).not.toThrow();
  expect(() => Y.applyUpdate(new Y.Doc(), forged)).toThrow();
  expect(isReadable(forged)).toBe(false);
});

test('[OPEN-1] whatever bytes there are, a readable update is applied without a fault', () => {
  const random = new Random(3);
  const log = written(3);
  let refused = 0;
  for (let turn = 0; turn < 1_000; turn += 1) {
    const update = damaged(random.oneOf(log), random);
    if (!isReadable(update)) refused += 1;
    const doc = new Y.Doc();
    log.slice(0, random.below(log.length + 1)).forEach((each) => Y.applyUpdate(doc, each));
    if (isReadable(update)) Y.applyUpdate(doc, update);
  }
  expect(refused).toBeGreaterThan(200);
  expect(refused).toBeLessThan(950);
});
