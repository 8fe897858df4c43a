import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { Vault } from '../../main/vault/vault.ts';
import { Asking, pauseOf } from '../power/asking.ts';
import { DAY_MS, HOME, NEVER_MS, NOON, OLD } from '../power/places.ts';
import { Typist } from '../power/typist.ts';
import { nextSchemaWorkers, shippedWorkers } from '../power/workers.ts';
import { Random } from '../support/random.ts';
import { PHASES, UNHARMED, type Phase } from './phases.ts';

/**
 * `node victim.ts <folder> <seed> <phase>`: works on the vault as it ships until the witness kills it, which is inside
 * that phase. What was acknowledged is told on stdout, to whoever outlives it.
 */
const [folder = '', seed = '1', name = ''] = process.argv.slice(2);
const phase = PHASES.find((it) => it === name);
if (phase === undefined) throw new Error(`There is no phase "${name}".`);
const random = new Random(Number(seed));
const asking = new Asking((line) => void writeSync(1, line));
let day = 0;
const place = phase === 'migration' ? OLD : HOME;

const vault = await Vault.open({
  folder: join(folder, place),
  account: 'local',
  appVersion: '0.1.0',
  workers: phase === 'migration' ? nextSchemaWorkers : shippedWorkers,
  now: () => new Date(NOON + day * DAY_MS),
  newId: () => random.uuid(),
  indexAfterMs: NEVER_MS,
  onTrouble: (error) => {
    throw error;
  },
});
await work(phase);
asking.stage(UNHARMED);
process.exit(0);

async function work(inside: Phase): Promise<void> {
  const typist = await someTypist();
  const type = (updates: number, burst = 6): Promise<void> =>
    asking.type(vault, place, { typists: [typist], updates, random, burst });
  switch (inside) {
    case 'group commit':
      return type(120);
    case 'checkpoint':
      for (let times = 0; times < 2; times += 1) {
        await type(40);
        await pauseOf(join(folder, place));
      }
      return;
    case 'migration':
      return type(10);
    case 'snapshot':
      await type(510, 60);
      return vault.settle();
    case 'segment':
      await type(510, 60);
      await vault.settle();
      // A script that rests so long goes into segments.
      day += 31;
      return vault.doChores();
    case 'import':
      // A file that is imported is one script with all its updates at once.
      for (let times = 0; times < 3; times += 1) {
        await asking.change(vault, place, new Typist(random).begin({ rows: 40 }));
      }
      return;
    case 'backup':
      for (let times = 0; times < 2; times += 1) {
        await type(15);
        await asking.backup(vault, place, () => vault.backups.make());
      }
      return;
    case 'quitting':
      await type(40);
      return vault.close();
    default:
      return inside satisfies never;
  }
}

/** Goes on with a script that is there, or begins one. */
async function someTypist(): Promise<Typist> {
  const there = (await vault.list()).filter(({ trashedAt }) => trashedAt === null);
  if (there.length > 0 && random.chance(60)) {
    const { scriptId } = random.oneOf(there);
    const { snapshot, updates } = await vault.openScript(scriptId);
    return new Typist(random, { scriptId, updates: [...(snapshot === null ? [] : [snapshot]), ...updates] });
  }
  const typist = new Typist(random);
  await asking.change(vault, place, typist.begin({ rows: 4 }));
  return typist;
}
