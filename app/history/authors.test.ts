import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { editAnyhow } from '../../tests/support/any-edit.ts';
import { exchange, openTwice, type OpenScript } from '../../tests/support/open-script.ts';
import { Random } from '../../tests/support/random.ts';
import type { RowId } from '../ids.ts';
import { CELL_KINDS, cellText } from '../script/content.ts';
import { authorsOf, shares } from './authors.ts';

/** `ana: words | ben: more`. */
function told(script: OpenScript, rowId: RowId): string {
  const cell = script.model.cell({ rowId, kind: 'audio' });
  if (cell === undefined) return '';
  const names = new Map<number | null, string>([
    [1, 'made'],
    [101, 'ana'],
    [202, 'ben'],
  ]);
  return authorsOf(cell)
    .map(({ from, to, clientId }) => `${names.get(clientId)}: ${cellText(cell).slice(from, to)}`)
    .join(' | ');
}

test('[TIME-6] every character knows who wrote it, also inside somebody else’s sentence', () => {
  const [ana, ben] = openTwice();
  const a = ana.row('a');
  ana.type(a, 'The tram is late.', { from: 0, to: 1 });
  exchange(ana, ben);
  ben.type(a, 'very ', { from: 12, marks: { bold: true } });
  exchange(ana, ben);
  const expected = 'ana: The tram is  | ben: very  | ana: late.';
  expect([told(ana, a), told(ben, a)]).toEqual([expected, expected]);
  const cell = ana.model.cell({ rowId: a, kind: 'audio' });
  expect([...shares(cell === undefined ? [] : authorsOf(cell))]).toEqual([
    [101, 17],
    [202, 5],
  ]);
});

test('[TIME-6] the stretches cover every cell from end to end, whatever happened in it', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = new Random(seed);
    const [ana, ben] = openTwice();
    for (let i = 0; i < 20; i++) editAnyhow(random.chance(50) ? ana.model : ben.model, random);
    exchange(ana, ben);
    for (const rowId of ana.model.rows.keys()) {
      for (const kind of CELL_KINDS) {
        const cell = ana.model.cell({ rowId: rowId as RowId, kind });
        if (cell === undefined) continue;
        let at = 0;
        for (const { from, to } of authorsOf(cell)) {
          expect([from, to > from]).toEqual([at, true]);
          at = to;
        }
        expect(at).toBe(cellText(cell).length);
      }
    }
  }
});

test('[TIME-6] the line feed between two blocks belongs to nobody, a heading has authors too', () => {
  const [ana] = openTwice();
  const cell = ana.model.cell({ rowId: ana.row('a'), kind: 'audio' });
  const block = new Y.XmlElement('paragraph');
  block.insert(0, [new Y.XmlText('b')]);
  cell?.push([block]);
  expect(told(ana, ana.row('a\nb'))).toBe('made: a | undefined: \n | ana: b');
  const heading = ana.model.heading(ana.scene('One'));
  ana.model.setHeading(ana.scene('One'), 'One more');
  expect(heading === undefined ? [] : authorsOf(heading)).toEqual([
    { from: 0, to: 3, clientId: 1 },
    { from: 3, to: 8, clientId: 101 },
  ]);
});
