import * as Y from 'yjs';
import { expect, test } from 'vitest';
import { steadyPad } from '../../tests/support/steady-pad.ts';
import { Survey } from './blinder.ts';

const ROW = '9396f2c5-aa6f-40d8-af0f-d41bd578d60c';
const SCENE = '1c5300df-62e8-4ad4-aac2-60d9238d12fb';

/** What a script holds after its updates went through a bundle. */
function blinded(write: (doc: Y.Doc) => void): Y.Doc {
  const log: Uint8Array[] = [];
  const doc = new Y.Doc();
  doc.on('update', (update: Uint8Array) => log.push(update));
  write(doc);
  const survey = new Survey();
  for (const update of log) survey.add(update);
  const blinder = survey.blinder(steadyPad);
  const blind = new Y.Doc();
  for (const update of log) Y.applyUpdate(blind, blinder.blind(update) ?? new Uint8Array());
  return blind;
}

test('[BLIND-2] a setting that was chosen later is kept, though its update does not say under which key it stands', () => {
  const doc = blinded((written) => {
    const script = written.getMap('script');
    script.set('layout', 'av');
    script.set('wordsPerMinute', 150);
    script.set('layout', 'narration');
    script.set('wordsPerMinute', 163);
  });
  expect(doc.getMap('script').toJSON()).toEqual({ layout: 'narration', wordsPerMinute: 163 });
});

test('[BLIND-1] a speaker who is called like a setting is noise all the same', () => {
  const doc = blinded((written) => {
    const row = new Y.Map<unknown>();
    written.getMap('rows').set(ROW, row);
    row.set('speaker', 'Ana');
    row.set('speaker', 'narration');
    row.set('note', { by: 'Ana', layout: 'secret', seconds: 'forty' });
  });
  const [row] = [...doc.getMap<Y.Map<unknown>>('rows').values()];
  expect(row?.get('speaker')).toMatch(/^[a-z]{9}$/);
  expect(row?.get('speaker')).not.toBe('narration');
  expect(JSON.stringify(row?.toJSON())).not.toMatch(/Ana|secret|forty|note/);
});

test('[BLIND-2] a deletion keeps who had seen what and when, and loses who it was', () => {
  const doc = blinded((written) => {
    const row = new Y.Map<unknown>();
    written.getMap('rows').set(ROW, row);
    row.set('deleted', { by: 'local', at: 1_933_632_002_000, seen: [101, 7, 202, 12] });
    row.set('deleted', { by: 'Ana Kovac', at: 1_933_632_002_001, seen: [101, 8] });
    row.set('seconds', 3.5);
    row.set('place', { scene: SCENE, order: 'a0b1c2d.B' });
  });
  const [id, row] = [...doc.getMap<Y.Map<unknown>>('rows').entries()][0] ?? [];
  expect(row?.get('deleted')).toEqual({
    by: expect.stringMatching(/^[A-Z][a-z]{2} [A-Z][a-z]{4}$/),
    at: 1_933_632_002_001,
    seen: [101, 8],
  });
  expect(row?.get('deleted')).not.toMatchObject({ by: 'Ana Kovac' });
  expect(row?.get('seconds')).toBe(3.5);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  expect(JSON.stringify(row?.get('place'))).not.toMatch(new RegExp(`${SCENE}|a0b1c2d`));
});

test('[BLIND-3] rows sort as they did, by place and then by id, and a place that sorted nowhere still does not', () => {
  const orders = ['a0b1c2d.B', 'a0b1c2d.D', 'Z9.B', 'not a place', 'a0b1c2d.B', 'zz.ZZZ0B'];
  const ids = orders.map((_, n) => `${n}396f2c5-aa6f-40d8-af0f-d41bd578d60c`);
  const read = (doc: Y.Doc): readonly (readonly [string, string])[] =>
    [...doc.getMap<Y.Map<{ order: string }>>('rows').entries()].map(([id, row]) => [id, row.get('place')?.order ?? '']);
  const write = (doc: Y.Doc): void => {
    for (const [n, id] of ids.entries()) doc.getMap('rows').set(id, new Y.Map([['place', { order: orders[n] }]]));
  };
  const before = new Y.Doc();
  write(before);
  const sorted = (rows: readonly (readonly [string, string])[]): readonly number[] =>
    [...rows.keys()].toSorted((a, b) => {
      const [[idA = '', orderA = ''] = [], [idB = '', orderB = ''] = []] = [rows[a], rows[b]];
      return orderA < orderB ? -1 : orderA > orderB ? 1 : idA < idB ? -1 : 1;
    });
  const isPlace = ([, order]: readonly [string, string]): boolean =>
    /^[ -}]*[.0-9][A-Za-z]*[BDFHJLNPRTVXZbdfhjlnprtvxz]$/.test(order);
  const [rows, blindRows] = [read(before), read(blinded(write))];
  expect(blindRows.map(isPlace)).toEqual(rows.map(isPlace));
  expect(sorted(blindRows.filter(isPlace))).toEqual(sorted(rows.filter(isPlace)));
});
