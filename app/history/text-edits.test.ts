import { expect, test } from 'vitest';
import { anyWords } from '../../tests/support/any-script.ts';
import { Random } from '../../tests/support/random.ts';
import { textEdits } from './text-edits.ts';

function edited(before: string, after: string): string {
  let text = before;
  for (const { at, removed, from, to } of textEdits(before, after).toReversed())
    text = text.slice(0, at) + after.slice(from, to) + text.slice(at + removed);
  return text;
}

test('[RESTORE-2] the edits make the one text of the other, and touch no character that stays', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = new Random(seed);
    const before = `${anyWords(random)} ${anyWords(random)}`;
    const after = random.chance(50) ? `${anyWords(random)}${before}` : anyWords(random);
    expect(edited(before, after)).toBe(after);
    expect(textEdits(before, before)).toEqual([]);
  }
});

test.each([
  [
    'The tram is late.',
    'The trams are late.',
    [
      [8, 0, 's'],
      [9, 2, 'are'],
    ],
  ],
  ['one two three', 'one three', [[4, 4, '']]],
  ['ab👩‍🚀cd', 'ab👩‍🍳cd', [[5, 2, '🍳']]],
] as const)('[RESTORE-2] %j becomes %j by its characters', (before, after, expected) => {
  expect(textEdits(before, after).map(({ at, removed, from, to }) => [at, removed, after.slice(from, to)])).toEqual(
    expected,
  );
});
