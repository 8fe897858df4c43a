import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { seal } from '../seal.ts';
import { parseRow } from '../stored-row.ts';

/** How far a person has read a script, with everything on their screen. */
export interface ReadMark {
  readonly script: number;
  readonly ordinal: number;
  /** Of the log, at that ordinal. */
  readonly chain: Uint8Array;
  readonly readAt: number;
}

const Row = z.object({ script: z.int(), ordinal: z.int(), chain: Bytes, read_at: z.number(), seal: Bytes });

export class ReadMarkTable {
  readonly #find;
  readonly #write;

  constructor(db: Sqlite) {
    this.#find = db.prepare('SELECT script, ordinal, chain, read_at, seal FROM read_mark WHERE script = ?');
    this.#write = db.prepare(
      `INSERT INTO read_mark (script, ordinal, chain, read_at, seal) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (script) DO UPDATE SET ordinal = excluded.ordinal, chain = excluded.chain,
         read_at = excluded.read_at, seal = excluded.seal`,
    );
  }

  /** @throws Failure `damaged` when the row is not what was written. */
  of(script: number): ReadMark | undefined {
    const row = this.#find.get(script);
    if (row === undefined) return undefined;
    const { read_at: readAt, seal: written, ...place } = parseRow(Row, row);
    const mark = { ...place, readAt };
    if (!seal(valuesOf(mark)).equals(written)) throw failureOf('damaged');
    return mark;
  }

  write(mark: ReadMark): void {
    this.#write.run(...valuesOf(mark), seal(valuesOf(mark)));
  }
}

const valuesOf = ({ script, ordinal, chain, readAt }: ReadMark) => [script, ordinal, chain, readAt] as const;
