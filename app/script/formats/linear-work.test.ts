import { expect, test } from 'vitest';
import { looksPerCharacter } from '../../../tests/support/counted-work.ts';
import { filled, HOSTILE } from '../../../tests/support/hostile-texts.ts';
import { parseFountain } from './fountain.ts';
import { piecesOf } from './markdown-pieces.ts';
import { parsePlainText } from './plain-text.ts';

const KB = 1024;

test.for([
  ['Fountain', parseFountain],
  ['the cutting of Markdown', (text: string) => [...piecesOf(text)]],
  ['plain text', parsePlainText],
] as const)(
  '[FORMAT-8] %s: four times the text is four times the work, whatever it holds',
  { timeout: 60_000 },
  ([, parse]) => {
    const growing = Object.entries(HOSTILE)
      .map(([name, stretch]) => ({
        name,
        small: looksPerCharacter(parse, filled(stretch, 16 * KB)),
        large: looksPerCharacter(parse, filled(stretch, 64 * KB)),
      }))
      .filter(({ small, large }) => large > small * 1.5 + 2);
    expect(growing).toEqual([]);
  },
);
