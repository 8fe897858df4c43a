import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { openOnce, openTwice, exchange } from '../../tests/support/open-script.ts';
import type { Failure } from '../failure.ts';
import { cellText } from './content.ts';
import { MAX_CELL_BYTES, MAX_ROWS } from './limits.ts';
import type { ScriptChange } from './script-change.ts';

const LINES = ['# 1 One', '1 a', '2 b', '# 2 Two', '3 c', '4 d'];

test('[SCRIPT-1] rows are numbered through the script, scenes beside them', () => {
  expect(openOnce().lines()).toEqual(LINES);
});

test('[SCRIPT-1] rows are inserted where they are put', () => {
  const script = openOnce();
  const audio = (text: string): { readonly audio: readonly { readonly text: string }[] } => ({ audio: [{ text }] });
  script.model.insertRow({ after: script.row('a') }, audio('after a'));
  script.model.insertRow({ before: script.row('a') }, audio('before a'));
  script.model.insertRow({ startOf: script.scene('Two') }, audio('start'));
  script.model.insertRow({ endOf: script.scene('Two') }, audio('end'));
  script.model.insertRow({ startOf: null }, audio('opening'));
  expect(script.lines()).toEqual([
    '1 opening',
    '# 1 One',
    '2 before a',
    '3 a',
    '4 after a',
    '5 b',
    '# 2 Two',
    '6 start',
    '7 c',
    '8 d',
    '9 end',
  ]);
});

test('[SCRIPT-1] rows move alone and together, within a scene and to another', () => {
  const script = openOnce();
  script.model.moveRows([script.row('b')], { before: script.row('a') });
  expect(script.lines()).toEqual(['# 1 One', '1 b', '2 a', '# 2 Two', '3 c', '4 d']);
  script.model.moveRows([script.row('d'), script.row('b')], { after: script.row('a') });
  expect(script.lines()).toEqual(['# 1 One', '1 a', '2 b', '3 d', '# 2 Two', '4 c']);
  script.model.moveRows([script.row('a'), script.row('b')], { after: script.row('b') });
  expect(script.lines()).toEqual(['# 1 One', '1 a', '2 b', '3 d', '# 2 Two', '4 c']);
});

test('[SCRIPT-1] a scene moves with its rows', () => {
  const script = openOnce();
  script.model.moveScene(script.scene('Two'), 'start');
  expect(script.lines()).toEqual(['# 1 Two', '1 c', '2 d', '# 2 One', '3 a', '4 b']);
  script.model.moveScene(script.scene('Two'), { after: script.scene('One') });
  expect(script.lines()).toEqual(LINES);
  script.model.insertScene({ before: script.scene('Two') }, 'Between');
  expect(script.lines().filter((line) => line.startsWith('#'))).toEqual(['# 1 One', '# 2 Between', '# 3 Two']);
});

test('[SCRIPT-2] a row whose scene is unknown here stands before the first scene', () => {
  const script = openOnce();
  const row = script.model.rows.get(script.row('c'));
  if (row instanceof Y.Map) row.set('place', { scene: '2c0f8c4e-0000-4000-8000-000000000000', order: 'x.B' });
  expect(script.lines()).toEqual(['1 c', '# 1 One', '2 a', '3 b', '# 2 Two', '4 d']);
  script.model.moveRows([script.row('c')], { startOf: script.scene('Two') });
  expect(script.lines()).toEqual(LINES);
});

test('[SCRIPT-4] a cell over 64 KB goes on in further rows, cut at its lines', () => {
  const script = openOnce();
  const line = 'word '.repeat(200).trimEnd();
  const text = Array.from({ length: 100 }, () => line).join('\n');
  const ids = script.model.insertRows({ endOf: null }, [{ audio: [{ text }], speaker: 'Narrator', secondsSet: 9 }]);
  const cells = ids.map((id) => script.text(id));
  expect(ids.length).toBe(2);
  expect(cells.join('\n')).toBe(text);
  expect(cells.every((cell) => cell.length <= MAX_CELL_BYTES)).toBe(true);
  expect(ids.map((id) => script.model.row(id))).toEqual([
    { speaker: 'Narrator', secondsSet: 9 },
    { speaker: 'Narrator', secondsSet: null },
  ]);
});

