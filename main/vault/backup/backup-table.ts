import { BackupId } from '../../../app/ids.ts';
import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { seal } from '../seal.ts';
import { parseRow } from '../stored-row.ts';
import { BackupKind } from './backup-name.ts';

const State = z.enum(['writing', 'verified', 'failed', 'removed']);

/** One backup that was ever made or tried. The folders are the truth about what there is; this is the log of it. */
export interface BackupRow {
  readonly backupId: BackupId;
  /** 'own', or the path of the folder that the person chose. */
  readonly folder: string;
  readonly fileName: string;
  readonly kind: BackupKind;
  readonly state: z.output<typeof State>;
  readonly madeAt: number;
  readonly verifiedAt: number | null;
  readonly removedAt: number | null;
  /** Everything the backup names, shared with other backups or not. */
  readonly fileBytes: number | null;
  /** The code of the failure. */
  readonly failure: string | null;
}

const Row = z
  .object({
    backup_id: BackupId,
    folder: z.string(),
    file_name: z.string(),
    kind: BackupKind,
    state: State,
    made_at: z.number(),
    verified_at: z.number().nullable(),
    removed_at: z.number().nullable(),
    file_bytes: z.number().nullable(),
    failure: z.string().nullable(),
    seal: Bytes,
  })
  .transform((row) => ({
    backup: {
      backupId: row.backup_id,
      folder: row.folder,
      fileName: row.file_name,
      kind: row.kind,
      state: row.state,
      madeAt: row.made_at,
      verifiedAt: row.verified_at,
      removedAt: row.removed_at,
      fileBytes: row.file_bytes,
      failure: row.failure,
    } satisfies BackupRow,
    seal: row.seal,
  }));

const COLUMNS =
  'backup_id, folder, file_name, kind, state, made_at, verified_at, removed_at, file_bytes, failure, seal';

export class BackupTable {
  readonly #write;
  readonly #find;
  readonly #failed;

  constructor(db: Sqlite) {
    this.#write = db.prepare(
      `INSERT INTO backup (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (backup_id) DO UPDATE SET file_name = excluded.file_name, kind = excluded.kind, state = excluded.state,
         made_at = excluded.made_at, verified_at = excluded.verified_at, removed_at = excluded.removed_at,
         file_bytes = excluded.file_bytes, failure = excluded.failure, seal = excluded.seal`,
    );
    this.#find = db.prepare(`SELECT ${COLUMNS} FROM backup WHERE backup_id = ?`);
    this.#failed = db.prepare(
      `SELECT ${COLUMNS} FROM backup WHERE folder = ? AND state = 'failed' AND verified_at IS NULL`,
    );
  }

  write(backup: BackupRow): void {
    this.#write.run(...valuesOf(backup), sealOf(backup));
  }

  /** @throws Failure `damaged` */
  find(backupId: BackupId): BackupRow | undefined {
    const row = this.#find.get(backupId);
    return row === undefined ? undefined : checked(row);
  }

  /**
   * The attempt on this folder that failed since its last backup; there is at most one.
   * @throws Failure `damaged`
   */
  failed(folder: string): BackupRow | undefined {
    const row = this.#failed.get(folder);
    return row === undefined ? undefined : checked(row);
  }
}

function checked(row: unknown): BackupRow {
  const found = parseRow(Row, row);
  if (!sealOf(found.backup).equals(found.seal)) throw failureOf('damaged');
  return found.backup;
}

function valuesOf(backup: BackupRow): readonly (string | number | null)[] {
  const { backupId, folder, fileName, kind, state, madeAt, verifiedAt, removedAt, fileBytes, failure } = backup;
  return [backupId, folder, fileName, kind, state, madeAt, verifiedAt, removedAt, fileBytes, failure];
}

/** Of all the row's columns, in the schema's order: whoever checks the table knows no other. */
function sealOf(backup: BackupRow): Buffer {
  const values = valuesOf(backup);
  const unused: readonly null[] = [null, null];
  // `file_sha` and `session` stand before the failure.
  return seal([...values.slice(0, -1), ...unused, ...values.slice(-1)]);
}
