import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import { MomentId } from '../../../app/ids.ts';
import { MomentKind } from '../../../app/ipc/history.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { seal } from '../seal.ts';
import { parseRow } from '../stored-row.ts';

/** A named place in a script's history. */
export interface MomentRow {
  readonly momentId: MomentId;
  readonly script: number;
  readonly ordinal: number;
  /** Of the log, at that ordinal or at the end of the segment that holds it. */
  readonly chain: Uint8Array;
  readonly kind: MomentKind;
  readonly name: string;
  readonly personId: string;
  readonly madeAt: number;
  /** Set: off the time line, and kept. */
  readonly removedAt: number | null;
}

const Row = z
  .object({
    moment_id: MomentId,
    script: z.int(),
    ordinal: z.int(),
    chain: Bytes,
    kind: MomentKind,
    name: z.string(),
    person_id: z.string(),
    made_at: z.number(),
    removed_at: z.number().nullable(),
    seal: Bytes,
  })
  .transform((row) => ({
    moment: {
      momentId: row.moment_id,
      script: row.script,
      ordinal: row.ordinal,
      chain: row.chain,
      kind: row.kind,
      name: row.name,
      personId: row.person_id,
      madeAt: row.made_at,
      removedAt: row.removed_at,
    } satisfies MomentRow,
    seal: row.seal,
  }));

const COLUMNS = 'moment_id, script, ordinal, chain, kind, name, person_id, made_at, removed_at, seal';

export class MomentTable {
  readonly #write;
  readonly #find;
  readonly #all;

  constructor(db: Sqlite) {
    this.#write = db.prepare(
      `INSERT INTO moment (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (moment_id) DO UPDATE SET name = excluded.name, removed_at = excluded.removed_at, seal = excluded.seal`,
    );
    this.#find = db.prepare(`SELECT ${COLUMNS} FROM moment WHERE moment_id = ?`);
    this.#all = db.prepare(`SELECT ${COLUMNS} FROM moment WHERE script = ? ORDER BY ordinal, made_at, moment_id`);
  }

  write(moment: MomentRow): void {
    this.#write.run(...valuesOf(moment), sealOf(moment));
  }

  /** @throws Failure `damaged` when the row is not what was written. */
  find(momentId: MomentId): MomentRow | undefined {
    const row = this.#find.get(momentId);
    return row === undefined ? undefined : checked(row);
  }

  /**
   * By place, removed ones included.
   * @throws Failure `damaged` when a row is not what was written.
   */
  of(script: number): readonly MomentRow[] {
    return this.#all.all(script).map(checked);
  }
}

function checked(row: unknown): MomentRow {
  const found = parseRow(Row, row);
  if (!sealOf(found.moment).equals(found.seal)) throw failureOf('damaged');
  return found.moment;
}

function valuesOf(moment: MomentRow) {
  const { momentId, script, ordinal, chain, kind, name, personId, madeAt, removedAt } = moment;
  return [momentId, script, ordinal, chain, kind, name, personId, madeAt, removedAt] as const;
}

function sealOf(moment: MomentRow): Buffer {
  return seal(valuesOf(moment));
}