test('[SCRIPT-4] more rows than a script holds are refused whole', () => {
  const script = openOnce();
  const refused = (): void => void script.model.insertRows({ endOf: null }, Array(MAX_ROWS - 3).fill({}));
  expect(refused).toThrow(expect.objectContaining({ code: 'too-large' } satisfies Partial<Failure>));
  expect(script.lines()).toEqual(LINES);
});

test('[SCRIPT-4] no update of a command comes near the log’s cap', () => {
  const script = openOnce();
  const sizes: number[] = [];
  script.doc.on('update', (update: Uint8Array) => sizes.push(update.byteLength));
  const audio = [{ text: 'words '.repeat(2000) }];
  script.model.insertRows({ endOf: null }, Array(100).fill({ audio }));
  script.model.duplicateRows(script.model.outline().opening.map(({ id }) => id));
  expect(Math.max(...sizes)).toBeLessThan(512 * 1024);
  expect(script.model.outline().rows.length).toBe(204);
});

test('[SCRIPT-10] a duplicated row says the same under an id of its own', () => {
  const script = openOnce();
  script.type(script.row('a'), ' bold', { marks: { bold: true } });
  script.model.setSpeaker([script.row('a bold')], 'Narrator');
  const source = script.row('a bold');
  const [copy] = script.model.duplicateRows([source]);
  if (copy === undefined) throw new Error('No copy was made.');
  expect(copy).not.toBe(source);
  expect(script.lines().slice(0, 4)).toEqual(['# 1 One', '1 a bold', '2 a bold', '3 b']);
  script.type(copy, '!');
  expect(script.text(source)).toBe('a bold');
  expect(script.model.speaker(copy)).toBe('Narrator');
});

test('[SCRIPT-10] a duplicated scene has copies of its visible rows', () => {
  const script = openOnce();
  script.model.deleteRows([script.row('c')]);
  const copy = script.model.duplicateScene(script.scene('Two'));
  expect(script.lines()).toEqual(['# 1 One', '1 a', '2 b', '# 2 Two', '3 d', '# 3 Two', '4 d']);
  expect(copy).not.toBe(script.scene('Two'));
});

test('[SCRIPT-11] what changed is told once for each change, and typing leaves the outline alone', () => {
  const script = openOnce();
  const told: Partial<ScriptChange>[] = [];
  script.model.onChange(({ structure, cells, rows, headings, settings }) =>
    told.push({ structure, cells, rows, headings, settings }),
  );
  const a = script.row('a');
  const outline = script.model.outline();
  script.type(a, 'x');
  expect(script.model.outline()).toBe(outline);
  script.model.setSpeaker([a], 'Mei Lin');
  script.model.setHeading(script.scene('One'), 'First');
  script.model.setLayout('narration');
  script.model.moveRows([a], { endOf: null });
  const nothing = { structure: false, settings: false, cells: new Map(), rows: new Set(), headings: new Set() };
  expect(told).toEqual([
    { ...nothing, cells: new Map([[a, new Set(['audio'])]]) },
    { ...nothing, rows: new Set([a]) },
    { ...nothing, headings: new Set([script.scene('First')]) },
    { ...nothing, settings: true },
    { ...nothing, structure: true },
  ]);
});

test('[SCRIPT-11] a row that stays as it is stays the same object, and a disposed model listens no more', () => {
  const script = openOnce();
  const before = script.model.outline().rows;
  script.model.insertRow({ endOf: script.scene('Two') });
  expect(
    script.model
      .outline()
      .rows.slice(0, 4)
      .every((row, i) => row === before[i]),
  ).toBe(true);
  let told = 0;
  script.model.onStructure(() => told++);
  script.model[Symbol.dispose]();
  script.doc.getMap('rows').delete(script.row('a'));
  expect(told).toBe(0);
});

