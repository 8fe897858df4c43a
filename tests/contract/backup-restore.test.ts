import Database from 'better-sqlite3';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BackupId } from '../../app/ids.ts';
import { canonicalScript } from '../../app/script/canonical.ts';
import { buildScript, readScript } from '../../app/script/plain-script.ts';
import { BackupShelf } from '../../main/vault/backup/shelf.ts';
import { emptyCells, loseScenes, sixtyScenes } from '../backups/sixty-scenes.ts';
import { openTestVault, type TestVault } from '../support/vault.ts';
import { openDoc, sceneOf, WrittenScript } from '../support/written-script.ts';

const DAY_MS = 86_400_000;

async function dayPasses({ vault, clock }: TestVault): Promise<void> {
  clock.advance(DAY_MS);
  await vault.settle();
  await vault.doChores();
}

const raise = (): never => {
  throw new Error('There is none.');
};

async function lastBackup({ vault }: TestVault): Promise<BackupId> {
  return (await vault.backups.overview()).backups[0]?.backupId ?? raise();
}

/** What the vault says the script shows. */
async function shown(here: TestVault, { scriptId }: WrittenScript): Promise<string> {
  return canonicalScript(readScript(await openDoc(here, scriptId)));
}

const asWritten = ({ doc }: WrittenScript): string => canonicalScript(readScript(doc));

test('[BACKUP-8] a fault that takes 56 of 60 scenes raises the alarm once, and ordinary work none', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sixtyScenes);
  await dayPasses(here);
  await loseScenes(script, 20);
  await dayPasses(here);
  expect((await here.vault.backups.overview()).alarms).toEqual([]);
  await loseScenes(script, 36);
  await dayPasses(here);
  script.type(0, ' More.');
  await script.save();
  await dayPasses(here);
  const { alarms, backups } = await here.vault.backups.overview();
  expect(alarms).toMatchObject([
    {
      title: 'Harbour',
      before: { scenes: 40, rows: 160 },
      after: { scenes: 4, rows: 16 },
      sourceId: backups[2]?.backupId,
    },
  ]);
});

test('[BACKUP-10] one step brings the 56 scenes back, and nothing that was written since is lost', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sixtyScenes);
  await dayPasses(here);
  const before = asWritten(script);
  await loseScenes(script, 56);
  await dayPasses(here);
  const [alarm] = (await here.vault.backups.overview()).alarms;
  const from = { backupId: alarm?.sourceId ?? raise(), scriptId: script.scriptId };
  const { brought } = await here.vault.backups.bringBack(from);
  expect(brought).toEqual({ kind: 'edits', scenes: 56, rows: 224, cells: 0, keptAsNow: 0, isIncomplete: false });
  expect(await shown(here, script)).toBe(before);
  expect((await here.vault.backups.overview()).alarms).toEqual([]);
  // Typed in a window that did not know of any of this.
  script.type(0, ' Typed meanwhile.');
  await script.save();
  expect(await shown(here, script)).toBe(before.replace('nobody waves."', 'nobody waves. Typed meanwhile."'));
  await dayPasses(here);
  expect((await here.vault.backups.overview()).alarms).toEqual([]);
});

test('[BACKUP-10] words that were taken out of cells come back; a cell that says something else stays as it is', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sixtyScenes);
  await dayPasses(here);
  const before = readScript(script.doc);
  await emptyCells(script, 60);
  script.type(0, 'Something new.');
  await script.save();
  await dayPasses(here);
  const [alarm] = (await here.vault.backups.overview()).alarms;
  const { brought } = await here.vault.backups.bringBack({
    backupId: alarm?.sourceId ?? raise(),
    scriptId: script.scriptId,
  });
  expect(brought).toMatchObject({ kind: 'edits', scenes: 0, rows: 0, cells: 479, keptAsNow: 1 });
  const after = readScript(await openDoc(here, script.scriptId));
  expect(after.scenes[0]?.rows[0]?.audio).toEqual([{ text: 'Something new.' }]);
  expect(after.scenes.slice(1)).toEqual(before.scenes.slice(1));
});

test('[BACKUP-8] the last good backup before an alarm stays until the alarm is answered', async () => {
  await using here = await openTestVault();
  await here.vault.backups.make();
  const script = await WrittenScript.create(here, 'Harbour', sixtyScenes);
  await dayPasses(here);
  const source = await lastBackup(here);
  await loseScenes(script, 56);
  for (let day = 0; day < 40; day += 1) {
    script.type(0, ` ${day}`);
    await script.save();
    await dayPasses(here);
  }
  const during = await here.vault.backups.overview();
  expect(during.alarms.map(({ sourceId }) => sourceId)).toEqual([source]);
  expect(during.backups.find(({ backupId }) => backupId === source)?.keptFor).toContain('needed');
  await here.vault.backups.acceptShrinking(script.scriptId);
  script.type(0, ' meant');
  await script.save();
  await dayPasses(here);
  const after = await here.vault.backups.overview();
  expect(after.alarms).toEqual([]);
  expect(after.backups.find(({ backupId }) => backupId === source)?.keptFor ?? []).not.toContain('needed');
});

