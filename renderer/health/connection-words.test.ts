import { expect, test } from 'vitest';
import { clockWords } from './connection-words.ts';

test('[STATUS-16] this device’s clock is held against the server’s, and setting it is advised when it is minutes off', () => {
  const cases: readonly (readonly [number | null, string])[] = [
    [null, 'Not compared with the server’s yet'],
    [0, 'Agrees with the server’s'],
    [-1_999, 'Agrees with the server’s'],
    [4_200, '4.2 s ahead of the server’s'],
    [-30_000, '30 s behind the server’s'],
    [5 * 60_000, '5 min ahead of the server’s. Set this computer’s clock; Galley works all the same.'],
    [-26 * 3_600_000, '26 h behind the server’s. Set this computer’s clock; Galley works all the same.'],
    [3650 * 86_400_000, '3650 days ahead of the server’s. Set this computer’s clock; Galley works all the same.'],
  ];
  expect(cases.map(([aheadMs]) => clockWords(aheadMs))).toEqual(cases.map(([, words]) => words));
});
