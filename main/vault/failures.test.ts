import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { Failure } from '../../app/failure.ts';
import { asFailure, words } from './failures.ts';

const system = (code: string): Error => Object.assign(new Error(code), { code });

test('[VAULT-21] what SQLite and the system report becomes what a person can act on, and keeps its cause', () => {
  const codes = {
    SQLITE_FULL: 'disk-full',
    SQLITE_READONLY_DIRECTORY: 'read-only-disk',
    SQLITE_CANTOPEN: 'read-only-disk',
    SQLITE_IOERR_FSYNC: 'disk-gone',
    SQLITE_IOERR_SHMSIZE: 'disk-full',
    SQLITE_CORRUPT_INDEX: 'damaged',
    SQLITE_IOERR_SHORT_READ: 'damaged',
    SQLITE_NOTADB: 'damaged',
    SQLITE_BUSY_SNAPSHOT: 'busy',
  };
  for (const [code, expected] of Object.entries(codes)) {
    const cause = new Database.SqliteError('…', code);
    expect(asFailure(cause)).toMatchObject({ code: expected, cause });
  }
  for (const [code, expected] of Object.entries({
    ENOSPC: 'disk-full',
    EROFS: 'read-only-disk',
    EACCES: 'read-only-disk',
    ENODEV: 'disk-gone',
    EIO: 'disk-gone',
  })) {
    expect(asFailure(system(code))).toMatchObject({ code: expected });
  }
});

test('[VAULT-21] a fault of the program is passed on as it is', () => {
  const bugs = [new TypeError('x'), new Database.SqliteError('…', 'SQLITE_CONSTRAINT'), system('ENOENT'), 'text'];
  for (const bug of bugs) expect(asFailure(bug)).toBe(bug);
  const failure = new Failure('conflict', words.conflict);
  expect(asFailure(failure)).toBe(failure);
});

test('[VAULT-21] every failure says what happened, what is safe and what to do, in words of the interface', () => {
  for (const text of Object.values(words)) {
    expect(text.split('. ').length).toBeGreaterThanOrEqual(3);
    expect(text).toMatch(/safe|unchanged|untouched|Nothing was changed/);
    expect(text).not.toMatch(/!|sorry|vault|please/i);
  }
});
