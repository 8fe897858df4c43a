import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Vault } from '../../main/vault/vault.ts';
import { Random } from '../support/random.ts';
import { Asking, pauseOf } from './asking.ts';
import { Typist } from './typist.ts';
import { makeOldVault } from './old-vault.ts';
import { DAY_MS, HOME, NEVER_MS, NOON, OLD } from './places.ts';
import { nextSchemaWorkers, plantedWorkers, shippedWorkers } from './workers.ts';

/**
 * `node life.ts <folder> <marks> <seed>`: everything that a vault goes through, in a few seconds, to be recorded. Runs
 * with the threads as they ship; PLANTED=<fault> puts one under them (planted.worker.ts). It has two parts, each a
 * process: the first is killed somewhere in its first backup, and the second goes on with what it has left.
 */
const [folder = '', marks = '', seed = '1', part = 'first'] = process.argv.slice(2);
const random = new Random(Number(seed) * 2 + (part === 'first' ? 0 : 1));
const outside = openSync(marks, 'a');
// Each part numbers what it asks anew.
const asking = new Asking((line) => void writeSync(outside, line), { from: part === 'first' ? 0 : 1_000_000 });
let day = part === 'first' ? 0 : 1;
const workers = process.env['PLANTED'] === undefined ? shippedWorkers : plantedWorkers;

const open = (name: string, threads = workers): Promise<Vault> =>
  Vault.open({
    folder: join(folder, name),
    account: 'local',
    appVersion: '0.1.0',
    workers: threads,
    now: () => new Date(NOON + day * DAY_MS),
    newId: () => random.uuid(),
    indexAfterMs: NEVER_MS,
    onTrouble: (error) => {
      throw error;
    },
  });

const [ana, ben] = [new Typist(random), new Typist(random)];

if (part === 'first') {
  asking.stage('creation');
  const made = await open(HOME);
  const first = new Typist(random);
  await asking.change(made, HOME, first.begin({ rows: 5 }));
  await asking.type(made, HOME, { typists: [first], updates: 20, random });
  asking.stage('cut short');
  await asking.backup(made, HOME, () => made.doChores());
  process.kill(process.pid, 'SIGKILL');
}

asking.stage('after a kill');
let vault = await open(HOME);
await asking.change(vault, HOME, ana.begin({ rows: 12 }));
await asking.change(vault, HOME, ben.begin({ rows: 3 }));

asking.stage('typing');
await asking.type(vault, HOME, { typists: [ana, ben], updates: 120, random });

asking.stage('snapshot');
await asking.type(vault, HOME, { typists: [ana], updates: 520, random });
await vault.settle();

asking.stage('checkpoint');
await asking.type(vault, HOME, { typists: [ana, ben], updates: 20, random });
await pauseOf(join(folder, HOME));
await asking.type(vault, HOME, { typists: [ana, ben], updates: 20, random });

asking.stage('chores');
// The first of its backups, and ballast.
await asking.backup(vault, HOME, () => vault.doChores());
await asking.type(vault, HOME, { typists: [ana, ben], updates: 10, random });

asking.stage('backup');
day += 1;
await asking.backup(vault, HOME, () => vault.backups.make());

asking.stage('segments');
// A script that rests so long goes into segments.
day += 31;
await asking.backup(vault, HOME, () => vault.doChores());
await asking.type(vault, HOME, { typists: [ana, ben], updates: 10, random });

asking.stage('closing');
await vault.close();

asking.stage('reopening');
vault = await open(HOME);
await asking.change(vault, HOME, ana.rename());
await asking.change(vault, HOME, { name: 'trash', scriptId: ben.scriptId });
await asking.change(vault, HOME, { name: 'restore', scriptId: ben.scriptId });
await asking.type(vault, HOME, { typists: [ana, ben], updates: 40, random });

const old = new Typist(random);
const written = [old.begin({ rows: 6 }), ...Array.from({ length: 200 }, () => old.step())];
asking.stage('old vault');
asking.together(OLD, written, () => makeOldVault(join(folder, OLD), written, { vaultId: random.uuid(), at: NOON }));

asking.stage('migration');
const migrated = await open(OLD, nextSchemaWorkers);
asking.stage('after migration');
await asking.type(migrated, OLD, { typists: [old], updates: 30, random });
await asking.type(vault, HOME, { typists: [ana, ben], updates: 30, random });
process.kill(process.pid, 'SIGKILL');
