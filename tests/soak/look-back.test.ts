import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { PersonId } from '../../app/ids.ts';
import { Random } from '../support/random.ts';
import { lookBack } from './look-back.ts';
import type { ClientReport } from './messages.ts';
import { digestOf } from './soak-client.ts';

test('[SOAK-1] a document, a vault, a word and a place that differ from the server are each told', () => {
  const random = new Random(1);
  const doc = new Y.Doc();
  doc.clientID = 7;
  const log: { position: number; id: string; bytes: Uint8Array }[] = [];
  doc.on('update', (bytes: Uint8Array) => log.push({ position: log.length + 1, id: random.uuid(), bytes }));
  doc.getText('t').insert(0, 'one');
  doc.getText('t').insert(3, ' two');
  doc.getText('t').delete(0, 1);
  const sha256 = digestOf(doc);
  const good: ClientReport = {
    personId: PersonId.parse(random.uuid()),
    edits: 3,
    clientId: 7,
    clock: 7,
    position: 3,
    standing: 'on-server',
    sha256,
    vaultSha256: sha256,
  };
  expect(lookBack(log, [good])).toEqual({ faults: [], sha256 });
  const wrong = (change: Partial<ClientReport>): number => lookBack(log, [{ ...good, ...change }]).faults.length;
  expect(wrong({ sha256: 'other' })).toBe(1);
  expect(wrong({ vaultSha256: 'other' })).toBe(1);
  expect(wrong({ clock: 8 })).toBe(1);
  expect(wrong({ standing: 'sending' })).toBe(1);
  expect(wrong({ position: 2 })).toBe(1);
  // Without its deletion the server's document is another; without its middle something waits as well.
  expect(lookBack(log.slice(0, 2), [good]).faults.length).toBeGreaterThan(1);
  expect(lookBack([...log.slice(0, 1), ...log.slice(2)], [good]).faults).toContain('positions have gaps');
});
