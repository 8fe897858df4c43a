import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TemporaryFolder } from '../../tests/support/vault.ts';
import { assertPragmas, openDatabase, transact } from './database.ts';

function openEmpty(folder: TemporaryFolder) {
  const db = openDatabase(join(folder.path, 'x.db'), { purpose: 'write' });
  transact(db, () => db.exec('CREATE TABLE x (y)'));
  return db;
}

test('[VAULT-6] after its first transaction every setting for durability still holds', () => {
  using folder = new TemporaryFolder();
  const db = openEmpty(folder);
  assertPragmas(db);
  const found = ['page_size', 'journal_mode', 'synchronous', 'fullfsync', 'checkpoint_fullfsync', 'wal_autocheckpoint'];
  expect(found.map((name) => db.pragma(name, { simple: true }))).toEqual([1024, 'wal', 2, 1, 1, 4000]);
  const guards = ['journal_size_limit', 'foreign_keys', 'trusted_schema', 'cell_size_check'];
  expect(guards.map((name) => db.pragma(name, { simple: true }))).toEqual([4 * 1024 * 1024, 1, 0, 1]);
  db.close();
});

test('[VAULT-6] a reading connection has the same settings and cannot write', () => {
  using folder = new TemporaryFolder();
  openEmpty(folder).close();
  const reader = openDatabase(join(folder.path, 'x.db'), { purpose: 'read' });
  transact(reader, () => reader.prepare('SELECT * FROM x').all(), 'deferred');
  assertPragmas(reader);
  expect(() => reader.exec('DELETE FROM x')).toThrow(/readonly/);
  reader.close();
});

test('[VAULT-6] a setting that does not hold is not passed over', () => {
  using folder = new TemporaryFolder();
  const db = openEmpty(folder);
  db.pragma('synchronous = NORMAL');
  expect(() => assertPragmas(db)).toThrow('synchronous');
  db.close();
});
