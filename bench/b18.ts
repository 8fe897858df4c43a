import { tally, type Cell } from '../tests/server/rights/cells.ts';
import { parts } from '../tests/server/rights/matrix.ts';
import { openSmallWorld } from '../tests/server/rights/small-world.ts';
import { setup } from '../tests/support/server/global-setup.ts';
import { round, type Measured } from './benchmark.ts';

/** As long as somebody who changed a policy waits without beginning something else. */
const PATIENCE_MS = 30_000;

/** B18: the whole matrix of rights, from the first question to the last, against half a minute. */
export async function run(): Promise<Measured> {
  const close = await setup();
  try {
    await using world = await openSmallWorld();
    const cells: Cell[] = [];
    const seconds: Record<string, number> = {};
    const began = performance.now();
    for (const [name, cellsOf] of Object.entries(parts)) {
      const started = performance.now();
      cells.push(...(await cellsOf(world.client, world.catalog)));
      seconds[name] = round((performance.now() - started) / 1000);
    }
    const ratio = (performance.now() - began) / PATIENCE_MS;
    const { wrongAllow, wrongDeny } = tally(cells);
    return {
      parts: [{ name: 'all cells against half a minute', ratio, goal: { atMost: 1 } }],
      detail: { cells: cells.length, wrongAllow: wrongAllow.length, wrongDeny: wrongDeny.length, seconds },
    };
  } finally {
    await close?.();
  }
}
