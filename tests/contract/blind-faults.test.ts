import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { checkLog } from '../../app/blind/check-log.ts';
import { newCell } from '../../app/script/content.ts';
import { buildScript } from '../../app/script/plain-script.ts';
import { makeBundle, readBundle } from '../../main/health/blind/bundle-file.ts';
import { Random } from '../support/random.ts';

type Row = Y.Map<unknown>;
/** Two devices on one script, and what each has saved, in the order of saving. */
interface Pair {
  readonly one: Y.Doc;
  readonly other: Y.Doc;
}
interface Planted {
  readonly name: string;
  readonly plant: (pair: Pair) => void;
  /** After planting, what is done to the log itself. */
  readonly spoil?: (log: Uint8Array[]) => void;
  readonly expected: readonly string[];
}

const rowsOf = (doc: Y.Doc): readonly Row[] => [...doc.getMap<Row>('rows').values()];
const row = (doc: Y.Doc, index = 0): Row => rowsOf(doc)[index] ?? new Y.Map();
function type(doc: Y.Doc, words: string, index = 0): void {
  const cell = row(doc, index).get('audio');
  const block = cell instanceof Y.XmlFragment ? cell.get(0) : undefined;
  const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
  if (text instanceof Y.XmlText) text.insert(0, words);
}

const faults: readonly Planted[] = [
  {
    name: 'a cell made anew while somebody types in it',
    plant: ({ one, other }) => {
      row(one).set('audio', newCell([{ text: 'restored' }]));
      type(other, 'typed at the same time ');
    },
    expected: ['replaced', 'lost-words'],
  },
  {
    name: 'a row moved by taking it out and putting it in again',
    plant: ({ one, other }) => {
      const rows = one.getMap<Row>('rows');
      const [id = ''] = rows.keys();
      one.transact(() => {
        rows.delete(id);
        rows.set('9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d', new Y.Map<unknown>([['place', { order: 'a0b1c2d.B' }]]));
      });
      type(other, 'typed at the same time ');
    },
    expected: ['removed', 'lost-words'],
  },
  {
    name: 'a place as two keys',
    plant: ({ one, other }) => {
      for (const [doc, order] of [
        [one, 'a0b1c2d.B'],
        [other, 'd2c1b0a.B'],
      ] as const) {
        doc.transact(() => {
          row(doc).delete('place');
          row(doc).set('order', order);
          row(doc).set('scene', [...doc.getMap('scenes').keys()][0]);
        });
      }
    },
    expected: ['unplaced'],
  },
  {
    name: 'two rows at one place',
    plant: ({ one }) => row(one, 1).set('place', row(one, 0).get('place')),
    expected: ['shared-place'],
  },
  {
    name: 'an update that never came',
    plant: ({ one }) => {
      type(one, 'first ');
      type(one, 'second ');
    },
    spoil: (log) => void log.splice(-2, 1),
    expected: ['gap'],
  },
  {
    name: 'bytes that are no update',
    plant: ({ one }) => type(one, 'first '),
    spoil: (log) => void log.push(Uint8Array.from([1, 200, 3, 4])),
    expected: ['unreadable'],
  },
  {
    name: 'one client id in two windows',
    plant: ({ one, other }) => {
      other.clientID = one.clientID;
      type(one, 'from the first window');
      type(other, 'of the second one, longer');
    },
    expected: ['diverged'],
  },
];

function logWith({ plant, spoil }: Planted): readonly Uint8Array[] {
  const random = new Random(3);
  const log = [
    ...buildScript(
      {
        scenes: [
          { heading: 'Harbour at dawn', rows: [{ audio: [{ text: 'Gulls.' }], speaker: 'Narrator' }, {}] },
          { heading: 'Inside', rows: [{ audio: [{ text: 'Rain on the roof.' }] }] },
        ],
      },
      { newId: () => random.uuid() },
    ),
  ];
  const [one, other] = [new Y.Doc(), new Y.Doc()];
  for (const [index, doc] of [one, other].entries()) {
    doc.clientID = 100 + index;
    for (const update of log.slice()) Y.applyUpdate(doc, update);
    doc.on('update', (update: Uint8Array) => log.push(update));
  }
  plant({ one, other });
  spoil?.(log);
  return log;
}

const entriesOf = (updates: readonly Uint8Array[]) =>
  updates.map((bytes, n) => ({ ordinal: n + 1, format: 1, origin: 1, savedAt: n, bytes }));

test.each(faults)('[BLIND-4] $name is found in a bundle as it is in the log itself', async (planted) => {
  const updates = entriesOf(logWith(planted));
  const before = checkLog({ entries: updates, snapshot: null });
  const file = await makeBundle(
    { updates, snapshot: null, isWhole: true },
    { at: 0, appVersion: '0.1.0', pause: async () => undefined },
    new AbortController().signal,
  );
  const bundle = await readBundle(file);
  const after = checkLog({
    entries: bundle.updates.map(({ ordinal, format, update }) => ({
      ordinal,
      format,
      bytes: update === null ? null : Buffer.from(update, 'base64'),
    })),
    snapshot: null,
  });
  const kinds = new Set<string>(before.faults.map(({ kind }) => kind));
  expect([...kinds].filter((kind) => planted.expected.includes(kind))).toEqual(planted.expected);
  expect(after).toEqual(before);
});
