import { expect, test } from 'vitest';
import { playDamage } from '../damage/play.ts';

const INJECTIONS = 25;

test(`[RECOVER-1] [RECOVER-2] [RECOVER-3] of ${INJECTIONS} ways to damage a vault none goes unnoticed, and what is whole comes back`, async () => {
  const { failures, passed } = await playDamage({ injections: INJECTIONS, seed: 7 });
  expect(failures).toEqual([]);
  expect(passed).toBe(INJECTIONS);
});
