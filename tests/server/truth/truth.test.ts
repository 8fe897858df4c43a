import { expect, test } from 'vitest';
import { play } from './play.ts';

test('[TRUTH-1] whatever happens to messages on their way, no window says that an edit is where it is not', async () => {
  const { claims, falseClaims, said } = await play(1, 30);
  expect(falseClaims).toEqual([]);
  expect(claims).toBeGreaterThan(60);
  expect(said.size).toBeGreaterThan(2);
}, 120_000);
