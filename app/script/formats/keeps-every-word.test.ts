import { expect, test } from 'vitest';
import { anyNoise, anyText } from '../../../tests/support/any-text.ts';
import { FOUNTAIN, MARKDOWN, PLAIN_TEXT } from '../../../tests/support/format-fragments.ts';
import { lostWords } from '../../../tests/support/kept-words.ts';
import { Random } from '../../../tests/support/random.ts';
import { parseFountain } from './fountain.ts';
import { parseMarkdown } from './markdown.ts';
import { parsePlainText } from './plain-text.ts';

const SEEDS = Number(process.env['SEEDS'] ?? 200);
const ENDS = ['\n', '\n', '\n\n', '\n\n', '\n\n\n', '\r\n', '\r\n\r\n', '\r', ' ', ''];

test.for([
  ['Fountain', parseFountain, FOUNTAIN],
  ['Markdown', parseMarkdown, MARKDOWN],
  ['plain text', parsePlainText, PLAIN_TEXT],
] as const)(
  '[FORMAT-2] %s: every word is in the script, or what it stood in is named in a note',
  { timeout: 60_000 },
  ([, parse, fragments]) => {
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const { text, words } = anyText(new Random(seed), fragments, ENDS);
      expect(lostWords(parse(text), words), `seed ${seed}\n${JSON.stringify(text)}`).toEqual([]);
    }
  },
);

test.for([
  ['Fountain', parseFountain],
  ['Markdown', parseMarkdown],
  ['plain text', parsePlainText],
] as const)('[FORMAT-3] %s: no text makes the reader fail', { timeout: 60_000 }, ([, parse]) => {
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const text = anyNoise(new Random(seed));
    expect(() => parse(text), `seed ${seed}\n${JSON.stringify(text)}`).not.toThrow();
  }
});
