import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { RescueSource } from '../../main/vault/recovery/rescue-source.ts';
import { migrate } from '../../main/vault/migrate.ts';
import { IncidentTable } from '../../main/vault/recovery/incident-table.ts';
import { sealedTables } from '../../main/vault/recovery/sealed-tables.ts';
import { Writer } from '../../main/vault/writer.ts';
import { NOON, openTestVault, TemporaryFolder, writerTools, type TestVault } from '../support/vault.ts';
import { openDatabase } from '../../main/vault/database.ts';
import type { ScriptId } from '../../app/ids.ts';

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** What people write: words of one document, one update for each. */
async function write(test: TestVault, words: readonly string[]): Promise<{ scriptId: ScriptId; doc: Y.Doc }> {
  const scriptId = test.scriptId();
  await test.vault.create({ scriptId, title: 'Harbour', updates: [] });
  const doc = new Y.Doc();
  const text = doc.getText('words');
  for (const word of words) {
    const before = Y.encodeStateVector(doc);
    text.insert(text.length, `${word} `);
    test.clock.advance(1_000);
    await test.vault.append({ scriptId, ...test.update(Y.encodeStateAsUpdate(doc, before)) });
  }
  return { scriptId, doc };
}

function textOf(updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  // oxlint-disable-next-line typescript/no-base-to-string -- Y.Text has a string of its own.
  return doc.getText('words').toString();
}

/** Changes a closed file as a fault of the disk would, without SQLite's help where it says so. */
function meddle(file: string, sql: string): void {
  const db = new Database(file);
  db.exec(sql);
  db.close();
}

function incidentsIn(file: string) {
  const db = new Database(file, { readonly: true });
  try {
    return new IncidentTable(db).list();
  } finally {
    db.close();
  }
}

const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];

test('[RECOVER-5] when one update is lost, the report says which, when it was written and how large it was', async () => {
  await using first = await openTestVault();
  const { scriptId } = await write(first, WORDS);
  const untouched = await write(first, ['another', 'script']);
  await first.vault.close();
  meddle(first.file, "UPDATE script_update SET bytes = x'0000' WHERE ordinal = 8 AND script = 1");

  await using again = await openTestVault({ folder: first.folder, seed: 2 });
  expect(textOf((await again.vault.openScript(scriptId)).updates)).toBe('one two three four five six seven ');
  expect(textOf((await again.vault.openScript(untouched.scriptId)).updates)).toBe('another script ');
  const [incident] = incidentsIn(again.file);
  expect(incident).toMatchObject({
    state: 'partly-repaired',
    report: {
      reason: 'damaged',
      scripts: 2,
      untouched: 1,
      touched: [
        {
          scriptId,
          title: 'Harbour',
          saved: 7,
          lost: [{ first: 8, last: 8, from: NOON + 8_000, to: NOON + 8_000, bytes: 2, words: 'gone' }],
          isEndKnown: true,
          isTitleGuessed: false,
        },
      ],
    },
  });
  const aside = join(first.folder, 'set-aside', incident?.setAside ?? '');
  expect(readFileSync(join(aside, 'hashes.json'), 'utf8')).toContain(digest(join(aside, 'vault.db')));
});

test('[RECOVER-3] a script whose row and head are gone comes back from its log, under the title it was found by', async () => {
  await using first = await openTestVault();
  const { scriptId } = await write(first, WORDS);
  await write(first, ['another']);
  await first.vault.close();
  meddle(first.file, 'PRAGMA foreign_keys = OFF; UPDATE script SET seal = zeroblob(32) WHERE script = 1');
  await using again = await openTestVault({ folder: first.folder, seed: 2 });
  expect(await again.vault.openScript(scriptId)).toMatchObject({ title: 'Harbour' });
  expect(textOf((await again.vault.openScript(scriptId)).updates)).toBe('one two three four five six seven eight ');
});

