import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import { BackupId, ScriptId } from '../../../app/ids.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { seal } from '../seal.ts';
import { parseRow } from '../stored-row.ts';

import type { Counts } from './manifest.ts';

export const Alarm = z.enum(['raised', 'accepted', 'restored']);
/** A script had shrunk sharply: the person has not said anything about it yet, meant it, or brought back what was gone. */
export type Alarm = z.output<typeof Alarm>;

/** What one backup held of one script. */
export interface BackupScriptRow extends Counts {
  readonly backupId: BackupId;
  readonly scriptId: ScriptId;
  readonly title: string;
  readonly count: number;
  readonly chain: Uint8Array;
  readonly alarm: Alarm | null;
}

const Row = z
  .object({
    backup_id: BackupId,
    script_id: ScriptId,
    title: z.string(),
    count: z.int(),
    chain: Bytes,
    scenes: z.int(),
    rows: z.int(),
    words: z.int(),
    alarm: Alarm.nullable(),
    seal: Bytes,
  })
  .transform((row) => ({
    held: {
      backupId: row.backup_id,
      scriptId: row.script_id,
      title: row.title,
      count: row.count,
      chain: row.chain,
      scenes: row.scenes,
      rows: row.rows,
      words: row.words,
      alarm: row.alarm,
    } satisfies BackupScriptRow,
    seal: row.seal,
  }));

const COLUMNS = 'backup_id, script_id, title, count, chain, scenes, rows, words, alarm, seal';

export class BackupScriptTable {
  readonly #write;
  readonly #find;
  readonly #raised;
  readonly #forget;

  constructor(db: Sqlite) {
    this.#write = db.prepare(`INSERT OR REPLACE INTO backup_script (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#find = db.prepare(`SELECT ${COLUMNS} FROM backup_script WHERE backup_id = ? AND script_id = ?`);
    this.#raised = db.prepare(`SELECT ${COLUMNS} FROM backup_script WHERE alarm = 'raised'`);
    this.#forget = db.prepare('DELETE FROM backup_script WHERE backup_id = ? AND alarm IS NULL');
  }

  write(held: BackupScriptRow): void {
    this.#write.run(...valuesOf(held), sealOf(held));
  }

  /** @throws Failure `damaged` */
  find(backupId: BackupId, scriptId: ScriptId): BackupScriptRow | undefined {
    const row = this.#find.get(backupId, scriptId);
    return row === undefined ? undefined : checked(row);
  }

  /** @throws Failure `damaged` */
  raised(): readonly BackupScriptRow[] {
    return this.#raised.all().map(checked);
  }

  /** What a backup held is of no use once it is gone, unless an alarm says more about it. */
  forget(backupId: BackupId): void {
    this.#forget.run(backupId);
  }
}

function checked(row: unknown): BackupScriptRow {
  const found = parseRow(Row, row);
  if (!sealOf(found.held).equals(found.seal)) throw failureOf('damaged');
  return found.held;
}

function valuesOf(held: BackupScriptRow): readonly (string | number | Uint8Array | null)[] {
  const { backupId, scriptId, title, count, chain, scenes, rows, words, alarm } = held;
  return [backupId, scriptId, title, count, chain, scenes, rows, words, alarm];
}

function sealOf(held: BackupScriptRow): Buffer {
  return seal(valuesOf(held));
}
