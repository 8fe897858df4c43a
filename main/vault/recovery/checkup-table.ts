import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import { Checkup } from '../../../app/ipc/recovery.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { seal } from '../seal.ts';
import { parseRow } from '../stored-row.ts';

export interface StoredCheckup extends Checkup {
  readonly durationMs: number | null;
}

const Row = z.object({
  checkup: z.int(),
  kind: Checkup.shape.kind,
  reason: z.string(),
  started_at: z.number(),
  ended_at: z.number().nullable(),
  duration_ms: z.number().nullable(),
  findings: z.int().nullable(),
  seal: Bytes,
});

/** Every look at the vault's health. */
export class CheckupTable {
  readonly #last;
  readonly #insert;
  readonly #list;

  constructor(db: Sqlite) {
    this.#last = db.prepare('SELECT coalesce(max(checkup), 0) FROM checkup').pluck();
    this.#insert = db.prepare(
      `INSERT INTO checkup (checkup, kind, reason, started_at, ended_at, duration_ms, findings, seal)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#list = db.prepare(
      `SELECT checkup, kind, reason, started_at, ended_at, duration_ms, findings, seal FROM checkup
       WHERE kind = ? ORDER BY checkup DESC LIMIT ?`,
    );
  }

  /** Answers the row's number. */
  add({ kind, reason, startedAt, endedAt, durationMs, findings }: StoredCheckup): number {
    const number = z.int().parse(this.#last.get()) + 1;
    const values = [number, kind, reason, startedAt, endedAt, durationMs, findings] as const;
    this.#insert.run(...values, seal(values));
    return number;
  }

  /** Newest first. @throws Failure `damaged` */
  list(kind: Checkup['kind'], limit: number): readonly StoredCheckup[] {
    return this.#list.all(kind, limit).map((found) => {
      const row = parseRow(Row, found);
      const values = [
        row.checkup,
        row.kind,
        row.reason,
        row.started_at,
        row.ended_at,
        row.duration_ms,
        row.findings,
      ] as const;
      if (!seal(values).equals(row.seal)) throw failureOf('damaged');
      return {
        kind: row.kind,
        reason: row.reason,
        startedAt: row.started_at,
        endedAt: row.ended_at,
        durationMs: row.duration_ms,
        findings: row.findings,
      };
    });
  }
}
