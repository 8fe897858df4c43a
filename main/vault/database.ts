import Database from 'better-sqlite3';
import * as z from 'zod';

export type Sqlite = Database.Database;

/** 'GALY', at a fixed place in the file's header: tells our files from everybody else's. */
export const APPLICATION_ID = 0x47414c59;

export const PAGE_BYTES = 1024;
const JOURNAL_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Held on every connection. FULL because NORMAL loses acknowledged work when the power goes; fullfsync because on macOS
 * fsync alone leaves it in the drive's cache; 1 KiB pages because a keystroke then writes a third of the bytes.
 */
const pragmas = {
  page_size: PAGE_BYTES,
  journal_mode: 'wal',
  synchronous: 2,
  fullfsync: 1,
  checkpoint_fullfsync: 1,
  // Reached only when the keeper does not come to it: a commit that has to empty the log keeps a dozen others waiting.
  wal_autocheckpoint: 4000,
  journal_size_limit: JOURNAL_LIMIT_BYTES,
  foreign_keys: 1,
  trusted_schema: 0,
  cell_size_check: 1,
  // What a savepoint must be able to take back is kept in memory: as a file it tripled the cost of an update in a flood.
  temp_store: 2,
} as const;

export interface OpenOptions {
  readonly purpose: 'write' | 'read';
}

/** Opens a file that is known to be ours or new. Call `assertPragmas` after the connection's first transaction. */
export function openDatabase(path: string, { purpose }: OpenOptions): Sqlite {
  const db = new Database(path, { timeout: 5_000, fileMustExist: purpose === 'read' });
  try {
    for (const [name, value] of Object.entries(pragmas)) db.pragma(`${name} = ${value}`);
    // Not `readonly`: such a connection cannot recover or share a WAL on every platform. This one just may not write.
    if (purpose === 'read') db.pragma('query_only = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite answers a pragma with what it wishes: synchronous said FULL and became NORMAL with the first transaction. */
export function assertPragmas(db: Sqlite): void {
  for (const [name, wanted] of Object.entries(pragmas)) {
    const found = db.pragma(name, { simple: true });
    if (found !== wanted) throw new Error(`PRAGMA ${name} is ${String(found)} instead of ${wanted}.`);
  }
}

/** All or nothing, and nothing waits inside. IMMEDIATE for writers, so that a busy file is found at once. */
export function transact<T>(db: Sqlite, work: () => T, begin: 'immediate' | 'deferred' = 'immediate'): T {
  return db.transaction(work)[begin]();
}

const Count = z.int();

export function readNumber(db: Sqlite, pragma: string): number {
  return Count.parse(db.pragma(pragma, { simple: true }));
}
