import { expect, test } from 'vitest';
import { matchesOf, parseQuery } from './search-query.ts';

test('[SEARCH-2] words, phrases and stretches become terms; only the last loose word may be unfinished', () => {
  expect(parseQuery('boat "the harbour" lea')).toEqual([
    { kind: 'words', text: 'boat', isPrefix: false },
    { kind: 'words', text: 'the harbour', isPrefix: false },
    { kind: 'words', text: 'lea', isPrefix: true },
  ]);
  expect(parseQuery('lea "boat"').map((term) => term.kind === 'words' && term.isPrefix)).toEqual([false, false]);
  expect(parseQuery('東京 tower')).toEqual([
    { kind: 'stretch', text: '東京' },
    { kind: 'words', text: 'tower', isPrefix: true },
  ]);
});

test('[SEARCH-4] what is no word is no term, and a query has at most twelve', () => {
  expect(parseQuery('- … "" " \' % 🎬')).toEqual([]);
  expect(parseQuery('a '.repeat(50))).toHaveLength(12);
});

test('[SEARCH-4] in what the index is asked, every word is quoted and every pattern escaped', () => {
  expect(matchesOf(parseQuery(`it's a-b:c* 東京で撮 _影`))).toEqual({
    words: `"it's" AND "a-b:c*"`,
    trigrams: '"東京で撮"',
    likes: [String.raw`%\_影%`],
  });
  expect(matchesOf(parseQuery('%影 say'))).toEqual({ words: '"say" *', trigrams: null, likes: [String.raw`%\%影%`] });
  expect(matchesOf([])).toEqual({ words: null, trigrams: null, likes: [] });
});
