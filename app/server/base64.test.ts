import { expect, test } from 'vitest';
import { Random } from '../../tests/support/random.ts';
import { fromBase64, toBase64 } from './base64.ts';

test('[PULL-1] bytes of every length read back from base64, in one line', () => {
  const random = new Random(1);
  for (const length of [0, 1, 2, 3, 57, 58, 24_575, 24_576, 24_577, 100_000]) {
    const bytes = Uint8Array.from({ length }, () => random.below(256));
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  }
  expect(() => fromBase64('not base64')).toThrow();
});
