import { expect, test } from 'vitest';
import { Histories } from './history.ts';
import { REGRESSIONS } from './regressions.ts';

/** The first seeds of `npm run test:sim`, in packs so that a failure names few. `SEED=17` replays one. */
const PACKS = 6;
const SEEDS_PER_PACK = 10;

const histories = Histories.open();
const only = process.env['SEED'];

if (only !== undefined) {
  test('[SIM-1] the history of the seed asked for keeps every promise', async () => {
    expect((await histories.play(Number(only))).steps).toBeGreaterThan(0);
  });
} else {
  for (const [seed, taught] of REGRESSIONS) {
    test(`[SIM-1] seed ${seed} taught: ${taught}`, async () => {
      expect((await histories.play(seed)).steps).toBeGreaterThan(0);
    });
  }

  for (let pack = 0; pack < PACKS; pack += 1) {
    const first = pack * SEEDS_PER_PACK;
    test(`[SIM-1] [SIM-2] [SIM-3] [SIM-4] [SIM-5] [SIM-7] histories from seed ${first} on keep every promise`, async () => {
      let claims = 0;
      for (let seed = first; seed < first + SEEDS_PER_PACK; seed += 1) claims += (await histories.play(seed)).claims;
      expect(claims).toBeGreaterThan(SEEDS_PER_PACK);
    });
  }

  test('[SIM-6] a seed is one history', async () => {
    const play = async (): Promise<readonly string[]> => {
      const lines: string[] = [];
      await histories.play(3, { traced: (line) => lines.push(line) });
      return lines;
    };
    expect(await play()).toEqual(await play());
  });
}
