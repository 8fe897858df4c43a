import Database from 'better-sqlite3';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MomentId } from '../../app/ids.ts';
import { canonicalScript } from '../../app/script/canonical.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { readVaultRow } from '../../main/vault/vault-row.ts';
import { openTestVault, type TestVault } from '../support/vault.ts';
import { openDoc, sceneOf, WrittenScript } from '../support/written-script.ts';

const shown = async (here: TestVault, { scriptId }: WrittenScript): Promise<string> =>
  canonicalScript(readScript(await openDoc(here, scriptId)));
const asWritten = ({ doc }: WrittenScript): string => canonicalScript(readScript(doc));

function look<T>({ file }: TestVault, read: (db: Database.Database) => T): T {
  using stack = new DisposableStack();
  return read(stack.adopt(new Database(file, { readonly: true }), (it) => it.close()));
}

const momentsIn = (here: TestVault): unknown =>
  look(here, (db) => db.prepare('SELECT moment_id, ordinal, chain, kind, name, made_at FROM moment').all());

const headsIn = (here: TestVault): unknown =>
  look(here, (db) => db.prepare('SELECT script_id, count, chain FROM head ORDER BY script_id').all());

/** A closed vault with three scripts and a backup of yesterday, and what was written after it. */
async function backedUp() {
  const here = await openTestVault();
  const harbour = await WrittenScript.create(here, 'Harbour', sceneOf('Dawn', 'The boat leaves.'));
  const trashed = await WrittenScript.create(here, 'Old', sceneOf('Dusk', 'Nobody is here.'));
  await here.vault.trash(trashed.scriptId);
  for (let index = 0; index < 30; index += 1) harbour.type(0, ` ${index}`);
  await harbour.save();
  const momentId = MomentId.parse(here.random.uuid());
  await here.vault.nameMoment({
    scriptId: harbour.scriptId,
    momentId,
    ordinal: 12,
    kind: 'named',
    name: 'First draft',
  });
  await here.vault.settle();
  await here.vault.doChores();
  const saved = asWritten(harbour);
  await here.vault.close();
  const heads = headsIn(here);
  const moments = momentsIn(here);
  const { vaultId } = look(here, readVaultRow);
  const close = here[Symbol.asyncDispose];
  return { here, harbour, trashed, saved, heads, moments, vaultId, [Symbol.asyncDispose]: () => close() };
}

const losses: Record<string, (file: string) => void> = {
  'is gone': (file) => rmSync(file),
  'is empty': (file) => writeFileSync(file, ''),
  'was overwritten by something else': (file) => writeFileSync(file, 'INT. KITCHEN - DAY\n'.repeat(100)),
};
for (const [what, lose] of Object.entries(losses)) {
  test(`[BACKUP-16] when the file of scripts ${what}, everything comes back from the last backup by itself, exactly`, async () => {
    await using closed = await backedUp();
    const { here, harbour, trashed, heads, moments, vaultId } = closed;
    lose(here.file);
    await using again = await openTestVault({ folder: here.folder, seed: 2 });
    expect(await shown(again, harbour)).toBe(asWritten(harbour));
    expect(await shown(again, trashed)).toBe(asWritten(trashed));
    expect((await again.vault.list()).map(({ title, trashedAt }) => [title, trashedAt !== null])).toEqual([
      ['Harbour', false],
      ['Old', true],
    ]);
    await again.vault.settle();
    expect(headsIn(again)).toEqual(heads);
    expect(momentsIn(again)).toEqual(moments);
    // It is the same library as before, so its backups go on on the same shelf.
    expect(look(again, readVaultRow).vaultId).toBe(vaultId);
    await again.vault.backups.make();
    expect(readdirSync(join(here.folder, 'backups'))).toEqual([vaultId]);
    expect((await again.vault.backups.overview()).alarms).toEqual([]);
  });
}

test('[BACKUP-16] edits that the file has lost come back from the backup exactly, and what was written since stays', async () => {
  await using first = await openTestVault();
  const harbour = await WrittenScript.create(first, 'Harbour', sceneOf('Dawn', 'The boat leaves.'));
  for (let index = 0; index < 30; index += 1) harbour.type(0, ` ${index}`);
  await harbour.save();
  await first.vault.doChores();
  harbour.type(0, ' Written after the backup.');
  await harbour.save();
  await first.vault.close();
  const heads = headsIn(first);
  const db = new Database(first.file);
  db.exec(
    'DELETE FROM script_update WHERE (entry & 4294967295) BETWEEN 5 AND 9; UPDATE head SET edited_at = edited_at + 1',
  );
  db.close();
  await using again = await openTestVault({ folder: first.folder, seed: 2 });
  expect(await shown(again, harbour)).toBe(asWritten(harbour));
  expect(headsIn(again)).toEqual(heads);
});

test('[BACKUP-16] a new library in an empty folder takes nothing from anywhere', async () => {
  await using here = await openTestVault();
  expect(await here.vault.list()).toEqual([]);
});
