import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MomentId } from '../../app/ids.ts';
import { canonicalScript } from '../../app/script/canonical.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { BackupLibrary } from '../../main/vault/backup/backup-library.ts';
import { finishRestore, restoreVault, type RestoredVault } from '../../main/vault/backup/restore-vault.ts';
import { loseScenes, sixtyScenes } from '../backups/sixty-scenes.ts';
import { NOON, openTestVault, TemporaryFolder, type TestVault } from '../support/vault.ts';
import { openDoc, sceneOf, WrittenScript } from '../support/written-script.ts';

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const shown = async (here: TestVault, { scriptId }: WrittenScript): Promise<string> =>
  canonicalScript(readScript(await openDoc(here, scriptId)));
const asWritten = ({ doc }: WrittenScript): string => canonicalScript(readScript(doc));

/** A vault with two scripts and one backup, closed. Answers the folder and what the scripts said. */
async function closedWithBackup() {
  const here = await openTestVault();
  const harbour = await WrittenScript.create(here, 'Harbour', sixtyScenes);
  const trashed = await WrittenScript.create(here, 'Old', sceneOf('Dusk', 'Nobody is here.'));
  await here.vault.trash(trashed.scriptId);
  const momentId = MomentId.parse(here.random.uuid());
  await here.vault.nameMoment({ scriptId: harbour.scriptId, momentId, ordinal: 1, kind: 'named', name: 'First draft' });
  await here.vault.doChores();
  const said = asWritten(harbour);
  await loseScenes(harbour, 56);
  await here.vault.close();
  return { here, harbour, trashed, said, [Symbol.asyncDispose]: () => here[Symbol.asyncDispose]() };
}

function restoreNewest(folder: string, elsewhere: string | null = null): RestoredVault {
  const backup = new BackupLibrary(folder, elsewhere).all()[0];
  if (backup === undefined) throw new Error('There is no backup.');
  const newId = (): string => crypto.randomUUID();
  return restoreVault({ folder, account: 'local', backup, at: NOON, newId, onProgress: () => undefined });
}

test('[BACKUP-15] everything comes back from a backup with its history; what was there is set aside byte for byte', async () => {
  await using closed = await closedWithBackup();
  const { here, harbour, said } = closed;
  writeFileSync(here.file, 'no vault any more');
  const before = digest(here.file);
  expect(restoreNewest(here.folder)).toEqual({ scripts: 2, failed: [] });
  expect(digest(join(here.folder, 'set-aside/before-restore-1/vault.db'))).toBe(before);
  await using again = await openTestVault({ folder: here.folder, seed: 2 });
  expect((await again.vault.list()).map(({ title, trashedAt }) => [title, trashedAt !== null])).toEqual([
    ['Old', true],
    ['Harbour', false],
  ]);
  expect(await shown(again, harbour)).toBe(said);
  expect((await again.vault.timeline(harbour.scriptId)).moments).toMatchObject([{ ordinal: 1, name: 'First draft' }]);
  // The log is the same, so the next backup goes on where the last one was.
  const [{ backupId } = { backupId: null }] = (await again.vault.backups.overview()).backups;
  again.clock.advance(86_400_000);
  await again.vault.backups.make();
  const { backups, alarms } = await again.vault.backups.overview();
  expect(backups.map(({ backupId: id }) => id)).toContain(backupId);
  expect(backups[0]?.bytes).toBe(backups[1]?.bytes);
  expect(alarms).toEqual([]);
});

test('[BACKUP-15] a second restore sets aside what the first one made, and overwrites nothing that was set aside before', async () => {
  await using closed = await closedWithBackup();
  const { here } = closed;
  restoreNewest(here.folder);
  restoreNewest(here.folder);
  expect(readdirSync(join(here.folder, 'set-aside')).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'before-restore-1',
    'before-restore-2',
  ]);
});

test('[BACKUP-15] a run that is cut off before the new vault is whole leaves the old one as it was', async () => {
  await using closed = await closedWithBackup();
  const { here, harbour, said } = closed;
  const unfinished = join(here.folder, 'restored.part');
  cpSync(join(here.folder, 'backups'), unfinished, { recursive: true });
  writeFileSync(join(unfinished, 'vault.db'), 'half of a vault');
  const before = digest(here.file);
  finishRestore(here.folder);
  expect(digest(here.file)).toBe(before);
  expect(restoreNewest(here.folder).scripts).toBe(2);
  await using again = await openTestVault({ folder: here.folder, seed: 2 });
  expect(await shown(again, harbour)).toBe(said);
});

test('[BACKUP-15] a run that is cut off afterwards, at any step, is finished by the next start', async () => {
  for (const step of ['nothing has moved', 'the old file is set aside', 'the new file is in its place'] as const) {
    await using closed = await closedWithBackup();
    const { here, harbour, said } = closed;
    restoreNewest(here.folder);
    // What it did, taken back as far as this step.
    const [ready, aside] = [join(here.folder, 'restored'), join(here.folder, 'set-aside/before-restore-1/vault.db')];
    mkdirSync(ready);
    if (step !== 'the new file is in its place') renameSync(here.file, join(ready, 'vault.db'));
    if (step === 'nothing has moved') renameSync(aside, here.file);
    await using again = await openTestVault({ folder: here.folder, seed: 2 });
    expect(await shown(again, harbour), step).toBe(said);
    expect(existsSync(ready)).toBe(false);
  }
});

test('[BACKUP-15] restoring while the vault is open is refused and changes nothing', async () => {
  await using here = await openTestVault();
  await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'One.'));
  await here.vault.doChores();
  expect(() => restoreNewest(here.folder)).toThrow(expect.objectContaining({ code: 'busy' }));
  expect(existsSync(join(here.folder, 'set-aside'))).toBe(false);
});

test('[BACKUP-15] from a damaged backup comes what is good in it, and the rest is named', async () => {
  await using closed = await closedWithBackup();
  const { here, trashed } = closed;
  const backup = new BackupLibrary(here.folder).all()[0];
  const script = backup?.shelf.read(backup.name).scripts.find(({ title }) => title === 'Harbour');
  for (const { sha } of [script?.state, ...(script?.log ?? [])].filter((it) => it !== null && it !== undefined)) {
    const path = join(backup?.shelf.folder ?? '', 'objects', sha.slice(0, 2), sha);
    writeFileSync(path, readFileSync(path).fill(3, 8, 16));
  }
  expect(restoreNewest(here.folder)).toEqual({ scripts: 1, failed: ['Harbour'] });
  await using again = await openTestVault({ folder: here.folder, seed: 2 });
  expect(await shown(again, trashed)).toBe(asWritten(trashed));
});

test('[BACKUP-14] backups are found in a folder that somebody points at: the disk, the folder on it, or one library’s', async () => {
  await using closed = await closedWithBackup();
  const { here } = closed;
  using disk = new TemporaryFolder();
  const [vaultId = ''] = readdirSync(join(here.folder, 'backups'));
  cpSync(join(here.folder, 'backups'), join(disk.path, 'Galley backups'), { recursive: true });
  using empty = new TemporaryFolder();
  for (const folder of ['', 'Galley backups', `Galley backups/${vaultId}`]) {
    const found = new BackupLibrary(empty.path, join(disk.path, folder)).summaries({ vaultId: null });
    expect(found, folder).toMatchObject([{ place: 'elsewhere', state: 'verified', scripts: 2 }]);
  }
  expect(new BackupLibrary(empty.path, empty.path).all()).toEqual([]);
  expect(restoreNewest(empty.path, disk.path)).toEqual({ scripts: 2, failed: [] });
});
