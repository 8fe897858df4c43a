import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { seal } from '../seal.ts';
import { parseRow } from '../stored-row.ts';

/** An old stretch of a log, compressed. */
export interface Segment {
  readonly script: number;
  /** Ordinals, both included. */
  readonly first: number;
  readonly last: number;
  readonly chainBefore: Uint8Array;
  readonly chainAfter: Uint8Array;
  /** When the first and the last of its updates were saved. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly madeAt: number;
  /** Size and digest of the run before compression. */
  readonly runBytes: number;
  readonly runSha: Uint8Array;
  /** zstd of the run as run-layout.ts lays it out. */
  readonly body: Uint8Array;
}

const ENCODING_COLUMNS_ZSTD = 1;

const Row = z
  .object({
    script: z.int(),
    first: z.int(),
    last: z.int(),
    chain_before: Bytes,
    chain_after: Bytes,
    first_at: z.number(),
    last_at: z.number(),
    made_at: z.number(),
    encoding: z.literal(ENCODING_COLUMNS_ZSTD),
    run_bytes: z.int(),
    run_sha: Bytes,
    seal: Bytes,
    body: Bytes,
  })
  .transform((row) => ({
    segment: {
      script: row.script,
      first: row.first,
      last: row.last,
      chainBefore: row.chain_before,
      chainAfter: row.chain_after,
      firstAt: row.first_at,
      lastAt: row.last_at,
      madeAt: row.made_at,
      runBytes: row.run_bytes,
      runSha: row.run_sha,
      body: row.body,
    } satisfies Segment,
    seal: row.seal,
  }));

const COLUMNS =
  'script, first, last, chain_before, chain_after, first_at, last_at, made_at, encoding, run_bytes, run_sha, seal, body';

/** The segments of every log. One script's follow each other without gaps, from its first update on. */
export class SegmentTable {
  readonly #insert;
  readonly #holding;
  readonly #last;

  constructor(db: Sqlite) {
    this.#insert = db.prepare(`INSERT INTO segment (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#holding = db.prepare(
      `SELECT ${COLUMNS} FROM segment WHERE script = ? AND first <= ? ORDER BY first DESC LIMIT 1`,
    );
    this.#last = db.prepare('SELECT coalesce(max(last), 0) FROM segment WHERE script = ?').pluck();
  }

  insert(segment: Segment): void {
    this.#insert.run(...valuesOf(segment), sealOf(segment), segment.body);
  }

  /**
   * The one that holds an ordinal, or undefined where no segment does.
   * @throws Failure `damaged` when its values are not what was written; `entriesOf` checks its content.
   */
  holding(script: number, ordinal: number): Segment | undefined {
    const row = this.#holding.get(script, ordinal);
    if (row === undefined) return undefined;
    const { segment, seal: written } = parseRow(Row, row);
    if (!sealOf(segment).equals(written)) throw failureOf('damaged');
    return segment.last >= ordinal ? segment : undefined;
  }

  /** The ordinal up to which a log lies in segments; 0 when it has none. */
  lastOrdinal(script: number): number {
    return z.int().parse(this.#last.get(script));
  }
}

function valuesOf(segment: Segment) {
  const { script, first, last, chainBefore, chainAfter, firstAt, lastAt, madeAt, runBytes, runSha } = segment;
  const times = [firstAt, lastAt, madeAt] as const;
  return [script, first, last, chainBefore, chainAfter, ...times, ENCODING_COLUMNS_ZSTD, runBytes, runSha] as const;
}

function sealOf(segment: Segment): Buffer {
  return seal(valuesOf(segment));
}
