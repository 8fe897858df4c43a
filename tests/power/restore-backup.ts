import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { BackupLibrary } from '../../main/vault/backup/backup-library.ts';
import { restoreVault } from '../../main/vault/backup/restore-vault.ts';
import { Vault } from '../../main/vault/vault.ts';
import { Random } from '../support/random.ts';
import { vaultWorkers } from '../support/vault.ts';
import { Asking } from './asking.ts';
import { HOME, NEVER_MS, NOON } from './places.ts';
import { Typist } from './typist.ts';

/** `node restore-backup.ts <folder> <marks>`: makes a vault and a backup of it, and restores everything from that. */
const [folder = '', marks = ''] = process.argv.slice(2);
const outside = openSync(marks, 'w');
const random = new Random(1);
const place = join(folder, HOME);
const newId = (): string => random.uuid();

const vault = await Vault.open({
  folder: place,
  account: 'local',
  appVersion: '0.1.0',
  workers: vaultWorkers,
  now: () => new Date(NOON),
  newId,
  indexAfterMs: NEVER_MS,
});
const asking = new Asking(() => undefined);
const typist = new Typist(random);
await asking.change(vault, HOME, typist.begin({ rows: 5 }));
await asking.type(vault, HOME, { typists: [typist], updates: 60, random });
await vault.backups.make();
const [backup] = (await vault.backups.overview()).backups;
await vault.close();
if (backup === undefined) throw new Error('There is no backup.');

writeSync(outside, 'begun');
const found = new BackupLibrary(place).find(backup.backupId);
restoreVault({ folder: place, account: 'local', backup: found, at: NOON, newId, onProgress: () => undefined });
writeSync(outside, 'ended');
process.kill(process.pid, 'SIGKILL');
