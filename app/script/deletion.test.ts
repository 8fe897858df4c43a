import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { exchange, openTwice, type OpenScript } from '../../tests/support/open-script.ts';

test('[MERGE-4] a row edited by one and deleted by another stays in its place, unnumbered, and says so', () => {
  const [ana, ben] = openTwice();
  const a = ana.row('a');
  ana.type(a, ' and more');
  ben.model.deleteRows([a]);
  exchange(ana, ben);
  const expected = ['# 1 One', '– a and more (deleted by Ben)', '1 b', '# 2 Two', '2 c', '3 d'];
  expect([ana.lines(), ben.lines()]).toEqual([expected, expected]);
  expect(ana.model.outline().row(a)?.dispute?.editedBy).toEqual([ana.doc.clientID]);
});

test('[MERGE-4] keeping clears the dispute, deleting again hides, and both can be undone', () => {
  const [ana, ben] = openTwice();
  const a = ana.row('a');
  ana.type(a, '!');
  ben.model.deleteRows([a]);
  exchange(ana, ben);
  ana.seal();
  ana.model.restoreRows([a]);
  expect(ana.lines()[1]).toBe('1 a!');
  ana.undo.undo();
  expect(ana.lines()[1]).toBe('– a! (deleted by Ben)');
  ben.seal();
  ben.model.deleteRows([a]);
  expect(ben.lines()[1]).toBe('1 b');
  ben.undo.undo();
  expect(ben.lines()[1]).toBe('– a! (deleted by Ben)');
});

test('[MERGE-4] the words that the deleter had not seen are told from those they had', () => {
  const [ana, ben] = openTwice({ scenes: [{ heading: 'One', rows: [{ audio: [{ text: 'one two\nthree' }] }] }] });
  const row = ana.row('one two\nthree');
  ana.type(row, 'NEW ', { from: 4 });
  ana.type(row, '!');
  ana.type(row, 'two', { from: 8, to: 11, marks: { bold: true } });
  ben.model.deleteRows([row]);
  exchange(ana, ben);
  const text = ben.text(row);
  expect(ben.model.unseen({ rowId: row, kind: 'audio' }).map(({ from, to }) => text.slice(from, to))).toEqual([
    'NEW ',
    '!',
  ]);
  ben.model.restoreRows([row]);
  expect(ben.model.unseen({ rowId: row, kind: 'audio' })).toEqual([]);
});

test.each<[what: string, edit: (ben: OpenScript) => void]>([
  ['a character', (ben) => ben.type(ben.row('a'), 'x')],
  ['a formatted word', (ben) => ben.type(ben.row('a'), 'a', { from: 0, to: 1, marks: { bold: true } })],
  ['a speaker', (ben) => ben.model.setSpeaker([ben.row('a')], 'Narrator')],
  ['a length', (ben) => ben.model.setSeconds([ben.row('a')], 4)],
])('[MERGE-4] %s written unseen disputes a deletion', (_, edit) => {
  const [ana, ben] = openTwice();
  const a = ana.row('a');
  edit(ben);
  ana.model.deleteRows([a]);
  exchange(ana, ben);
  expect(ana.model.outline().row(a)?.dispute?.editedBy).toEqual([ben.doc.clientID]);
});

test.each<[what: string, edit: (ben: OpenScript) => void]>([
  ['a removal', (ben) => ben.type(ben.row('a'), '', { from: 0, to: 1 })],
  ['a move', (ben) => ben.model.moveRows([ben.row('a')], { endOf: null })],
  [
    'what was typed and taken back',
    (ben) => {
      ben.type(ben.row('a'), 'x', { marks: { bold: true } });
      ben.undo.undo();
    },
  ],
  ['another deletion', (ben) => ben.model.deleteRows([ben.row('a')])],
])('[MERGE-5] %s has no words to lose: the row stays deleted', (_, edit) => {
  const [ana, ben] = openTwice();
  const a = ana.row('a');
  edit(ben);
  ana.model.deleteRows([a]);
  exchange(ana, ben);
  expect([ana.model.outline().indexOf(a), ben.model.outline().indexOf(a)]).toEqual([-1, -1]);
  expect(ana.model.deleted().map(({ id }) => id)).toEqual([a]);
});

test('[MERGE-5] what the deleter had seen stays deleted, however often it is received', () => {
  const [ana, ben] = openTwice();
  ana.type(ana.row('a'), ' seen');
  exchange(ana, ben);
  ben.model.deleteRows([ben.row('a seen')]);
  exchange(ana, ben);
  exchange(ana, ben);
  expect(ana.lines()).toEqual(['# 1 One', '1 b', '# 2 Two', '2 c', '3 d']);
});

