import { expect, test } from 'vitest';
import { playReal } from './play-real.ts';

test.each([0, 1, 2])(
  '[SIM-8] history %i keeps every promise on the shipped vault and a real server',
  async (seed) => {
    expect((await playReal(seed)).positions).toBeGreaterThan(0);
  },
  120_000,
);
