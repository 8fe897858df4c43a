import { expect, test } from 'vitest';
import { anyContent } from '../../tests/support/any-script.ts';
import { Random } from '../../tests/support/random.ts';
import { compareWords, isChanged, sideOf, type Part } from './compare-words.ts';
import { normalized, type CellContent } from './content.ts';

/** `[-gone-]{+come+}~restyled~`, the rest as it is. */
const told = (parts: readonly Part[]): string =>
  parts
    .map(({ kind, text }) => {
      if (kind === 'deleted') return `[-${text}-]`;
      if (kind === 'inserted') return `{+${text}+}`;
      return kind === 'restyled' ? `~${text}~` : text;
    })
    .join('');

const say = (before: string, after: string): string => told(compareWords([{ text: before }], [{ text: after }]));

test.each([
  ['You need one Saturday.', 'You just need a Saturday.', 'You {+just +}need [-one-]{+a+} Saturday.'],
  [
    'Mei Lin behind the counter.',
    'Mei Lin, thirties, behind the counter.',
    'Mei Lin{+, thirties,+} behind the counter.',
  ],
  ['red green blue', 'tea cake blue', '[-red green-]{+tea cake+} blue'],
  ['don’t own it', 'don’t rent it', 'don’t [-own-]{+rent+} it'],
  ['one\ntwo', 'one two', 'one[-\n-]{+ +}two'],
  ['line one\nline two', 'first\nsecond', '[-line one-]{+first+}\n[-line two-]{+second+}'],
  ['', 'new', '{+new+}'],
  ['old', '', '[-old-]'],
  ['', '', ''],
  ['東京は晴れです', '京都は晴れです', '[-東京-]{+京都+}は晴れです'],
  ['hi 👩‍🚀 there', 'hi 👩‍🍳 there', 'hi [-👩‍🚀-]{+👩‍🍳+} there'],
])('[COMPARE-2] a change of words is told in whole words: %j → %j', (before, after, expected) => {
  expect(say(before, after)).toBe(expected);
});

test('[COMPARE-2] words under other marks are told as restyled, not as new', () => {
  const before: CellContent = [{ text: 'a bold word' }];
  const after: CellContent = [{ text: 'a ' }, { text: 'bold', marks: { bold: true } }, { text: ' word' }];
  expect(compareWords(before, after)).toEqual([
    { kind: 'same', text: 'a ' },
    { kind: 'restyled', text: 'bold', before: {}, after: { bold: true } },
    { kind: 'same', text: ' word' },
  ]);
});

test('[COMPARE-1] both sides can be read out of a comparison, and swapped sides tell the same change backwards', () => {
  const swap = { same: 'same', restyled: 'restyled', inserted: 'deleted', deleted: 'inserted' } as const;
  for (let seed = 1; seed <= 500; seed++) {
    const random = new Random(seed);
    const before = anyContent(random);
    const after = random.chance(50) ? anyContent(random) : normalized([...before, ...anyContent(random)]);
    const parts = compareWords(before, after);
    expect(sideOf(parts, 'before')).toEqual(before);
    expect(sideOf(parts, 'after')).toEqual(after);
    expect(isChanged(compareWords(before, before))).toBe(false);
    const back = compareWords(after, before);
    const words = (list: readonly Part[], kind: Part['kind']): string =>
      list.flatMap((part) => (part.kind === kind ? part.text : [])).join('');
    for (const kind of ['same', 'restyled', 'inserted', 'deleted'] as const)
      expect(words(back, swap[kind])).toBe(words(parts, kind));
  }
});