test('[MERGE-5] of two deletions one mark stands; at worst it asks once too often', () => {
  for (const first of [0, 1]) {
    const pair = openTwice();
    const [knowing, unknowing] = first === 0 ? pair : [pair[1], pair[0]];
    const third = openTwice()[0];
    third.doc.clientID = 303;
    const a = third.row('a');
    third.type(a, ' late');
    exchange(third, knowing);
    knowing.model.deleteRows([a]);
    unknowing.model.deleteRows([a]);
    exchange(knowing, unknowing);
    const dispute = knowing.model.outline().row(a)?.dispute ?? null;
    expect(unknowing.model.outline().row(a)?.dispute ?? null).toEqual(dispute);
    const by = dispute?.deletedBy ?? knowing.model.deleted()[0]?.by;
    expect(dispute === null).toBe(by === (first === 0 ? 'Ana' : 'Ben'));
  }
});

test('[MERGE-6] a deleted scene hides its rows, and brings them back', () => {
  const [ana] = openTwice();
  ana.model.deleteRows([ana.row('b')]);
  ana.model.deleteScene(ana.scene('One'));
  expect(ana.lines()).toEqual(['# 1 Two', '1 c', '2 d']);
  expect(ana.model.deleted().map(({ kind, id }) => [kind, id])).toEqual([
    ['scene', ana.scene('One')],
    ['row', ana.row('b')],
  ]);
  ana.model.restoreScene(ana.scene('One'));
  expect(ana.lines()).toEqual(['# 1 One', '1 a', '# 2 Two', '2 c', '3 d']);
});

test.each<[what: string, before: (ben: OpenScript) => void, edit: (ben: OpenScript) => void, lines: readonly string[]]>(
  [
    ['edited', () => undefined, (ben) => ben.type(ben.row('a'), '!'), ['– a!', '– b']],
    ['renamed', () => undefined, (ben) => ben.model.setHeading(ben.scene('One'), 'One!'), ['– a', '– b']],
    [
      'moved into',
      () => undefined,
      (ben) => ben.model.moveRows([ben.row('c')], { endOf: ben.scene('One') }),
      ['– a', '– b', '– c'],
    ],
    [
      'added to',
      () => undefined,
      (ben) => void ben.model.insertRow({ endOf: ben.scene('One') }, { audio: [{ text: 'n' }] }),
      ['– a', '– b', '– n'],
    ],
    [
      'given back a row',
      (ben) => ben.model.deleteRows([ben.row('a')]),
      (ben) => ben.model.restoreRows([ben.row('a')]),
      ['– a', '– b'],
    ],
    [
      'given back a row by undo',
      (ben) => ben.model.deleteRows([ben.row('a')]),
      (ben) => void ben.undo.undo(),
      ['– a', '– b'],
    ],
  ],
)('[MERGE-6] a scene that is %s unseen shows, framed, although somebody deleted it', (_, before, edit, rows) => {
  const [ana, ben] = openTwice();
  before(ben);
  exchange(ana, ben);
  ana.model.deleteScene(ana.scene('One'));
  edit(ben);
  exchange(ana, ben);
  expect(ana.lines()).toEqual(ben.lines());
  expect(ana.lines()[0]).toMatch(/^# – One!? \(deleted by Ana\)$/);
  expect(ana.lines().slice(1, 1 + rows.length)).toEqual(rows);
});

test('[MERGE-6] a foreign program’s row, given back by undo, shows as well', () => {
  const [ana, ben] = openTwice();
  const row = ben.model.rows.get(ben.row('a'));
  if (row instanceof Y.Map) row.delete('deleted');
  exchange(ana, ben);
  ben.model.deleteRows([ben.row('a')]);
  exchange(ana, ben);
  ana.model.deleteScene(ana.scene('One'));
  ben.undo.undo();
  exchange(ana, ben);
  expect(ana.lines().slice(0, 3)).toEqual(['# – One (deleted by Ana)', '– a', '– b']);
});

test('[MERGE-6] a row moved out of a scene while it is deleted stays', () => {
  const [ana, ben] = openTwice();
  ana.model.deleteScene(ana.scene('One'));
  ben.model.moveRows([ben.row('a')], { endOf: ben.scene('Two') });
  exchange(ana, ben);
  expect([ana.lines(), ben.lines()]).toEqual([
    ['# 1 Two', '1 c', '2 d', '3 a'],
    ['# 1 Two', '1 c', '2 d', '3 a'],
  ]);
});

test('[MERGE-7] a mark says no more than it needs: a client and a clock for each who wrote inside', () => {
  const [ana, ben] = openTwice();
  for (let i = 0; i < 50; i++) ana.type(ana.row('b'.repeat(i + 1)), 'b');
  exchange(ana, ben);
  ben.model.deleteRows([ben.row('a')]);
  const row = ben.model.rows.toJSON()[ben.row('a')] as { deleted: { by: string; at: number; seen: number[] } };
  expect(row.deleted).toEqual({ by: 'Ben', at: expect.any(Number), seen: [1, expect.any(Number)] });
});
