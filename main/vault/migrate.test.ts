import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TemporaryFolder } from '../../tests/support/vault.ts';
import { APPLICATION_ID, openDatabase, readNumber } from './database.ts';
import { migrate } from './migrate.ts';
import { migrations, type Migration } from './migrations/all.ts';
import { readVaultRow } from './vault-row.ts';

const made = { vaultId: '0c9a1f1e-0000-4000-8000-000000000001', account: 'local', at: 1_000 };
const two: Migration = { number: 2, needsSchema: 1, sql: 'CREATE TABLE later (x TEXT) STRICT' };
const broken: Migration = {
  number: 2,
  needsSchema: 2,
  sql: 'CREATE TABLE half (x INTEGER) STRICT; CREATE TABLE half (x TEXT)',
};

function open(folder: TemporaryFolder) {
  return openDatabase(join(folder.path, 'vault.db'), { purpose: 'write' });
}
const copies = (folder: TemporaryFolder): string[] =>
  readdirSync(folder.path).filter((name) => name.startsWith('before-'));
const hasTable = (db: ReturnType<typeof open>, name: string): boolean =>
  db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(name) !== undefined;

test('[VAULT-7] migration 1 makes a file that says what it is, and copies nothing', () => {
  using folder = new TemporaryFolder();
  const db = open(folder);
  migrate(db, made);
  expect(readNumber(db, 'application_id')).toBe(APPLICATION_ID);
  expect(readNumber(db, 'user_version')).toBe(migrations.length);
  expect(readVaultRow(db)).toEqual({ vaultId: made.vaultId, account: 'local', createdAt: 1_000, needsSchema: 1 });
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(copies(folder)).toEqual([]);
  db.close();
});

test('[VAULT-7] an older file is copied whole before it is brought up to date, and keeps what is in it', () => {
  using folder = new TemporaryFolder();
  const db = open(folder);
  migrate(db, made, migrations.slice(0, 1));
  db.exec("INSERT INTO session VALUES (1, '0.1.0', 1, 2, x'00')");
  migrate(db, made, [...migrations.slice(0, 1), two]);
  expect(readNumber(db, 'user_version')).toBe(2);
  expect(db.prepare('SELECT count(*) FROM session').pluck().get()).toBe(1);
  db.close();

  expect(copies(folder)).toEqual(['before-migration-1-1.db']);
  const copy = openDatabase(join(folder.path, 'before-migration-1-1.db'), { purpose: 'read' });
  expect(readNumber(copy, 'user_version')).toBe(1);
  expect(copy.prepare('SELECT count(*) FROM session').pluck().get()).toBe(1);
  copy.close();
});

test('[VAULT-7] a migration that fails changes nothing; its copy is never replaced, nor made twice of one file', () => {
  using folder = new TemporaryFolder();
  const db = open(folder);
  const known = [...migrations.slice(0, 1), broken];
  migrate(db, made, migrations.slice(0, 1));
  expect(() => migrate(db, made, known)).toThrow('half');
  expect(() => migrate(db, made, known)).toThrow('half');
  expect(readNumber(db, 'user_version')).toBe(1);
  expect(hasTable(db, 'half')).toBe(false);
  expect(readVaultRow(db).needsSchema).toBe(1);
  expect(copies(folder)).toEqual(['before-migration-1-1.db']);
  db.exec("INSERT INTO session VALUES (1, '0.1.0', 1, 2, x'00')");
  expect(() => migrate(db, made, known)).toThrow('half');
  expect(copies(folder)).toEqual(['before-migration-1-1.db', 'before-migration-1-2.db']);
  db.close();
});

test('[VAULT-7] migrations run in the order of their numbers, without gaps', () => {
  using folder = new TemporaryFolder();
  const db = open(folder);
  expect(() => migrate(db, made, [...migrations, { ...two, number: migrations.length + 2 }])).toThrow(
    'out of sequence',
  );
  expect(readNumber(db, 'user_version')).toBe(0);
  db.close();
});
