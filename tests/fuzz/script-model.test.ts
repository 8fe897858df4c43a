import { expect, test } from 'vitest';
import { playHistory } from './history.ts';
import { REGRESSIONS } from './regressions.ts';

/** The first seeds of `npm run test:fuzz`, in packs so that a failure names few. `SEED=17` replays one. */
const PACKS = 12;
const SEEDS_PER_PACK = 15;

const only = process.env['SEED'];

if (only !== undefined) {
  test('[MERGE-1] the history of the seed asked for keeps every promise', () => {
    expect(playHistory(Number(only)).steps).toBeGreaterThan(0);
  });
} else {
  for (const [seed, taught] of REGRESSIONS) {
    test(`[MERGE-1] seed ${seed} taught: ${taught}`, () => {
      expect(playHistory(seed).steps).toBeGreaterThan(0);
    });
  }

  for (let pack = 0; pack < PACKS; pack++) {
    const first = pack * SEEDS_PER_PACK;
    test(`[MERGE-1] [MERGE-2] [MERGE-3] [UNDO-2] histories from seed ${first} on keep every promise`, () => {
      let steps = 0;
      for (let seed = first; seed < first + SEEDS_PER_PACK; seed++) steps += playHistory(seed).steps;
      expect(steps).toBeGreaterThan(SEEDS_PER_PACK * 20);
    });
  }
}
