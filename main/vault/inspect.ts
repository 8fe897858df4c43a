import Database from 'better-sqlite3';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { APPLICATION_ID, PAGE_BYTES, readNumber, type Sqlite } from './database.ts';
import { failureOf } from './failures.ts';
import { migrations } from './migrations/all.ts';
import { readVaultRow } from './vault-row.ts';

const MAGIC = 'SQLite format 3\0';

/**
 * Looks at the file before anything may change in it.
 * @throws Failure `damaged` when it is no database or somebody else's, `newer-version` when this build may not use it.
 */
export function inspect(path: string, newest = migrations.length): 'absent' | 'usable' {
  takeBackFirstPage(path);
  if (sizeOf(path) === 0) return 'absent';
  if (readStart(path) !== MAGIC) throw failureOf('damaged');
  // Read-only: closing any other connection would write what an unclean end has left in the WAL.
  const db = new Database(path, { readonly: true, timeout: 0 });
  try {
    const schema = readNumber(db, 'user_version');
    const application = readNumber(db, 'application_id');
    if (application === 0 && schema === 0 && readNumber(db, 'schema_version') === 0) return 'absent';
    if (application !== APPLICATION_ID) throw failureOf('foreign');
    if (schema > newest && needsSchema(db) > newest) throw failureOf('newer-version');
    return 'usable';
  } finally {
    db.close();
  }
}

/**
 * The very first page is written before there is a WAL. Where the power goes in that moment a journal lies beside it,
 * which only a connection that may write can play back. No vault fits in one page, so nothing else can be meant.
 */
function takeBackFirstPage(path: string): void {
  if (sizeOf(path) > PAGE_BYTES || !existsSync(`${path}-journal`)) return;
  const db = new Database(path, { timeout: 0 });
  try {
    readNumber(db, 'schema_version');
  } finally {
    db.close();
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** A newer build may have made its own row unreadable to us: then it needs more than we are. */
function needsSchema(db: Sqlite): number {
  try {
    return readVaultRow(db).needsSchema;
  } catch (error) {
    throw failureOf('newer-version', { cause: error });
  }
}

function readStart(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(MAGIC.length);
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
}
