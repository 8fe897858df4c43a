import { expect, test } from 'vitest';
import { Random } from '../../tests/support/random.ts';
import { parseQuery } from './search-query.ts';
import { snippetOf } from './snippet.ts';

const show = (text: string, query: string): string =>
  snippetOf(text, parseQuery(query))
    .map((stretch) => (stretch.hit ? `[${stretch.text}]` : stretch.text))
    .join('');

test('[SEARCH-8] a snippet marks whole words, whatever their case and accents', () => {
  expect(show('Un café, deux cafés. Cafeteria.', 'cafe')).toBe('Un [café], deux [cafés]. [Cafeteria].');
  expect(show('Un café, deux cafés.', '"cafe"')).toBe('Un [café], deux cafés.');
  expect(show('e\u0301te\u0301 prochain', 'ete')).toBe('[e\u0301te\u0301] prochain');
  expect(show('one\ntwo\tthree', 'two')).toBe('one [two] three');
});

test('[SEARCH-8] a long text is cut around the first hit, at spaces where there are any, never through a character', () => {
  const long = `${'far away '.repeat(50)}the harbour ${'and on '.repeat(50)}`;
  const snippet = show(long, 'harbour');
  expect(snippet).toMatch(/^…away far away .*the \[harbour\] and on .*and…$/);
  expect(snippet.length).toBeLessThan(200);
  const emoji = '🎬'.repeat(300);
  expect(snippetOf(`${emoji}漢字`, parseQuery('漢字')).every(({ text }) => text.isWellFormed())).toBe(true);
});

test('[SEARCH-8] whatever text and query: no exception, the stretches are of the text, and at most a line long', () => {
  const random = new Random(8);
  const letters = [
    'a',
    'B',
    'é',
    'e\u0301',
    ' ',
    '\n',
    '漢',
    'が',
    'か\u3099',
    'ß',
    'İ',
    '🎬',
    '\ud83c',
    'ไ',
    'ท',
    'ํ',
    '한',
    '"',
    '-',
    "'",
  ];
  for (let round = 0; round < 3_000; round += 1) {
    const word = (length: number): string => Array.from({ length }, () => random.oneOf(letters)).join('');
    const text = word(random.below(400));
    const stretches = snippetOf(text, parseQuery(word(1 + random.below(4))));
    const shown = stretches
      .map((stretch) => stretch.text)
      .join('')
      .replaceAll('…', '');
    expect(text.replaceAll(/\s+/g, ' ')).toContain(shown.trim());
    expect(shown.length).toBeLessThan(420);
  }
});
