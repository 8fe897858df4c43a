import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { ScriptId } from '../../app/ids.ts';
import { canonicalScript } from '../../app/script/canonical.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { CHOSEN_FOLDER, writePlan } from '../../main/vault/backup/backup-plan.ts';
import { openScript } from '../../main/vault/backup/open-backup.ts';
import { DEFAULT_KEEP } from '../../main/vault/backup/retention.ts';
import { BackupShelf } from '../../main/vault/backup/shelf.ts';
import { makeFolder } from '../../main/vault/folder.ts';
import { openTestVault, TemporaryFolder, type TestVault } from '../support/vault.ts';
import { sceneOf, WrittenScript } from '../support/written-script.ts';

const DAY_MS = 86_400_000;

/** The backups in a vault's own folder. */
function shelfIn(folder: string): BackupShelf {
  const [vaultId = 'none'] = existsSync(folder) ? readdirSync(folder) : [];
  return new BackupShelf(join(folder, vaultId));
}

const ownShelf = ({ folder }: TestVault): BackupShelf => shelfIn(join(folder, 'backups'));

async function dayPasses(here: TestVault): Promise<void> {
  here.clock.advance(DAY_MS);
  await here.vault.settle();
  await here.vault.doChores();
}

const raise = (): never => {
  throw new Error('There is no backup.');
};

/** What a script says in a backup. */
function textIn(shelf: BackupShelf, scriptId: ScriptId, which = -1): string {
  const name = shelf.verified().at(which);
  if (name === undefined) throw new Error('There is no backup.');
  const script = shelf.read(name).scripts.find((each) => each.scriptId === scriptId);
  if (script === undefined) throw new Error('The script is not in it.');
  return canonicalScript(readScript(openScript(shelf.objects, script).doc));
}

function objectFiles(shelf: BackupShelf): readonly string[] {
  const folder = join(shelf.folder, 'objects');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.length > 2)
    .map((path) => join(folder, path));
}

function flipBit(path: string): void {
  const bytes = readFileSync(path);
  const at = bytes.length >> 1;
  bytes[at] = (bytes[at] ?? 0) ^ 4;
  writeFileSync(path, bytes);
}

test('[BACKUP-1] the first backup follows the first edits, then one each day on which something is new', async () => {
  await using here = await openTestVault();
  await here.vault.doChores();
  expect(ownShelf(here).list()).toEqual([]);
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'The boat leaves.'));
  await here.vault.doChores();
  expect(ownShelf(here).verified()).toHaveLength(1);
  await here.vault.doChores();
  await dayPasses(here);
  expect(ownShelf(here).verified()).toHaveLength(1);
  script.type(0, ' Slowly.');
  await script.save();
  await dayPasses(here);
  expect(ownShelf(here).verified()).toHaveLength(2);
  script.type(0, ' Very.');
  await script.save();
  await here.vault.doChores();
  expect(ownShelf(here).verified()).toHaveLength(2);
});

test('[BACKUP-2] a backup holds every script with its words, its title and its whole history', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'The boat leaves.'));
  const trashed = await WrittenScript.create(here, 'Old', sceneOf('Dusk', 'Nobody is here.'));
  await here.vault.trash(trashed.scriptId);
  for (let index = 0; index < 40; index += 1) script.type(0, ` ${index}`);
  await script.save();
  await here.vault.settle();
  await here.vault.doChores();
  const shelf = ownShelf(here);
  const [name] = shelf.verified();
  if (name === undefined) throw new Error('There is no backup.');
  const scripts = shelf.read(name).scripts.toSorted((a, b) => (a.title < b.title ? -1 : 1));
  expect(
    scripts.map(({ title, count, scenes, rows, trashedAt }) => [title, count, scenes, rows, trashedAt !== null]),
  ).toEqual([
    ['Harbour', 41, 1, 1, false],
    ['Old', 1, 1, 1, true],
  ]);
  expect(textIn(shelf, script.scriptId)).toBe(canonicalScript(readScript(script.doc)));
});

test('[BACKUP-2] a script that did not change costs nothing', async () => {
  await using here = await openTestVault();
  const busy = await WrittenScript.create(here, 'Busy', sceneOf('Dawn', 'Words:'));
  await WrittenScript.create(here, 'Quiet', sceneOf('Dusk', 'Nobody is here.'));
  await dayPasses(here);
  const before = objectFiles(ownShelf(here)).length;
  busy.type(0, ' more');
  await busy.save();
  await dayPasses(here);
  const [first, second] = ownShelf(here)
    .verified()
    .map((name) => ownShelf(here).read(name));
  const quiet = [first, second].map((manifest) => manifest?.scripts.find(({ title }) => title === 'Quiet'));
  expect(quiet[1]).toEqual(quiet[0]);
  // A new state and a new end of the log of the busy one.
  expect(objectFiles(ownShelf(here)).length).toBe(before + 2);
});

test('[BACKUP-3] what is not whole on the disk is not verified: a wrong object is found, made anew and only then counted', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'The boat leaves.'));
  const quiet = await WrittenScript.create(here, 'Quiet', sceneOf('Dusk', 'Nobody is here.'));
  await dayPasses(here);
  for (const path of objectFiles(ownShelf(here))) flipBit(path);
  script.type(0, ' Slowly.');
  await script.save();
  await dayPasses(here);
  const shelf = ownShelf(here);
  expect(shelf.verified().at(-1)).toEqual(shelf.list().at(-1));
  for (const each of [script, quiet]) {
    expect(textIn(shelf, each.scriptId)).toBe(canonicalScript(readScript(each.doc)));
  }
});

