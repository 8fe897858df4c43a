import { statSync } from 'node:fs';
import * as z from 'zod';
import { FailureCode } from '../../app/failure.ts';
import type { StoredHealth } from '../../app/ipc/health.ts';
import { readNumber, type Sqlite } from '../vault/database.ts';
import { parseRow } from '../vault/stored-row.ts';

const Check = z.object({ at: z.number(), findings: z.int().nonnegative() });
const Counts = z.object({ unseen: z.int(), total: z.int() });
const Verified = z.object({ verified: z.int(), last_at: z.number().nullable() });
const Failed = z.object({ at: z.number(), code: FailureCode.catch('unexpected') });
const Ended = z.object({ ended_at: z.number().nullable() });

/** Reads what the file and its tables say about its health: a handful of small rows, at any time. */
export class StoredHealthReader {
  readonly #db: Sqlite;

  constructor(db: Sqlite) {
    this.#db = db;
  }

  /** @throws Failure `damaged` where one of the rows is not what the schema says. */
  read(): StoredHealth {
    const pageBytes = readNumber(this.#db, 'page_size');
    return {
      schema: readNumber(this.#db, 'user_version'),
      fileBytes: readNumber(this.#db, 'page_count') * pageBytes,
      logBytes: statSync(`${this.#db.name}-wal`, { throwIfNoEntry: false })?.size ?? 0,
      freeBytes: readNumber(this.#db, 'freelist_count') * pageBytes,
      endedCleanly: this.#endedCleanly(),
      lastFullCheck: this.#lastCheck("kind = 'full'"),
      lastCheck: this.#lastCheck("kind IN ('full', 'start')"),
      incidents: parseRow(
        Counts,
        this.#db.prepare("SELECT coalesce(sum(state <> 'seen'), 0) AS unseen, count(*) AS total FROM incident").get(),
      ),
      backups: this.#backups(),
    };
  }

  /** The newest session is this one. */
  #endedCleanly(): boolean | null {
    const row = this.#db.prepare('SELECT ended_at FROM session ORDER BY session DESC LIMIT 1 OFFSET 1').get();
    return row === undefined ? null : parseRow(Ended, row).ended_at !== null;
  }

  #lastCheck(where: string): z.output<typeof Check> | null {
    const row = this.#db
      .prepare(
        `SELECT ended_at AS at, coalesce(findings, 0) AS findings FROM checkup
         WHERE ${where} AND ended_at IS NOT NULL ORDER BY checkup DESC LIMIT 1`,
      )
      .get();
    return row === undefined ? null : parseRow(Check, row);
  }

  #backups(): StoredHealth['backups'] {
    const { verified, last_at: lastVerifiedAt } = parseRow(
      Verified,
      this.#db
        .prepare(
          `SELECT coalesce(sum(state = 'verified'), 0) AS verified, max(verified_at) AS last_at FROM backup
           WHERE verified_at IS NOT NULL`,
        )
        .get(),
    );
    const failed = this.#db
      .prepare("SELECT made_at AS at, failure AS code FROM backup WHERE state = 'failed' ORDER BY made_at DESC LIMIT 1")
      .get();
    const failure = failed === undefined ? null : parseRow(Failed, failed);
    // A failure that a good backup came after is over.
    const isOver = failure === null || (lastVerifiedAt !== null && lastVerifiedAt > failure.at);
    return { verified, lastVerifiedAt, failure: isOver ? null : failure };
  }
}
