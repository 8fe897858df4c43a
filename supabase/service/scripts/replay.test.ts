import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { replay, stateOf, type LogUpdate } from './replay.ts';

/** One person makes words bold, and another, who has seen only the words, deletes them: formatting of nothing is left. */
function logWithNeedlessFormatting(): readonly LogUpdate[] {
  const [ana, ben] = [new Y.Doc(), new Y.Doc()];
  [ana.clientID, ben.clientID] = [1, 2];
  const updates: Uint8Array[] = [];
  ana.on('update', (update: Uint8Array) => updates.push(update));
  ana.getMap('rows').set('row', new Y.XmlText('some words'));
  for (const update of updates) Y.applyUpdate(ben, update);
  words(ana).format(0, 4, { bold: true });
  ben.on('update', (update: Uint8Array) => updates.push(update));
  words(ben).delete(0, 4);
  return updates.map((bytes, index) => ({ position: index + 1, bytes }));
}

function words(doc: Y.Doc): Y.XmlText {
  const text = doc.getMap('rows').get('row');
  if (!(text instanceof Y.XmlText)) throw new Error('There are no words.');
  return text;
}

test('[SERVICE-1] a document does not depend on where the reading of its log was cut', () => {
  const log = logWithNeedlessFormatting();
  const whole = Y.encodeStateAsUpdate(replay(null, log).doc);
  for (let cut = 1; cut < log.length; cut++) {
    const state = stateOf(replay(null, log.slice(0, cut)).doc);
    expect(state).toBeDefined();
    const pieced = replay(state ?? null, log.slice(cut)).doc;
    expect(Buffer.from(Y.encodeStateAsUpdate(pieced))).toEqual(Buffer.from(whole));
  }
  const untouched = new Y.Doc();
  untouched.transact((transaction) => {
    for (const { bytes } of log) Y.applyUpdate(untouched, bytes);
    transaction.local = true;
  });
  expect(Buffer.from(whole)).toEqual(Buffer.from(Y.encodeStateAsUpdate(untouched)));
});

test('[SERVICE-3] bytes that nobody can read are set aside, whatever stands before and behind them', () => {
  const [first, ...rest] = logWithNeedlessFormatting();
  if (first === undefined) throw new Error('An empty log.');
  const torn = { position: 2, bytes: first.bytes.slice(0, -3) };
  const noise = { position: 3, bytes: new Uint8Array([7, 7, 7, 7, 7]) };
  const shifted = rest.map(({ position, bytes }) => ({ position: position + 2, bytes }));
  const { doc, setAside } = replay(null, [first, torn, noise, ...shifted]);
  expect(setAside).toEqual([2, 3]);
  expect(Y.encodeStateAsUpdate(doc)).toEqual(Y.encodeStateAsUpdate(replay(null, logWithNeedlessFormatting()).doc));
});
