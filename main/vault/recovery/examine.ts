import Database from 'better-sqlite3';
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../../../app/failure.ts';
import type { RecoveryReason } from '../../../app/ipc/recovery.ts';
import { APPLICATION_ID, PAGE_BYTES, readNumber, type Sqlite } from '../database.ts';
import { asFailure, failureOf } from '../failures.ts';
import { migrations } from '../migrations/all.ts';
import { readVaultRow, type VaultRow } from '../vault-row.ts';
import { findRows } from './find-rows.ts';
import { PageImages } from './page-images.ts';
import { headsAreRight, tablesChanged } from './start-check.ts';
import { readWal, type WalFile } from './wal-file.ts';
import { Witness, type Testimony } from './witness.ts';

/** What is in the place of a vault. */
export type Examined =
  | { readonly kind: 'absent' }
  /** `remark`: whole in itself, and yet not what was there the last time. */
  | {
      readonly kind: 'usable';
      readonly remark: { readonly reason: RecoveryReason; readonly knownUntil: number } | null;
    }
  | {
      readonly kind: 'unusable';
      readonly reason: RecoveryReason;
      /** Rows of another account's vault are never taken. */
      readonly usesRows: boolean;
      /** A WAL that was never this file's says nothing about it. */
      readonly usesWal: boolean;
      /** Tables that have lost something which no row tells. */
      readonly changed: readonly string[];
    };

export interface ExamineOptions {
  readonly account: string;
  /** How many migrations this build knows. */
  readonly newest?: number | undefined;
}

const MAGIC = 'SQLite format 3\0';
/** How often a WAL may have been begun anew since the witness saw it: at most a few times a second, for months. */
const MAX_WAL_TURNS = 2 ** 24;

const unusable = (
  reason: RecoveryReason,
  { usesRows = true, usesWal = true, changed = [] }: Partial<Extract<Examined, { kind: 'unusable' }>> = {},
): Examined => ({ kind: 'unusable', reason, usesRows, usesWal, changed });

/**
 * Says what is in the place of a vault, without changing a byte of it: SQLite would apply a foreign WAL, throw away one
 * beside an empty file, and believe an older copy.
 * @throws Failure `newer-version` when this build may not use it.
 */
export function examine(path: string, { account, newest = migrations.length }: ExamineOptions): Examined {
  takeBackFirstPage(path);
  const testimony = Witness.read(dirname(path));
  const wal = readWal(existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : Buffer.alloc(0));
  const bytes = statSync(path, { throwIfNoEntry: false })?.size;
  if (bytes === undefined || bytes === 0) {
    if (testimony === undefined && !wal.frames.some(({ isSound }) => isSound)) return { kind: 'absent' };
    return unusable(bytes === undefined ? 'missing' : 'emptied');
  }
  if (readStart(path) !== MAGIC) return ourRowsOr('foreign', path);
  if (isForeignWal(wal, testimony)) return unusable('damaged', { usesWal: false });
  if (wal.state === 'broken' || (wal.state === 'headless' && !isInFile(path, wal))) return unusable('damaged');
  if (wal.state === 'empty' && bytes % PAGE_BYTES !== 0) return unusable('cut-off');
  return examineContent(path, { account, newest, testimony });
}

/**
 * The very first page is written before there is a WAL. Where the power goes in that moment a journal lies beside it,
 * which only a connection that may write can play back. No vault fits in one page, so nothing else can be meant.
 */
function takeBackFirstPage(path: string): void {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes > PAGE_BYTES || !existsSync(`${path}-journal`)) return;
  const db = new Database(path, { timeout: 0 });
  try {
    readNumber(db, 'schema_version');
  } finally {
    db.close();
  }
}

interface ContentOptions {
  readonly account: string;
  readonly newest: number;
  readonly testimony: Testimony | undefined;
}

