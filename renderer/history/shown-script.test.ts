import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Author } from '../../app/ipc/history.ts';
import { authorsOf } from '../../app/history/authors.ts';
import { compareScripts } from '../../app/script/compare.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { unmovedBetween } from '../../app/history/unmoved.ts';
import { exchange, openOnce, openTwice } from '../../tests/support/open-script.ts';
import { changedIds, showChanges, showMoment, type Piece, type ShownSection } from './shown-script.ts';
import { Writers } from './writers.ts';

const say = (pieces: readonly Piece[]): string =>
  pieces
    .map(({ text, wears }) => {
      if (wears === 'nothing') return text;
      return typeof wears === 'string' ? `${wears[0]}{${text}}` : `${wears.name}{${text}}`;
    })
    .join('');

const lines = (sections: readonly ShownSection[]): readonly string[] =>
  sections.flatMap(({ number, heading, tag, deed, rows }) => [
    `# ${number} ${say(heading)} [${tag ?? ''}] ${deed ?? ''}`.trim(),
    ...rows.map((row) =>
      `${row.number} ${say(row.speaker)}: ${say(row.audio)} [${row.tag ?? ''}] ${row.deed ?? ''}`.trim(),
    ),
  ]);

/** Everything that can happen to a row, between two moments. */
function edited() {
  const ana = openOnce();
  const before = readScript(ana.doc);
  const past = new Y.Doc();
  Y.applyUpdate(past, Y.encodeStateAsUpdate(ana.doc));
  ana.model.deleteRows([ana.row('b')]);
  ana.model.insertRow({ after: ana.row('a') }, { audio: [{ text: 'new' }] });
  ana.type(ana.row('a'), ' and more');
  ana.model.moveRows([ana.row('d')], { before: ana.row('c') });
  ana.model.setSpeaker([ana.row('c')], 'Ana');
  const difference = compareScripts(before, readScript(ana.doc), { unmoved: unmovedBetween(past, ana.doc) });
  return { before, difference };
}

test('[COMPARE-4] every change is told in words as well, and only what is different can be brought back', () => {
  const { difference } = edited();
  const sections = showChanges(difference, { differing: difference, canTakeOut: true });
  expect(lines(sections)).toEqual([
    '# 1 One [] restore',
    '1 : ai{ and more} [] restore',
    '2 : d{b} [Deleted] restore',
    '2 : new [Added] take-out',
    '# 2 Two [] restore',
    '3 : d [Moved, was row 4] restore',
    '4 i{Ana}: c [] restore',
  ]);
  expect(changedIds(sections)).toHaveLength(5);
  const held = showChanges(difference, { differing: difference, canTakeOut: false });
  expect(lines(held)[3]).toBe('2 : new [Added]');
  expect(lines(showChanges(difference, { differing: null, canTakeOut: true }))[1]).toBe('1 : ai{ and more} []');
});

test('[TIME-3] a moment offers to bring back what is different now, and nothing else', () => {
  const { before, difference } = edited();
  expect(lines(showMoment(before, difference))).toEqual([
    '# 1 One [] restore',
    '1 : a [] restore',
    '2 : b [] restore',
    '# 2 Two [] restore',
    '3 : c [] restore',
    '4 : d [] restore',
  ]);
  expect(lines(showMoment(before, compareScripts(before, before)))[1]).toBe('1 : a []');
});

test('[TIME-6] people are told apart by their ids and not by their windows; who is not known stays unnamed', () => {
  const authors: readonly Author[] = [
    { clientId: 101, personId: 'ana', name: 'Ana' },
    { clientId: 202, personId: 'ben', name: null },
    { clientId: 303, personId: 'ana', name: 'Ana' },
    { clientId: 404, personId: 'local', name: null },
  ];
  const writers = new Writers(authors);
  expect([101, 202, 303, 404, 1, null].map((clientId) => writers.of(clientId)?.name ?? null)).toEqual([
    'Ana',
    'Somebody',
    'Ana',
    'You',
    null,
    null,
  ]);
  expect(writers.of(101)).toBe(writers.of(303));
  const [ana, ben] = openTwice();
  ana.type(ana.row('a'), ' from Ana');
  ben.type(ben.row('a'), 'Ben: ', { from: 0 });
  exchange(ana, ben);
  const cellOf = ana.model.cell({ rowId: ana.row('Ben: a from Ana'), kind: 'audio' });
  const authored = cellOf === undefined ? [] : authorsOf(cellOf);
  const [section] = showMoment(
    readScript(ana.doc),
    null,
    (rowId, kind) => {
      const cell = ana.model.cell({ rowId, kind });
      return cell === undefined ? [] : authorsOf(cell);
    },
    writers.of,
  );
  expect(say(section?.rows[0]?.audio ?? [])).toBe('Somebody{Ben: }aAna{ from Ana}');
  expect(section?.rows[0]?.writers).toEqual(['Somebody', 'Ana']);
  const { writers: shares, unknownPercent } = writers.sharesOf(authored);
  expect(shares.map(({ name, percent }) => [name, percent])).toEqual([
    ['Ana', 60],
    ['Somebody', 33],
  ]);
  expect(unknownPercent).toBe(7);
});