test('[SCRIPT-11] addresses are found from any depth of a cell', () => {
  const { model } = openOnce();
  const rowId = model.outline().rows[0]?.id;
  const cell = rowId && model.cell({ rowId, kind: 'video' });
  const block = cell?.get(0);
  if (cell === undefined || !(block instanceof Y.XmlElement)) throw new Error('The cell is not complete.');
  expect(model.addressOf(block)).toEqual({ rowId, kind: 'video' });
  expect(model.addressOf(cell)).toEqual({ rowId, kind: 'video' });
  expect(model.addressOf(model.rows)).toBe(undefined);
});

test('[SCRIPT-12] commands refuse to run inside a transaction, where they would lose what they promise', () => {
  const script = openOnce();
  expect(() => script.doc.transact(() => script.model.insertRow({ endOf: null }))).toThrow(/inside a transaction/);
});

test('[SCRIPT-12] a command for what is not there does nothing', () => {
  const [script, other] = openTwice();
  const updates: Uint8Array[] = [];
  const gone = other.model.insertRow({ endOf: null });
  const goneScene = other.model.insertScene('end');
  if (gone === undefined || goneScene === undefined) throw new Error('Nothing was made.');
  script.doc.on('update', (update: Uint8Array) => updates.push(update));
  const { model } = script;
  expect(model.insertRow({ after: gone })).toBe(undefined);
  expect(model.insertRow({ startOf: goneScene })).toBe(undefined);
  expect(model.insertScene({ after: goneScene })).toBe(undefined);
  expect(model.duplicateScene(goneScene)).toBe(undefined);
  model.moveRows([gone], { endOf: null });
  model.moveRows([script.row('a')], { after: gone });
  model.moveScene(goneScene, 'start');
  model.deleteRows([gone]);
  model.deleteScene(goneScene);
  model.restoreRows([gone]);
  model.restoreScene(goneScene);
  model.setHeading(goneScene, 'x');
  model.setSpeaker([gone], 'x');
  expect(updates).toEqual([]);
});

test('[SCRIPT-13] new cells are complete from birth and stay the same objects', () => {
  const [ana, ben] = openTwice();
  const rowId = ana.model.insertRow({ endOf: null });
  if (rowId === undefined) throw new Error('Nothing was made.');
  exchange(ana, ben);
  const cell = ana.model.cell({ rowId, kind: 'audio' });
  expect(cell?.toJSON()).toBe('<paragraph></paragraph>');
  // Both type first: into one text, not each into one of their own.
  ana.type(rowId, 'from Ana');
  ben.type(rowId, 'from Ben');
  exchange(ana, ben);
  ana.model.moveRows([rowId], { endOf: ana.scene('One') });
  ana.model.deleteRows([rowId]);
  ana.model.restoreRows([rowId]);
  expect(ana.model.cell({ rowId, kind: 'audio' })).toBe(cell);
  expect(cell && cellText(cell)).toMatch(/^from (Ana|Ben)from (Ana|Ben)$/);
});

test('[SCRIPT-14] speakers are one trimmed line, known ones most frequent first', () => {
  const script = openOnce();
  const [a, b, c] = ['a', 'b', 'c'].map((text) => script.row(text));
  if (a === undefined || b === undefined || c === undefined) throw new Error('No rows.');
  script.model.setSpeaker([a], ' Mei\n Lin ');
  script.model.setSpeaker([b, c], 'Narrator');
  expect(script.model.speakers()).toEqual(['Narrator', 'Mei Lin']);
  script.model.setSpeaker([b, c], '  ');
  expect([script.model.speakers(), script.model.speaker(b)]).toEqual([['Mei Lin'], null]);
});

test('[SCRIPT-14] two people’s edits of one heading both stay', () => {
  const [ana, ben] = openTwice();
  ana.model.setHeading(ana.scene('One'), 'Scene One');
  ben.model.setHeading(ben.scene('One'), 'One more');
  exchange(ana, ben);
  expect(ana.lines()[0]).toBe('# 1 Scene One more');
  expect(ben.lines()).toEqual(ana.lines());
});
