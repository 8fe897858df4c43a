import { openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Vault } from '../../main/vault/vault.ts';
import { FILE_NAME } from '../../main/vault/protocol.ts';
import { Random } from '../support/random.ts';
import { Asking, Typist } from './asking.ts';
import { makeOldVault } from './old-vault.ts';
import { nextSchemaWorkers, plantedWorkers, shippedWorkers } from './workers.ts';

/**
 * `node life.ts <folder> <marks> <seed>`: everything that a vault goes through, in a few seconds, to be recorded. Runs
 * with the threads as they ship; PLANTED=<fault> puts one under them (planted.worker.ts).
 */
const [folder = '', marks = '', seed = '1'] = process.argv.slice(2);
const random = new Random(Number(seed));
const outside = openSync(marks, 'w');
const asking = new Asking((line) => void writeSync(outside, line));
const workers = process.env['PLANTED'] === undefined ? shippedWorkers : plantedWorkers;
/** The keeper works when it is told to, so that a stage holds what its name says. */
const NEVER_MS = 2 ** 31 - 1;
const NOON = Date.UTC(2026, 5, 1, 12);

const open = (name: string, threads = workers): Promise<Vault> =>
  Vault.open({
    folder: join(folder, name),
    account: 'local',
    appVersion: '0.1.0',
    workers: threads,
    now: () => new Date(NOON),
    newId: () => random.uuid(),
    indexAfterMs: NEVER_MS,
    onTrouble: (error) => {
      throw error;
    },
  });

/** Bursts of keys, each acknowledged before the next begins, as several windows make them. */
async function type(vault: Vault, name: string, typists: readonly Typist[], updates: number): Promise<void> {
  for (let left = updates; left > 0;) {
    const burst = Math.min(left, 1 + random.below(6));
    await Promise.all(
      Array.from({ length: burst }, () => asking.change(vault, name, random.oneOf(typists).step({ maxBytes: 3_000 }))),
    );
    left -= burst;
  }
}

/** Until the writer has moved its WAL into the file, which it does in a pause. */
async function pause(name: string): Promise<void> {
  const file = join(folder, name, FILE_NAME);
  const before = statSync(file).mtimeMs;
  while (statSync(file).mtimeMs === before) await wait(20);
}

const HOME = 'accounts/local';
const [ana, ben] = [new Typist(random), new Typist(random)];

asking.stage('creation');
let vault = await open(HOME);
await asking.change(vault, HOME, ana.begin({ rows: 12 }));
await asking.change(vault, HOME, ben.begin({ rows: 3 }));

asking.stage('typing');
await type(vault, HOME, [ana, ben], 120);

asking.stage('snapshot');
await type(vault, HOME, [ana], 420);
await vault.settle();

asking.stage('checkpoint');
await type(vault, HOME, [ana, ben], 20);
await pause(HOME);
await type(vault, HOME, [ana, ben], 20);

asking.stage('chores');
await vault.doChores();
await type(vault, HOME, [ana, ben], 10);

asking.stage('closing');
await vault.close();

asking.stage('reopening');
vault = await open(HOME);
await asking.change(vault, HOME, ana.rename());
await asking.change(vault, HOME, { name: 'trash', scriptId: ben.scriptId });
await asking.change(vault, HOME, { name: 'restore', scriptId: ben.scriptId });
await type(vault, HOME, [ana, ben], 40);

const OLD = 'accounts/old';
const old = new Typist(random);
const written = [old.begin({ rows: 6 }), ...Array.from({ length: 200 }, () => old.step())];
asking.stage('old vault');
asking.together(OLD, written, () => makeOldVault(join(folder, OLD), written, { vaultId: random.uuid(), at: NOON }));

asking.stage('migration');
const migrated = await open(OLD, nextSchemaWorkers);
asking.stage('after migration');
await type(migrated, OLD, [old], 30);
await type(vault, HOME, [ana, ben], 30);
process.kill(process.pid, 'SIGKILL');
