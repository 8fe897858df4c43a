import { setup } from '../../support/server/global-setup.ts';
import { report, tally, type Cell } from './cells.ts';
import { cellsWith } from './hole.ts';
import { holes } from './holes.ts';
import { parts } from './matrix.ts';
import { openSmallWorld } from './small-world.ts';

/**
 * `npm run test:rights`: the whole matrix of rights with the time of each part, then every planted hole with the cells
 * that it turns red.
 */
const close = await setup();
try {
  process.exitCode = await run();
} finally {
  await close?.();
}

async function run(): Promise<number> {
  await using world = await openSmallWorld();
  const cells: Cell[] = [];
  let sumMs = 0;
  for (const [name, cellsOf] of Object.entries(parts)) {
    const started = performance.now();
    const asked = await cellsOf(world.client, world.catalog);
    const ms = performance.now() - started;
    sumMs += ms;
    cells.push(...asked);
    console.log(`${name.padEnd(10)}${String(asked.length).padStart(8)} cells ${(ms / 1000).toFixed(1).padStart(7)} s`);
  }
  const whole = tally(cells);
  const unseen: string[] = [];
  for (const hole of holes) {
    const { wrongAllow, wrongDeny } = tally(await cellsWith(world.client, hole));
    if ((hole.isTelling === true ? wrongDeny : wrongAllow).length === 0) unseen.push(hole.name);
    console.log(`${String(wrongAllow.length + wrongDeny.length).padStart(6)} red   ${hole.name}`);
  }
  console.log(
    `${holes.length} holes planted, ${unseen.length} unseen${unseen.length > 0 ? `: ${unseen.join('; ')}` : ''}`,
  );
  console.log(`${report(whole)} seconds=${(sumMs / 1000).toFixed(1)}`);
  return whole.wrongAllow.length + whole.wrongDeny.length + unseen.length === 0 ? 0 : 1;
}
