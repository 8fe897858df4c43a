import * as Y from 'yjs';
import { expect, test } from 'vitest';
import { writtenBy } from './written-by.ts';

test('[HIST-4] the client of an update is read from its first bytes, whatever it is; what only deletes has none', () => {
  for (const clientId of [0, 1, 127, 128, 2 ** 31, 2 ** 32 - 1, 2 ** 52]) {
    const doc = new Y.Doc();
    doc.clientID = clientId;
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    doc.getText().insert(0, 'word');
    doc.getText().delete(0, 4);
    expect(updates.map(writtenBy)).toEqual([clientId, null]);
  }
});

test('[HIST-4] bytes that are no update name nobody', () => {
  for (const bytes of [[], [1], [1, 1], [1, 1, 255], [250, 1, 2, 3], Array<number>(12).fill(255)]) {
    expect([null, 3]).toContain(writtenBy(Uint8Array.from(bytes)));
  }
  expect(writtenBy(new Uint8Array())).toBeNull();
  expect(writtenBy(Uint8Array.of(1, 1, 255))).toBeNull();
});