test('[BACKUP-8] a script that is gone raises the alarm, one that was removed on purpose does not; it comes back with its history', async () => {
  await using here = await openTestVault();
  const lost = await WrittenScript.create(here, 'Lost', sceneOf('Dawn', 'The boat leaves.'));
  const other = await WrittenScript.create(here, 'Other', sceneOf('Dusk', 'One.'));
  const removed = await WrittenScript.create(here, 'Removed', sceneOf('Noon', 'Nobody needs this.'));
  lost.type(0, ' Slowly.');
  await lost.save();
  await dayPasses(here);
  const chain = chainOf(here, lost);
  await here.vault.trash(removed.scriptId);
  await here.vault.removeScript({ scriptId: removed.scriptId, confirmedUnsent: 1 });
  await here.vault.close();
  const db = new Database(here.file);
  db.exec("DELETE FROM script_update WHERE script = (SELECT script FROM script WHERE title = 'Lost')");
  for (const table of ['projection', 'snapshot', 'author', 'search_text', 'head', 'script']) {
    db.exec(`DELETE FROM ${table} WHERE script = (SELECT script FROM script WHERE title = 'Lost')`);
  }
  db.close();
  await using again = await openTestVault({ folder: here.folder, seed: 2 });
  again.clock.advance(DAY_MS);
  await again.vault.append({ scriptId: other.scriptId, ...again.update(Uint8Array.of(0, 0)) });
  await dayPasses(again);
  const { alarms } = await again.vault.backups.overview();
  expect(alarms).toMatchObject([{ title: 'Lost', after: { scenes: 0, rows: 0, words: 0 } }]);
  const from = { backupId: alarms[0]?.sourceId ?? raise(), scriptId: lost.scriptId };
  expect((await again.vault.backups.bringBack(from)).brought.kind).toBe('script');
  expect(await shown(again, lost)).toBe(asWritten(lost));
  expect(chainOf(again, lost)).toEqual(chain);
  expect((await again.vault.backups.overview()).alarms).toEqual([]);
});

function chainOf({ file }: TestVault, { scriptId }: WrittenScript): unknown {
  using stack = new DisposableStack();
  const db = stack.adopt(new Database(file, { readonly: true }), (it) => it.close());
  return db.prepare('SELECT count, chain FROM head WHERE script_id = ?').get(scriptId);
}

test('[BACKUP-11] a script is restored as a copy beside the one there is, with new ids and the same words', async () => {
  await using here = await openTestVault();
  const script = await WrittenScript.create(here, 'Harbour', sixtyScenes);
  await dayPasses(here);
  const { title, updates } = await here.vault.backups.copy({
    backupId: await lastBackup(here),
    scriptId: script.scriptId,
  });
  expect(title).toBe('Harbour');
  const copyId = here.scriptId();
  await here.vault.create({ scriptId: copyId, title, updates: updates.map((bytes) => here.update(bytes)) });
  const copy = readScript(await openDoc(here, copyId));
  const withoutIds = (text: string): string => text.replaceAll(/"id":"[^"]+"/g, '');
  expect(withoutIds(canonicalScript(copy))).toBe(withoutIds(asWritten(script)));
  expect(copy.scenes[0]?.id).not.toBe(readScript(script.doc).scenes[0]?.id);
});

test('[BACKUP-12] what is damaged in a backup is said, and what is good in it is used', async () => {
  await using here = await openTestVault();
  const born = buildScript(sceneOf('Dawn', 'The boat leaves.'), { newId: () => here.random.uuid() });
  const scriptId = here.scriptId();
  await here.vault.create({ scriptId, title: 'Harbour', updates: born.map((bytes) => here.update(bytes)) });
  await dayPasses(here);
  const backupId = await lastBackup(here);
  const [vaultFolder = ''] = readdirSync(join(here.folder, 'backups'));
  const shelf = new BackupShelf(join(here.folder, 'backups', vaultFolder));
  const script = shelf.read(shelf.list()[0] ?? raise()).scripts[0] ?? raise();
  const damage = (sha: string): void => {
    const path = join(shelf.folder, 'objects', sha.slice(0, 2), sha);
    writeFileSync(path, readFileSync(path).fill(7, 9, 14));
  };
  const wordsOf = async (): Promise<number> => (await here.vault.backups.copy({ backupId, scriptId })).updates.length;
  // The log says what the state cannot say any more.
  damage(script.state?.sha ?? raise());
  expect(await wordsOf()).toBe(1);
  damage(script.log[0]?.sha ?? raise());
  await expect(wordsOf()).rejects.toMatchObject({ code: 'damaged' });
});
