import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { exchange, openOnce, openTwice } from '../../tests/support/open-script.ts';
import { typeInto } from '../../tests/support/live-cell.ts';

const LINES = ['# 1 One', '1 a', '2 b', '# 2 Two', '3 c', '4 d'];

test('[UNDO-1] undo of "add row" hides it, their words bring it to light, redo shows both', () => {
  const [ana, ben] = openTwice();
  const row = ana.model.insertRow({ after: ana.row('a') });
  if (row === undefined) throw new Error('Nothing was made.');
  ana.seal();
  ana.type(row, 'mine ');
  exchange(ana, ben);
  ben.type(row, 'theirs');
  ana.undo.undo();
  ana.undo.undo();
  expect(ana.lines()).toEqual(LINES);
  exchange(ana, ben);
  expect(ana.lines()[2]).toBe('– theirs (deleted by Ana)');
  expect(ben.lines()).toEqual(ana.lines());
  ana.undo.redo();
  ana.undo.redo();
  expect(ana.lines()[2]).toBe('2 mine theirs');
});

test('[UNDO-1] undo of a scene, a copy or a paste hides all of it at once', () => {
  const script = openOnce();
  const acts: readonly (() => void)[] = [
    () => void script.model.insertScene('end', 'Three'),
    () => void script.model.duplicateScene(script.scene('Two')),
    () => void script.model.duplicateRows([script.row('a'), script.row('b')]),
    () => void script.model.insertRows({ after: script.row('c') }, [{ audio: [{ text: 'x' }] }, {}, {}]),
  ];
  for (const act of acts) {
    script.seal();
    act();
    const after = script.lines();
    expect(after).not.toEqual(LINES);
    script.undo.undo();
    expect(script.lines()).toEqual(LINES);
    script.undo.redo();
    expect(script.lines()).toEqual(after);
    script.undo.undo();
  }
});

test('[UNDO-2] what others typed into mine stays when mine goes', () => {
  const [ana, ben] = openTwice();
  ana.type(ana.row('a'), ' one two');
  exchange(ana, ben);
  ben.type(ben.row('a one two'), '+INSIDE', { from: 5 });
  exchange(ana, ben);
  ana.undo.undo();
  expect(ana.lines()[1]).toBe('1 a+INSIDE');
  ana.undo.redo();
  expect(ana.lines()[1]).toBe('1 a one+INSIDE two');
});

test('[UNDO-2] a block made for a foreign cell stays, also for what a peer is writing in it unheard', () => {
  const [ana, ben] = openTwice();
  const rowId = ana.row('a');
  const row = ana.model.rows.get(rowId);
  if (row instanceof Y.Map) row.set('video', new Y.XmlFragment());
  ana.type(rowId, 'first', { kind: 'video' });
  exchange(ana, ben);
  ben.type(rowId, ' theirs', { kind: 'video' });
  ana.undo.undo();
  exchange(ana, ben);
  expect([ana.text(rowId, 'video'), ben.text(rowId, 'video')]).toEqual([' theirs', ' theirs']);
});

test('[UNDO-3] a place, mark or speaker that somebody else has set since stays', () => {
  const [ana, ben] = openTwice();
  const [a, b, c] = [ana.row('a'), ana.row('b'), ana.row('c')];
  ana.model.moveRows([a], { endOf: ana.scene('One') });
  ana.seal();
  ana.model.setSpeaker([b], 'Ana');
  ana.seal();
  ana.model.deleteRows([c]);
  exchange(ana, ben);
  ben.model.moveRows([a], { endOf: ben.scene('Two') });
  ben.model.setSpeaker([b], 'Ben');
  ben.model.restoreRows([c]);
  exchange(ana, ben);
  const lines = ana.lines();
  ana.undo.undo();
  ana.undo.undo();
  ana.undo.undo();
  expect(ana.lines()).toEqual(lines);
  expect(ana.model.speaker(b)).toBe('Ben');
});

test('[UNDO-4] of two moves at one moment the winner’s undo puts the row back, never nowhere', () => {
  for (const winner of [0, 1]) {
    const pair = openTwice();
    const a = pair[0].row('a');
    pair[0].model.moveRows([a], { endOf: pair[0].scene('Two') });
    pair[1].model.moveRows([a], { startOf: pair[1].scene('Two') });
    exchange(...pair);
    pair[winner]?.undo.undo();
    exchange(...pair);
    const places = pair.map(({ model }) => model.outline().row(a)?.sceneId ?? null);
    expect(places[0]).not.toBe(null);
    expect(places[1]).toBe(places[0]);
    const { rows } = pair[0].model;
    expect(rows.get(a) instanceof Y.Map && (rows.get(a) as Y.Map<unknown>).has('place')).toBe(true);
  }
});

test('[UNDO-4] the speaker whom mine replaced comes back, also when another’s was lost at the same moment', () => {
  const [ana, ben] = openTwice();
  const a = ana.row('a');
  ana.model.setSpeaker([a], 'Before');
  exchange(ana, ben);
  ana.seal();
  ana.model.setSpeaker([a], 'Ana');
  ben.model.setSpeaker([a], 'Ben');
  exchange(ana, ben);
  const [winner] = [ana, ben].filter(({ model }) => model.speaker(a) === (model === ana.model ? 'Ana' : 'Ben'));
  winner?.undo.undo();
  expect(winner?.model.speaker(a)).toBe('Before');
  winner?.undo.redo();
  expect(winner?.model.speaker(a)).not.toBe('Before');
});

test('[UNDO-5] undo goes back to what was opened and not a step further', () => {
  const script = openOnce();
  const before = Y.encodeStateVector(script.doc);
  expect(script.undo.undo()).toBe(null);
  expect(Y.encodeStateVector(script.doc)).toEqual(before);
  script.model.moveRows([script.row('d')], { startOf: null });
  script.seal();
  script.model.setHeading(script.scene('One'), 'First');
  script.seal();
  script.type(script.row('a'), '!');
  while (script.undo.canUndo()) script.undo.undo();
  expect(script.lines()).toEqual(LINES);
  while (script.undo.canRedo()) script.undo.redo();
  expect(script.lines()).toEqual(['1 d', '# 1 First', '2 a!', '3 b', '# 2 Two', '4 c']);
});

test('[UNDO-5] what asks not to be remembered is not', () => {
  const script = openOnce();
  const cell = script.model.cell({ rowId: script.row('a'), kind: 'audio' });
  if (cell === undefined) throw new Error('There is no cell.');
  script.doc.transact((transaction) => {
    transaction.meta.set('addToHistory', false);
    typeInto(script.doc, cell, () => [{ text: 'x' }]);
  });
  expect(script.undo.canUndo()).toBe(false);
});

test('[UNDO-6] a history that is closed and a model that is disposed leave no listener behind', () => {
  const listeners = (doc: Y.Doc): number => [...doc._observers.values()].reduce((sum, { size }) => sum + size, 0);
  const { doc, model, undo } = openOnce();
  const none = listeners(new Y.Doc());
  expect(listeners(doc)).toBeGreaterThan(none);
  undo.destroy();
  model[Symbol.dispose]();
  expect(listeners(doc)).toBe(none);
});
