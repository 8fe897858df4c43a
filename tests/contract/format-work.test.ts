import { expect, test } from 'vitest';
import { parseFountain } from '../../app/script/formats/fountain.ts';
import { countSigns, piecesOf } from '../../app/script/formats/markdown-pieces.ts';
import { parseMarkdown } from '../../app/script/formats/markdown.ts';
import { parsePlainText } from '../../app/script/formats/plain-text.ts';
import { looksPerCharacter } from '../support/counted-work.ts';
import { filled, HOSTILE } from '../support/hostile-texts.ts';

const SIZE = 5 * 1024 * 1024;
const WORST = ['stars in words', 'notes without end', 'dual cues', 'capitals', 'colons'];
const WORST_MARKDOWN = ['stars in words', 'links', 'underlines', 'definitions', 'delimiter rows', 'quotes', 'tags'];

test.for([
  ['Fountain', parseFountain],
  ['plain text', parsePlainText],
] as const)('[FORMAT-8] %s: 5 MB cost a fixed number of looks at each character', { timeout: 120_000 }, ([, parse]) => {
  const costs = WORST.map((name) => ({ name, looks: looksPerCharacter(parse, filled(HOSTILE[name] ?? '', SIZE)) }));
  expect(costs.filter(({ looks }) => looks > 60)).toEqual([]);
});

test(
  '[FORMAT-8] Markdown: of 5 MB the parser is given little at once, and every line once',
  { timeout: 120_000 },
  () => {
    const wrong = WORST_MARKDOWN.flatMap((name) => {
      const text = filled(HOSTILE[name] ?? '', SIZE);
      let given = 0;
      let squared = 0;
      for (const piece of piecesOf(text)) {
        given += piece.text.length + 1;
        if (!piece.isLiteral) squared += piece.text.split('\n').reduce((sum, line) => sum + countSigns(line), 0) ** 2;
      }
      // The parser's work grows at worst with the square of the signs it sees at once, so these are kept to 1,000.
      return given > SIZE * 1.3 || squared > SIZE * 1_000 ? [{ name, given, squared }] : [];
    });
    expect(wrong).toEqual([]);
  },
);

test('[FORMAT-8] Markdown: four times the text is four times the work', { timeout: 120_000 }, () => {
  const growing = WORST_MARKDOWN.map((name) => ({
    name,
    small: looksPerCharacter(parseMarkdown, filled(HOSTILE[name] ?? '', 16 * 1024)),
    large: looksPerCharacter(parseMarkdown, filled(HOSTILE[name] ?? '', 64 * 1024)),
  })).filter(({ small, large }) => large > small * 1.5 + 2);
  expect(growing).toEqual([]);
});
