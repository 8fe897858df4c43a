import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Random } from '../../tests/support/random.ts';
import { surroundingsFrom } from '../../tests/support/surroundings.ts';
import type { RowId } from '../ids.ts';
import { cellText } from './content.ts';
import { ScriptModel } from './model.ts';
import { createUndoManager } from './undo.ts';

const TYPING = { kind: 'live cell' };

function open(seed = 1): {
  doc: Y.Doc;
  model: ScriptModel;
  undo: Y.UndoManager;
  text: (id: RowId | undefined) => Y.XmlText;
} {
  const doc = new Y.Doc();
  const model = new ScriptModel(doc, surroundingsFrom(new Random(seed)));
  const undo = createUndoManager(model, [TYPING]);
  const text = (rowId: RowId | undefined): Y.XmlText => {
    const block = rowId && model.cell({ rowId, kind: 'audio' })?.get(0);
    const inner = block instanceof Y.XmlElement ? block.get(0) : undefined;
    if (!(inner instanceof Y.XmlText)) throw new Error('no text');
    return inner;
  };
  return { doc, model, undo, text };
}

const shape = (model: ScriptModel): unknown => [
  model.outline().opening.map(({ number }) => number),
  ...model.outline().scenes.map((s) => [s.number, model.headingText(s.id), s.rows.map(({ number }) => number)]),
];

test('[SCRIPT-1] rows and scenes are numbered in order', () => {
  const { model } = open();
  const scene = model.insertScene('end', 'One');
  if (scene === undefined) throw new Error();
  const [a, b] = model.insertRows({ endOf: scene }, [{}, {}]);
  model.insertScene({ after: scene }, 'Two');
  model.insertRow({ startOf: null });
  expect(shape(model)).toEqual([[1], [1, 'One', [2, 3]], [2, 'Two', []]]);
  if (a && b) model.moveRows([b], { before: a });
  expect(
    model
      .outline()
      .rows.map(({ id }) => id)
      .indexOf(a as RowId),
  ).toBe(2);
});

test('[UNDO-1] undo of add row hides it, their words bring it to light', () => {
  const { doc, model, undo, text } = open();
  const row = model.insertRow({ endOf: null }, {});
  undo.stopCapturing();
  expect(model.outline().rows.length).toBe(1);
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  undo.undo();
  expect(model.outline().rows.length).toBe(0);
  const there = new ScriptModel(other, surroundingsFrom(new Random(2)));
  const cell = there.cell({ rowId: row as RowId, kind: 'audio' })?.get(0);
  if (cell instanceof Y.XmlElement) (cell.get(0) as Y.XmlText).insert(0, 'hello');
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
  expect(model.outline().rows[0]?.dispute?.editedBy).toEqual([other.clientID]);
  expect(text(row).length).toBe(5);
  undo.redo();
  expect(model.outline().rows[0]?.dispute).toBe(null);
  const c = model.cell({ rowId: row as RowId, kind: 'audio' });
  expect(c && cellText(c)).toBe('hello');
});
