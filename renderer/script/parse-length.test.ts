import { expect, test } from 'vitest';
import { clockTime } from '../ui/words.ts';
import { parseLength } from './parse-length.ts';

test('[LOOK-7] a target may be written as a clock, as seconds or as minutes', () => {
  expect(['1:30', '90', '90 s', '2 min', '1:02:03', ' 0:45 '].map(parseLength)).toEqual([90, 90, 90, 120, 3723, 45]);
});

test('[LOOK-7] what is no length is not guessed at', () => {
  expect(['', 'soon', '1:75', '-5', '1.5'].map(parseLength)).toEqual([null, null, null, null, null]);
});

test('[LOOK-7] what a clock shows reads back as the same length', () => {
  for (const seconds of [1, 59, 60, 88, 3599, 3600, 7325]) expect(parseLength(clockTime(seconds))).toBe(seconds);
});
