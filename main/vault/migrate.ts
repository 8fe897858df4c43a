import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { APPLICATION_ID, readNumber, transact, type Sqlite } from './database.ts';
import { copyDurably, flushFolder, holdSameBytes } from './folder.ts';
import { migrations, type Migration } from './migrations/all.ts';
import { readVaultRow, writeVaultRow } from './vault-row.ts';

export interface NewVault {
  readonly vaultId: string;
  readonly account: string;
  readonly at: number;
}

/** Brings the file up to date. Each migration runs once, in its own transaction, in the order of its number. */
export function migrate(db: Sqlite, made: NewVault, known: readonly Migration[] = migrations): void {
  known.forEach(({ number }, index) => {
    if (number !== index + 1) throw new Error(`Migration ${number} is out of sequence.`);
  });
  const current = readNumber(db, 'user_version');
  // A file above our number was made by a newer build that says it may still be used by this one.
  if (current >= known.length) return;
  if (current > 0) copyBefore(db, current);
  for (const { number, sql, needsSchema } of known.slice(current)) {
    transact(db, () => {
      db.exec(sql);
      if (number === 1) {
        db.pragma(`application_id = ${APPLICATION_ID}`);
        writeVaultRow(db, { vaultId: made.vaultId, account: made.account, createdAt: made.at, needsSchema });
      } else {
        const row = readVaultRow(db);
        writeVaultRow(db, { ...row, needsSchema: Math.max(row.needsSchema, needsSchema) });
      }
      db.pragma(`user_version = ${number}`);
    });
  }
}

/**
 * The file as it was, whole and on disk, before anything in it changes. Never overwrites an earlier copy; where a
 * migration was cut short, the copy that it has made is this one.
 */
function copyBefore(db: Sqlite, schema: number): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
  const folder = dirname(db.name);
  const nameOf = (turn: number): string => join(folder, `before-migration-${schema}-${turn}.db`);
  let turn = 1;
  while (existsSync(nameOf(turn))) {
    // Its name may not have been flushed when it was cut short.
    if (holdSameBytes(nameOf(turn), db.name)) return flushFolder(folder);
    turn += 1;
  }
  copyDurably(db.name, nameOf(turn));
}