function examineContent(path: string, options: ContentOptions): Examined {
  using opened = new DisposableStack();
  try {
    // Read-only: closing any other connection would write what an unclean end has left in the WAL.
    const db = opened.adopt(new Database(path, { readonly: true, timeout: 0 }), (it) => it.close());
    const schema = readNumber(db, 'user_version');
    const application = readNumber(db, 'application_id');
    if (application === 0 && schema === 0 && readNumber(db, 'schema_version') === 0) {
      return options.testimony === undefined ? { kind: 'absent' } : unusable('emptied');
    }
    if (application !== APPLICATION_ID) {
      opened.dispose();
      return ourRowsOr('foreign', path);
    }
    return examineVault(db, { ...options, schema });
  } catch (error) {
    const failure = asFailure(error);
    // A table that is not there although the file's number says so is damage like any other.
    const isDamaged = failure instanceof Failure ? failure.code === 'damaged' : isSchemaError(failure);
    if (isDamaged) return ourRowsOr('damaged', path);
    throw failure;
  }
}

function examineVault(db: Sqlite, options: ContentOptions & { readonly schema: number }): Examined {
  const { account, newest, testimony, schema } = options;
  if (schema > newest && needsSchema(db) > newest) throw failureOf('newer-version');
  const vault = readVaultRow(db);
  if (vault.account !== account) return unusable('other-account', { usesRows: false });
  if (schema < 1 || !headsAreRight(db)) return damaged(options);
  return testimony === undefined ? { kind: 'usable', remark: null } : compare(db, vault, { ...options, testimony });
}

/** A damaged file of a newer build is left to it: it knows what else was in there. */
function damaged({
  schema,
  newest,
  testimony,
  changed = [],
}: ContentOptions & { readonly schema: number; readonly changed?: readonly string[] }): Examined {
  if (schema > newest && (testimony?.schema ?? schema) > newest) throw failureOf('newer-version');
  return unusable('damaged', { changed });
}

function compare(
  db: Sqlite,
  vault: VaultRow,
  options: ContentOptions & { readonly schema: number; readonly testimony: Testimony },
): Examined {
  const { testimony, schema } = options;
  const knownUntil = testimony.at;
  if (vault.vaultId !== testimony.vaultId) return { kind: 'usable', remark: { reason: 'exchanged', knownUntil } };
  const turn = Number(db.prepare('SELECT coalesce(max(turn), 0) FROM head').pluck().get());
  const session = Number(db.prepare('SELECT coalesce(max(session), 0) FROM session').pluck().get());
  if (turn < testimony.turn || session < testimony.session) {
    return { kind: 'usable', remark: { reason: 'older', knownUntil } };
  }
  // Whoever raised the schema and was then stopped has not been seen by the witness.
  if (session > testimony.session || schema > testimony.schema) return { kind: 'usable', remark: null };
  const changed = tablesChanged(db, testimony);
  return schema === testimony.schema && changed.length === 0
    ? { kind: 'usable', remark: null }
    : damaged({ ...options, changed });
}

function isSchemaError(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR';
}

/** A newer build may have made its own row unreadable to us: then it needs more than we are. */
function needsSchema(db: Sqlite): number {
  try {
    return readVaultRow(db).needsSchema;
  } catch (error) {
    throw failureOf('newer-version', { cause: error });
  }
}

/** What is no vault any more may still hold rows of one. */
function ourRowsOr(reason: 'foreign' | 'damaged', path: string): Examined {
  using images = PageImages.open(path);
  const found = findRows(images);
  const hasRows = found.updates.length > 0 || found.rows.size > 0;
  return hasRows ? unusable('damaged') : unusable(reason === 'damaged' ? 'damaged' : 'foreign', { usesRows: false });
}

function isForeignWal({ salt, frames }: WalFile, testimony: Testimony | undefined): boolean {
  const known = testimony?.walSalt ?? null;
  if (salt === null || known === null || frames.length === 0) return false;
  return (salt - known + 2 ** 32) % 2 ** 32 > MAX_WAL_TURNS;
}

/** A header is written anew only when everything in the WAL is in the file: then nothing was lost with it. */
function isInFile(path: string, { frames }: WalFile): boolean {
  using file = PageImages.open(path, { usesWal: false });
  const sound = frames.filter(({ isSound }) => isSound);
  const newest = new Map(sound.map((frame) => [frame.page, frame.content]));
  return [...newest].every(([page, content]) => file.inFile(page)?.content.equals(content) ?? false);
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
