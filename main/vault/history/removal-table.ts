import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import { ScriptId } from '../../../app/ids.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { seal } from '../seal.ts';
import { parseRow } from '../stored-row.ts';

/** A script that was removed from this device on purpose: that it is not here is then no damage. */
export interface Removal {
  readonly scriptId: ScriptId;
  readonly title: string;
  /** How far its log had come. */
  readonly count: number;
  readonly chain: Uint8Array;
  readonly removedAt: number;
  /** How many updates were nowhere else; the person has seen that number. */
  readonly unsent: number;
}

const Row = z
  .object({
    script_id: ScriptId,
    title: z.string(),
    count: z.int(),
    chain: Bytes,
    removed_at: z.number(),
    unsent: z.int(),
    seal: Bytes,
  })
  .transform((row) => ({
    removal: {
      scriptId: row.script_id,
      title: row.title,
      count: row.count,
      chain: row.chain,
      removedAt: row.removed_at,
      unsent: row.unsent,
    } satisfies Removal,
    seal: row.seal,
  }));

export class RemovalTable {
  readonly #write;
  readonly #all;
  readonly #forget;

  constructor(db: Sqlite) {
    this.#write = db.prepare(
      'INSERT OR REPLACE INTO removal (script_id, title, count, chain, removed_at, unsent, seal) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#all = db.prepare(
      'SELECT script_id, title, count, chain, removed_at, unsent, seal FROM removal ORDER BY removed_at DESC, script_id',
    );
    this.#forget = db.prepare('DELETE FROM removal WHERE script_id = ?');
  }

  write(removal: Removal): void {
    this.#write.run(...valuesOf(removal), sealOf(removal));
  }

  /**
   * Latest first.
   * @throws Failure `damaged` when a row is not what was written.
   */
  all(): readonly Removal[] {
    return parseRow(z.array(Row), this.#all.all()).map((found) => {
      if (!sealOf(found.removal).equals(found.seal)) throw failureOf('damaged');
      return found.removal;
    });
  }

  /** The script is here again. */
  forget(scriptId: ScriptId): void {
    this.#forget.run(scriptId);
  }
}

function valuesOf({ scriptId, title, count, chain, removedAt, unsent }: Removal) {
  return [scriptId, title, count, chain, removedAt, unsent] as const;
}

function sealOf(removal: Removal): Buffer {
  return seal(valuesOf(removal));
}
