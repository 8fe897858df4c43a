import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Random } from '../../tests/support/random.ts';
import { chainStart } from './chain.ts';
import { ScriptId } from '../../app/ids.ts';
import { isSnapshotDue, takeSnapshot } from './snapshots.ts';
import { stateOf } from './snapshot-table.ts';

const chain = chainStart(ScriptId.parse('7d1f7f3c-6c2b-4c7e-9d5e-0a1b2c3d4e5f'));
const place = { ordinal: 1, chain };

test('[VAULT-17] a snapshot is due after 500 updates, or when the tail is large beside the state', () => {
  expect(isSnapshotDue({ updates: 499, bytes: 20_000, stateBytes: 0 })).toBe(false);
  expect(isSnapshotDue({ updates: 500, bytes: 20_000, stateBytes: 0 })).toBe(true);
  expect(isSnapshotDue({ updates: 3, bytes: 300_000, stateBytes: 100_000 })).toBe(true);
  expect(isSnapshotDue({ updates: 3, bytes: 300_000, stateBytes: 5_000_000 })).toBe(false);
});

/** What several devices did to one document: text, nested types, formats, deletions, and updates that arrive out of order. */
function writtenUpdates(random: Random): Uint8Array[] {
  const devices = Array.from({ length: 1 + random.below(4) }, () => new Y.Doc());
  const log: Uint8Array[] = [];
  devices.forEach((doc, index) => {
    doc.clientID = 1 + index + random.below(1_000_000);
    doc.on('update', (update: Uint8Array) => log.push(update));
  });
  for (let step = 0; step < 10 + random.below(60); step += 1) {
    const doc = random.oneOf(devices);
    const rows = doc.getMap<unknown>('rows');
    const key = `row ${random.below(6)}`;
    const text = doc.getText('text');
    const turn = random.below(7);
    if (turn === 0) rows.set(key, new Y.Map([['words', new Y.Text(`born ${step}`)]]));
    if (turn === 1) rows.delete(key);
    if (turn === 2 || turn === 3) text.insert(random.below(text.length + 1), random.oneOf(['a', 'words ', '漢', '🎬']));
    if (turn === 4 && text.length > 0) text.delete(random.below(text.length), 1);
    if (turn === 5 && text.length > 1)
      text.format(0, 1 + random.below(text.length - 1), { bold: random.chance(50) || null });
    if (turn === 6) Y.applyUpdate(doc, Y.encodeStateAsUpdate(random.oneOf(devices)), 'received');
  }
  // A log also holds what arrived before the update it builds on.
  if (random.chance(30)) log.splice(random.below(log.length), 1);
  return log;
}

function replay(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)));
  return doc;
}

test('[VAULT-17] snapshot and tail give the same document as the whole log, for 300 histories and any cut', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = new Random(seed);
    const updates = writtenUpdates(random);
    const cut = random.below(updates.length + 1);
    const snapshot = takeSnapshot(replay(updates.slice(0, cut)), place, { at: 1 });
    expect(snapshot, `seed ${seed}`).toBeDefined();
    if (snapshot === undefined) return;
    const whole = replay(updates);
    const short = replay([stateOf(snapshot), ...updates.slice(cut)]);
    // Typed first: a root that nobody has asked for yet says nothing.
    const saying = [whole, short].map((doc) => [doc.getText('text').toDelta(), doc.getMap('rows').toJSON()]);
    expect(saying[1], `seed ${seed}`).toEqual(saying[0]);
    expect(Y.encodeStateAsUpdate(short), `seed ${seed}`).toEqual(Y.encodeStateAsUpdate(whole));
  }
});