test('[BACKUP-6] a backup that was found damaged later pushes no good one out, and is whole again when its files are', async () => {
  await using here = await openTestVault();
  writePlan(here.folder, { folder: null, keep: { daily: 2, weekly: 0, monthly: 0 } });
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'One.'));
  await dayPasses(here);
  script.type(0, ' Two.');
  await script.save();
  await dayPasses(here);
  const second = ownShelf(here).verified().at(-1) ?? raise();
  const state = ownShelf(here).read(second).scripts[0]?.state?.sha ?? raise();
  const path = join(ownShelf(here).folder, 'objects', state.slice(0, 2), state);
  flipBit(path);
  script.type(0, ' Three.');
  await script.save();
  await dayPasses(here);
  expect(
    ownShelf(here)
      .list()
      .map(({ number, state: is }) => [number, is]),
  ).toEqual([
    [1, 'verified'],
    [2, 'damaged'],
    [3, 'verified'],
  ]);
  flipBit(path);
  script.type(0, ' Four.');
  await script.save();
  await dayPasses(here);
  expect(
    ownShelf(here)
      .list()
      .map(({ number, state: is }) => [number, is]),
  ).toEqual([
    [3, 'verified'],
    [4, 'verified'],
  ]);
});

test('[BACKUP-6] what a run that was cut off has left counts as nothing and is taken away', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'One.'));
  await dayPasses(here);
  const shelf = ownShelf(here);
  const [first] = shelf.verified();
  const manifest = shelf.read(first ?? raise());
  const left = shelf.write({ ...manifest, number: 2, scripts: [] });
  const stray = shelf.objects.put(Buffer.from('an object that no backup names'));
  writeFileSync(join(shelf.folder, 'objects', stray.sha.slice(0, 2), `${stray.sha}.part`), 'half');
  expect(shelf.verified()).toHaveLength(1);
  script.type(0, ' Two.');
  await script.save();
  await dayPasses(here);
  expect(shelf.list().map(({ number, state }) => [number, state])).toEqual([
    [1, 'verified'],
    [3, 'verified'],
  ]);
  expect(shelf.objects.has(stray)).toBe(false);
  expect(objectFiles(shelf).filter((path) => path.endsWith('.part'))).toEqual([]);
  expect(left.state).toBe('unverified');
});

test('[BACKUP-6] a backup that is stopped counts as nothing, and the next one is made as if it had never begun', async () => {
  await using here = await openTestVault();
  for (let index = 0; index < 20; index += 1) {
    await WrittenScript.create(here, `Script ${index}`, sceneOf('Dawn', 'One.'));
  }
  const begun = Promise.withResolvers<void>();
  here.vault.backups.onNews((news) => {
    if (news.note === 'backup-progress' && news.progress !== null) begun.resolve();
  });
  const making = here.vault.backups.make();
  const stopped = expect(making).rejects.toMatchObject({ code: 'closed' });
  await begun.promise;
  await here.vault.backups.cancel();
  await stopped;
  expect(ownShelf(here).verified()).toEqual([]);
  await here.vault.doChores();
  expect(ownShelf(here).verified()).toHaveLength(1);
});

test('[BACKUP-7] a second copy goes to the folder that was chosen; while its disk is away the first one goes on', async () => {
  using disk = new TemporaryFolder();
  await using here = await openTestVault();
  writePlan(here.folder, { folder: disk.path, keep: DEFAULT_KEEP });
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'One.'));
  await dayPasses(here);
  const chosen = join(disk.path, CHOSEN_FOLDER);
  // Nobody made Galley's folder there: it may be an empty mount point.
  expect(existsSync(chosen)).toBe(false);
  expect(ownShelf(here).verified()).toHaveLength(1);
  makeFolder(chosen);
  await here.vault.doChores();
  expect(textIn(shelfIn(chosen), script.scriptId)).toBe(canonicalScript(readScript(script.doc)));
  rmSync(chosen, { recursive: true });
  script.type(0, ' Two.');
  await script.save();
  await dayPasses(here);
  expect(ownShelf(here).verified()).toHaveLength(2);
});

test('[BACKUP-9] a script that the vault cannot read stays in every later backup as it was last good', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'The boat leaves.'));
  const other = await WrittenScript.create(here, 'Other', sceneOf('Dusk', 'One.'));
  await dayPasses(here);
  const good = textIn(ownShelf(here), script.scriptId);
  script.type(0, ' Slowly.');
  await script.save();
  const db = new Database(here.file);
  db.exec("UPDATE script_update SET bytes = x'0000' WHERE (entry & 4294967295) = 2");
  db.close();
  other.type(0, ' Two.');
  await other.save();
  await dayPasses(here);
  const newest = ownShelf(here).read(ownShelf(here).verified().at(-1) ?? raise());
  expect(
    newest.scripts
      .map(({ title, carried }) => [title, carried])
      .toSorted((a, b) => String(a[0]).localeCompare(String(b[0]))),
  ).toEqual([
    ['Harbour', true],
    ['Other', false],
  ]);
  expect(textIn(ownShelf(here), script.scriptId)).toBe(good);
});
