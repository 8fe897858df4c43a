import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrations } from '../../main/vault/migrations/all.ts';
import { readVaultRow, writeVaultRow } from '../../main/vault/vault-row.ts';
import { openTestVault, TemporaryFolder, vaultWorkers } from '../support/vault.ts';

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

test('[VAULT-8] a file from a newer Galley is refused in plain words and not touched', async () => {
  await using first = await openTestVault();
  await first.vault.close();
  const db = new Database(first.file);
  writeVaultRow(db, { ...readVaultRow(db), needsSchema: 7 });
  db.pragma('user_version = 7');
  db.close();
  const before = digest(first.file);
  await expect(openTestVault({ folder: first.folder })).rejects.toMatchObject({
    code: 'newer-version',
    message: expect.stringMatching(/newer Galley.*Nothing was changed.*Install/),
  });
  expect(digest(first.file)).toBe(before);
});

test('[VAULT-8] a newer file whose needs have not risen opens and keeps its number', async () => {
  await using first = await openTestVault();
  const scriptId = first.scriptId();
  await first.vault.create({ scriptId, title: 'Harbour', updates: [first.update()] });
  await first.vault.close();
  const db = new Database(first.file);
  const newer = migrations.length + 1;
  db.exec(
    `CREATE TABLE later (x TEXT) STRICT; ALTER TABLE script ADD COLUMN later TEXT; PRAGMA user_version = ${newer}`,
  );
  db.close();
  await using again = await openTestVault({ folder: first.folder, seed: 2 });
  await again.vault.append({ scriptId, ...again.update() });
  await again.vault.rename({ scriptId, title: 'Harbour at dawn' });
  expect((await again.vault.openScript(scriptId)).updates).toHaveLength(2);
  const reader = new Database(first.file, { readonly: true });
  expect(reader.pragma('user_version', { simple: true })).toBe(newer);
  reader.close();
});

const strangers: Record<string, (path: string) => void> = {
  'text that is no database': (path) => writeFileSync(path, 'INT. KITCHEN - DAY\n'.repeat(100)),
  "another program's database": (path) => {
    const db = new Database(path);
    db.exec('CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1); PRAGMA user_version = 1');
    db.close();
  },
};
for (const [name, make] of Object.entries(strangers)) {
  test(`[VAULT-9] ${name} in the vault's place is set aside byte for byte, and Galley begins anew`, async () => {
    using folder = new TemporaryFolder();
    const file = join(folder.path, 'vault.db');
    make(file);
    const before = digest(file);
    await using opened = await openTestVault({ folder: folder.path });
    expect(await opened.vault.list()).toEqual([]);
    const [aside = ''] = readdirSync(join(folder.path, 'set-aside'));
    expect(digest(join(folder.path, 'set-aside', aside, 'vault.db'))).toBe(before);
  });
}

test('[VAULT-10] a second opening of the same folder is refused while the first is open, and works afterwards', async () => {
  await using first = await openTestVault();
  await expect(openTestVault({ folder: first.folder })).rejects.toMatchObject({ code: 'busy' });
  await first.vault.close();
  await using again = await openTestVault({ folder: first.folder });
  expect(await again.vault.list()).toEqual([]);
});

test('[VAULT-10] another process is refused too', async () => {
  await using first = await openTestVault();
  const typist = join(import.meta.dirname, '../support/vault-typist.ts');
  const child = spawn(process.execPath, [typist, first.folder, '1'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  await once(child, 'close');
  expect(Buffer.concat(printed).toString()).toBe('refused busy\n');
});

test('[VAULT-11] when the saving thread dies, what waits fails in plain words, and the next call starts it again', async () => {
  const writer = new URL('../support/crashing-writer.worker.ts', import.meta.url);
  await using here = await openTestVault({ workers: { ...vaultWorkers, writer } });
  const { vault } = here;
  const scriptId = here.scriptId();
  await vault.create({ scriptId, title: 'Harbour', updates: [] });
  const saved = here.update();
  await vault.append({ scriptId, ...saved });
  const lost = here.update();
  const results = await Promise.allSettled([
    vault.rename({ scriptId, title: 'crash' }),
    vault.append({ scriptId, ...lost }),
  ]);
  expect(results).toMatchObject([
    { status: 'rejected', reason: { code: 'closed', message: expect.stringMatching(/stopped.*safe/) } },
    { status: 'rejected', reason: { code: 'closed' } },
  ]);
  await vault.append({ scriptId, ...lost });
  expect((await vault.openScript(scriptId)).updates).toEqual([saved.bytes, lost.bytes]);
});

test('[VAULT-12] closing waits for what was asked, and afterwards every call is refused', async () => {
  await using first = await openTestVault();
  const scriptId = first.scriptId();
  await first.vault.create({ scriptId, title: 'Harbour', updates: [] });
  const updates = Array.from({ length: 200 }, () => first.update());
  const saving = Promise.all(updates.map((update) => first.vault.append({ scriptId, ...update })));
  await first.vault.close();
  await saving;
  await expect(first.vault.list()).rejects.toMatchObject({ code: 'closed' });
  await using again = await openTestVault({ folder: first.folder, seed: 2 });
  expect((await again.vault.openScript(scriptId)).updates).toHaveLength(200);
  const reader = new Database(first.file, { readonly: true });
  expect(reader.prepare('SELECT count(*) FROM session WHERE ended_at IS NULL').pluck().get()).toBe(1);
  reader.close();
});

test('[VAULT-13] a place where nothing can be written is told as such', async () => {
  using folder = new TemporaryFolder();
  const inTheWay = join(folder.path, 'accounts');
  writeFileSync(inTheWay, '');
  await expect(openTestVault({ folder: join(inTheWay, 'local') })).rejects.toMatchObject({
    code: 'read-only-disk',
    message: expect.stringMatching(/may not write.*unchanged.*Check/),
  });
});