test('[RECOVER-8] rows that a backup still has come back exactly, and with them everything after them', async () => {
  await using first = await openTestVault();
  await write(first, WORDS);
  await first.vault.close();
  const rows = rowsIn(first.file);
  meddle(first.file, 'DELETE FROM script_update WHERE ordinal IN (3, 4)');
  const source: RescueSource = {
    name: 'the backup of yesterday',
    vaultId: '0c9a1f1e-0000-4000-8000-000000000002',
    scripts: () => [],
    momentsOf: () => [],
    statesOf: () => [],
    rowsOf: (_scriptId, from, to) => rows.filter(({ ordinal }) => ordinal >= from && ordinal <= to),
    [Symbol.dispose]: () => undefined,
  };
  breakAHead(first.file);
  recoverWith(first.folder, [source]);
  expect(rowsIn(first.file)).toEqual(rows);
  expect(incidentsIn(first.file)[0]?.report.touched[0]).toMatchObject({
    saved: 8,
    lost: [],
    healed: [{ first: 3, last: 4, source: 'the backup of yesterday' }],
  });
});

test('[RECOVER-8] words that only a state still has come back, and every other row keeps its place', async () => {
  await using first = await openTestVault();
  const { scriptId, doc } = await write(first, WORDS);
  await first.vault.close();
  const rows = rowsIn(first.file);
  meddle(first.file, 'DELETE FROM script_update WHERE ordinal IN (3, 4)');
  breakAHead(first.file);
  const source: RescueSource = {
    name: 'a backup',
    vaultId: '0c9a1f1e-0000-4000-8000-000000000002',
    scripts: () => [],
    momentsOf: () => [],
    statesOf: () => [Y.encodeStateAsUpdate(doc)],
    rowsOf: () => [],
    [Symbol.dispose]: () => undefined,
  };
  recoverWith(first.folder, [source]);
  const after = rowsIn(first.file);
  expect(after.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  for (const place of [1, 2, 5, 6, 7, 8]) expect(after[place - 1]?.bytes).toEqual(rows[place - 1]?.bytes);
  await using again = await openTestVault({ folder: first.folder, seed: 2 });
  expect(textOf((await again.vault.openScript(scriptId)).updates)).toBe(`${WORDS.join(' ')} `);
});

function rowsIn(file: string) {
  const db = new Database(file, { readonly: true });
  const rows = db
    .prepare('SELECT ordinal, update_id, format, origin, saved_at, chain, bytes FROM script_update ORDER BY entry')
    .raw()
    .all() as [number, Buffer, number, number, number, Buffer, Buffer][];
  db.close();
  return rows.map(([ordinal, id, format, origin, savedAt, chain, bytes]) => ({
    ordinal,
    id,
    format,
    origin,
    savedAt,
    chain,
    bytes,
  }));
}

/** So that the start notices. */
function breakAHead(file: string): void {
  meddle(file, 'UPDATE head SET edited_at = edited_at + 1');
}

function recoverWith(folder: string, sources: readonly RescueSource[]): void {
  const start = {
    folder,
    account: 'local',
    appVersion: '0.1.0',
    vaultId: '0c9a1f1e-0000-4000-8000-000000000001',
    at: NOON,
  };
  using writer = Writer.open(start, { ...writerTools, openSources: () => sources });
  writer.end({ at: NOON });
}

test("[RECOVER-6] another account's file in this folder is set aside, and none of its words is taken", async () => {
  await using other = await openTestVault({ account: '5b0f7c2e-1111-4222-8333-444455556666' });
  await write(other, WORDS);
  await other.vault.close();
  await using first = await openTestVault();
  await first.vault.close();
  copyFileSync(other.file, first.file);
  const before = digest(first.file);
  await using again = await openTestVault({ folder: first.folder, seed: 2 });
  expect(await again.vault.list()).toEqual([]);
  const [incident] = incidentsIn(again.file);
  expect(incident?.report.reason).toBe('other-account');
  expect(digest(join(first.folder, 'set-aside', incident?.setAside ?? '', 'vault.db'))).toBe(before);
});

test('[RECOVER-7] an older copy in the place is used, and told with the time until which edits were saved', async () => {
  await using first = await openTestVault();
  const { scriptId } = await write(first, ['one', 'two']);
  await first.vault.close();
  copyFileSync(first.file, join(first.folder, 'older'));
  await using second = await openTestVault({ folder: first.folder, seed: 2 });
  second.clock.advance(60_000);
  await second.vault.append({ scriptId, ...second.update(Uint8Array.of(0, 0)) });
  await second.vault.close();
  copyFileSync(join(first.folder, 'older'), second.file);

  await using again = await openTestVault({ folder: first.folder, seed: 3 });
  expect(textOf((await again.vault.openScript(scriptId)).updates)).toBe('one two ');
  const told = incidentsIn(again.file).map(({ report, setAside }) => [report.reason, report.knownUntil, setAside]);
  expect(told).toEqual([['older', NOON + 60_000, null]]);
});

test('[RECOVER-2] an emptied file does not cost what its WAL still holds', async () => {
  await using first = await openTestVault();
  const { scriptId } = await write(first, WORDS);
  const copies = ['vault.db-wal', 'vault.witness'].map(
    (part) => [part, readFileSync(join(first.folder, part))] as const,
  );
  await first.vault.close();
  using folder = new TemporaryFolder();
  for (const [part, bytes] of copies) writeFileSync(join(folder.path, part), bytes);
  writeFileSync(join(folder.path, 'vault.db'), '');
  await using again = await openTestVault({ folder: folder.path, seed: 2 });
  expect(textOf((await again.vault.openScript(scriptId)).updates)).toBe(`${WORDS.join(' ')} `);
  expect(incidentsIn(again.file)[0]?.report.reason).toBe('emptied');
});

test('[RECOVER-4] a recovery that is killed at any step goes on at the next start and ends the same', async () => {
  await using first = await openTestVault();
  for (let script = 0; script < 3; script += 1) await write(first, WORDS);
  await first.vault.close();
  meddle(first.file, 'DELETE FROM script_update WHERE ordinal = 4 AND script = 2');
  breakAHead(first.file);
  const damaged = readFileSync(first.file);
  const recoverer = join(import.meta.dirname, '../support/vault-recoverer.ts');
  const run = (folder: string, killAt: number) =>
    spawnSync(process.execPath, [recoverer, folder, String(killAt)], { encoding: 'utf8' });
  const results = new Set<string>();
  // Killed again and again, each time at the next step, until it comes to its end.
  for (const step of [1, 2, 3]) {
    using folder = new TemporaryFolder();
    const file = join(folder.path, 'vault.db');
    writeFileSync(file, damaged);
    let kills = 0;
    for (let killAt = step; ; killAt += 1) {
      const { signal, status } = run(folder.path, killAt);
      if (signal !== 'SIGKILL') {
        expect(status).toBe(0);
        break;
      }
      kills += 1;
      expect(existsSync(join(folder.path, 'recovery.json'))).toBe(true);
    }
    expect(kills).toBeGreaterThan(1);
    expect(existsSync(join(folder.path, 'recovery.json'))).toBe(false);
    const [aside = '', ...others] = readdirSync(join(folder.path, 'set-aside'));
    expect(others).toEqual([]);
    expect(readFileSync(join(folder.path, 'set-aside', aside, 'vault.db')).equals(damaged)).toBe(true);
    results.add(JSON.stringify(rowsIn(file).map(({ ordinal, bytes }) => [ordinal, bytes.toString('hex')])));
  }
  expect(results.size).toBe(1);
});

test('[RECOVER-9] recovery knows every table and every column of the schema', () => {
  using folder = new TemporaryFolder();
  const db = openDatabase(join(folder.path, 'vault.db'), { purpose: 'write' });
  migrate(db, { vaultId: 'v', account: 'local', at: 1 });
  const tables = db
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_%' AND name NOT LIKE 'sqlite_%'",
    )
    .pluck()
    .all() as string[];
  const columnsOf = (table: string): string[] =>
    (db.pragma(`table_info(${table})`) as { name: string; type: string; notnull: number; pk: number }[]).map(
      ({ name, type, notnull, pk }) => `${name} ${type}${notnull === 1 || pk > 0 ? '' : '?'}`,
    );
  const schema = Object.fromEntries(tables.map((table) => [table, columnsOf(table)]));
  db.close();
  // The log has digests of its own, and the projection is made again.
  delete schema['script_update'];
  delete schema['projection'];
  const known = sealedTables.map(({ name, columns, types }) => [
    name,
    columns.map((column, at) => `${column} ${types[at]}`),
  ]);
  expect(schema).toEqual(Object.fromEntries(known));
});
