import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import { chainToHex, EMPTY_CHAIN, hexToChain, type Cursor } from '../../../app/server/chain.ts';
import { Epoch } from '../../../app/server/topics.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { seal } from '../seal.ts';
import { parseRow } from '../stored-row.ts';

/** How much of the server's log of a script is here, and when its lane may try again. */
export interface CursorRow {
  readonly script: number;
  readonly cursor: Cursor;
  readonly epoch: Epoch | null;
  readonly attempts: number;
  readonly retryAt: number | null;
}

const Row = z
  .object({
    script: z.int(),
    position: z.int(),
    chain: Bytes,
    epoch: Epoch.nullable(),
    attempts: z.int(),
    retry_at: z.number().nullable(),
    seal: Bytes,
  })
  .transform((row) => ({
    row: {
      script: row.script,
      cursor: { position: row.position, chain: chainToHex(row.chain) },
      epoch: row.epoch,
      attempts: row.attempts,
      retryAt: row.retry_at,
    } satisfies CursorRow,
    seal: row.seal,
  }));

export class CursorTable {
  readonly #find;
  readonly #write;

  constructor(db: Sqlite) {
    this.#find = db.prepare(
      'SELECT script, position, chain, epoch, attempts, retry_at, seal FROM cursor WHERE script = ?',
    );
    this.#write = db.prepare(
      `INSERT INTO cursor (script, position, chain, epoch, attempts, retry_at, seal) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (script) DO UPDATE SET position = excluded.position, chain = excluded.chain, epoch = excluded.epoch,
         attempts = excluded.attempts, retry_at = excluded.retry_at, seal = excluded.seal`,
    );
  }

  /**
   * Where nothing is known, it stands before the server's first update.
   * @throws Failure `damaged` when the row is not what was written.
   */
  of(script: number): CursorRow {
    const row = this.#find.get(script);
    if (row === undefined) return { script, cursor: START, epoch: null, attempts: 0, retryAt: null };
    const found = parseRow(Row, row);
    if (!sealOf(found.row).equals(found.seal)) throw failureOf('damaged');
    return found.row;
  }

  write(row: CursorRow): void {
    this.#write.run(...valuesOf(row), sealOf(row));
  }
}

/** Before the server's first update. */
export const START: Cursor = { position: 0, chain: EMPTY_CHAIN };

function valuesOf({ script, cursor, epoch, attempts, retryAt }: CursorRow) {
  return [script, cursor.position, hexToChain(cursor.chain), epoch, attempts, retryAt] as const;
}

function sealOf(row: CursorRow): Buffer {
  return seal(valuesOf(row));
}
