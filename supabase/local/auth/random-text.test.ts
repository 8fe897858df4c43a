import { expect, test } from 'vitest';
import { randomDigits, randomLetters } from './random-text.ts';

/** Counts upwards, so that every byte comes equally often. */
function counting(): (length: number) => Buffer {
  let next = 0;
  return (length) => Buffer.from(Array.from({ length }, () => next++ % 256));
}

test('[SIGNIN-8] a code has as many digits as asked, each equally likely', () => {
  const digits = randomDigits(2_500, { randomBytes: counting() });
  expect(digits).toMatch(/^\d{2500}$/);
  const counts = Array.from('0123456789', (digit) => digits.split(digit).length - 1);
  expect(new Set(counts)).toEqual(new Set([250]));
});

test('[SIGNIN-4] a refresh token has letters and digits', () => {
  expect(randomLetters(12, { randomBytes: counting() })).toBe('abcdefghijkl');
  expect(new Set(randomLetters(252, { randomBytes: counting() }))).toHaveLength(36);
});
