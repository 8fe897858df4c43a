import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Random } from '../../tests/support/random.ts';
import {
  cellText,
  MARK_NAMES,
  newCell,
  normalized,
  readCell,
  sliceContent,
  splitContent,
  textOf,
  type CellContent,
  type Marks,
  type Run,
} from './content.ts';

const PIECES = ['a', 'word ', '\n', '\r\n', 'é', '🎬', '\ud83c', '\udfac', '漢字', ' ', '', '<b>', '\u0000', 'ß'];

function randomContent(random: Random): CellContent {
  return Array.from({ length: random.below(8) }, (): Run => {
    const text = Array.from({ length: random.below(6) }, () => random.oneOf(PIECES)).join('');
    const marks = Object.fromEntries(
      MARK_NAMES.filter(() => random.chance(25)).map((name) => [
        name,
        name === 'link' ? { href: 'https://x.y' } : true,
      ]),
    ) as Marks;
    return random.chance(50) ? { text, marks } : { text };
  });
}

/** A cell as it is after a trip to another device. */
function sent(content: CellContent): Y.XmlFragment {
  const [here, there] = [new Y.Doc(), new Y.Doc()];
  here.getMap('rows').set('cell', newCell(content));
  Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
  const cell = there.getMap('rows').get('cell');
  if (!(cell instanceof Y.XmlFragment)) throw new Error('The cell did not arrive.');
  return cell;
}

test('[SCRIPT-5] any content reads back as itself, on any device', () => {
  const random = new Random(11);
  for (let i = 0; i < 500; i++) {
    const content = randomContent(random);
    const cell = sent(content);
    expect(readCell(cell)).toEqual(normalized(content));
    expect(cell.length).toBe(1);
    expect(cellText(cell)).toBe(textOf(normalized(content)));
  }
});

test('[SCRIPT-5] equal content has one form', () => {
  const bold = { bold: true } as const;
  expect(normalized([{ text: '' }, { text: 'a', marks: {} }, { text: 'b' }, { text: '\r\nc', marks: bold }])).toEqual([
    { text: 'ab' },
    { text: '\nc', marks: bold },
  ]);
  expect(
    normalized([
      { text: 'x', marks: bold },
      { text: 'y', marks: bold },
    ]),
  ).toEqual([{ text: 'xy', marks: bold }]);
  const random = new Random(12);
  for (let i = 0; i < 200; i++) {
    const content = normalized(randomContent(random));
    expect(normalized(content)).toEqual(content);
  }
});

test('[SCRIPT-5] slices put together are the whole', () => {
  const random = new Random(13);
  for (let i = 0; i < 200; i++) {
    const content = normalized(randomContent(random));
    const { length } = textOf(content);
    const at = random.below(length + 1);
    const parts = [...sliceContent(content, 0, at), ...sliceContent(content, at, length)];
    expect(textOf(parts)).toBe(textOf(content));
  }
});

test('[SCRIPT-4] content is cut at lines, else at words, else between characters, and nothing is lost', () => {
  const cut = (text: string, maxBytes: number): readonly string[] => splitContent([{ text }], maxBytes).map(textOf);
  expect(cut('one two\nthree four', 12)).toEqual(['one two', 'three four']);
  expect(cut('one two three', 8)).toEqual(['one two ', 'three']);
  expect(cut('🎬🎬🎬', 9)).toEqual(['🎬🎬', '🎬']);
  expect(cut('short', 100)).toEqual(['short']);
  expect(cut('', 100)).toEqual(['']);
  const random = new Random(14);
  for (let i = 0; i < 200; i++) {
    const content = normalized(randomContent(random));
    const pieces = splitContent(content, 10);
    expect(pieces.map(textOf).join('').replaceAll('\n', '')).toBe(textOf(content).replaceAll('\n', ''));
    for (const piece of pieces) expect(new TextEncoder().encode(textOf(piece)).length).toBeLessThanOrEqual(10);
  }
});
