import * as z from 'zod';
import { Bytes } from '../../app/bytes.ts';
import { ScriptId } from '../../app/ids.ts';
import { chainStart } from './chain.ts';
import type { Sqlite } from './database.ts';
import { failureOf } from './failures.ts';
import { seal } from './seal.ts';
import { parseRow } from './stored-row.ts';

/** How far a script's log has come. */
export interface Head {
  /** The script's number inside this vault. */
  readonly script: number;
  readonly scriptId: ScriptId;
  /** The ordinal of its last update; 0 for an empty log. */
  readonly count: number;
  readonly chain: Uint8Array;
  /** The highest format among its updates. */
  readonly format: number;
  readonly editedAt: number;
  readonly turn: number;
}

const HeadRow = z
  .object({
    script: z.int(),
    script_id: ScriptId,
    count: z.int(),
    chain: Bytes,
    format: z.int(),
    edited_at: z.number(),
    turn: z.int(),
    seal: Bytes,
  })
  .transform((row) => ({
    head: {
      script: row.script,
      scriptId: row.script_id,
      count: row.count,
      chain: row.chain,
      format: row.format,
      editedAt: row.edited_at,
      turn: row.turn,
    } satisfies Head,
    seal: row.seal,
  }));

export class HeadTable {
  readonly #find;
  readonly #write;
  readonly #lastTurn;

  constructor(db: Sqlite) {
    this.#find = db.prepare(
      'SELECT script, script_id, count, chain, format, edited_at, turn, seal FROM head WHERE script_id = ?',
    );
    this.#write = db.prepare(
      `INSERT INTO head (script, script_id, count, chain, format, edited_at, turn, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (script) DO UPDATE SET count = excluded.count, chain = excluded.chain, format = excluded.format,
         edited_at = excluded.edited_at, turn = excluded.turn, seal = excluded.seal`,
    );
    this.#lastTurn = db.prepare('SELECT coalesce(max(turn), 0) FROM head').pluck();
  }

  /** @throws Failure `damaged` when the row is not what was written. */
  find(scriptId: ScriptId): Head | undefined {
    const row = this.#find.get(scriptId);
    if (row === undefined) return undefined;
    const found = parseRow(HeadRow, row);
    if (!sealOf(found.head).equals(found.seal)) throw failureOf('damaged');
    return found.head;
  }

  write(head: Head): void {
    const { script, scriptId, count, chain, format, editedAt, turn } = head;
    this.#write.run(script, scriptId, count, chain, format, editedAt, turn, sealOf(head));
  }

  lastTurn(): number {
    return z.int().parse(this.#lastTurn.get());
  }
}

export function emptyHead(script: number, scriptId: ScriptId): Head {
  return { script, scriptId, count: 0, chain: chainStart(scriptId), format: 1, editedAt: 0, turn: 0 };
}

function sealOf(head: Head): Buffer {
  return seal([head.script, head.scriptId, head.count, head.chain, head.format, head.editedAt, head.turn]);
}
