import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import { PersonId, UpdateId } from '../../../app/ids.ts';
import { bytesToUuid } from '../../../app/server/frames.ts';
import { RefusedWhy } from '../../../app/ipc/sync.ts';
import { idBytes } from '../chain.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import type { Stretch } from '../history/history-log.ts';
import { seal } from '../seal.ts';
import { parseRow } from '../stored-row.ts';

const State = z.enum(['waiting', 'held', 'set-aside', 'acknowledged', 'received']);
export type BatchState = z.output<typeof State>;

/** A stretch of a log that is, or is to be, one row of the server's. No update is in two of them. */
export interface BatchRow {
  readonly batchId: UpdateId;
  readonly script: number;
  readonly first: number;
  readonly last: number;
  readonly state: BatchState;
  /** Why it was set aside. */
  readonly reason: RefusedWhy | null;
  readonly position: number | null;
  readonly format: number;
  readonly madeAt: number;
  /** Who wrote it, where that is not known to be whoever sends it. */
  readonly claimedAuthor: PersonId | null;
  readonly sha: Uint8Array;
}
type RefusedWhy = z.output<typeof RefusedWhy>;

const Row = z
  .object({
    batch_id: Bytes,
    script: z.int(),
    first: z.int(),
    last: z.int(),
    state: State,
    reason: RefusedWhy.nullable(),
    position: z.int().nullable(),
    format: z.int(),
    made_at: z.number(),
    claimed_author: PersonId.nullable(),
    sha: Bytes,
    seal: Bytes,
  })
  .transform((row) => ({
    batch: {
      batchId: UpdateId.parse(bytesToUuid(row.batch_id)),
      script: row.script,
      first: row.first,
      last: row.last,
      state: row.state,
      reason: row.reason,
      position: row.position,
      format: row.format,
      madeAt: row.made_at,
      claimedAuthor: row.claimed_author,
      sha: row.sha,
    } satisfies BatchRow,
    seal: row.seal,
  }));

/** How many updates are in batches that the server is not known to have. */
const Counts = z.array(z.object({ state: State, isBehind: z.int(), updates: z.int() }));
export type OutboxCounts = z.output<typeof Counts>;

const Places = z.array(z.object({ from: z.int(), to: z.int() }));
const Extent = z.object({ from: z.int().nullable(), to: z.int().nullable(), updates: z.int().nullable() });
const Id = Bytes.transform((id) => UpdateId.parse(bytesToUuid(id)));
const Ids = z.array(Id);
const Reached = z.int().positive().nullable();
const Authors = z.array(z.tuple([z.int(), PersonId]));

const COLUMNS = 'batch_id, script, first, last, state, reason, position, format, made_at, claimed_author, sha, seal';
/** Said exactly as the index says it: those that are unsent are few among all that ever were. */
const UNSENT = `state IN ('waiting', 'held', 'set-aside')`;

export class BatchTable {
  readonly #insert;
  readonly #change;
  readonly #find;
  readonly #bytes;
  readonly #at;
  readonly #waiting;
  readonly #refused;
  readonly #firstUnsent;
  readonly #counts;
  readonly #extent;
  readonly #places;
  readonly #provable;
  readonly #authors;
  readonly #reached;

  constructor(db: Sqlite) {
    this.#insert = db.prepare(`INSERT INTO batch (${COLUMNS}, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#change = db.prepare(
      `UPDATE batch SET batch_id = ?, state = ?, reason = ?, position = ?, sha = ?, seal = ?, bytes = ? WHERE batch_id = ?`,
    );
    this.#find = db.prepare(`SELECT ${COLUMNS} FROM batch WHERE batch_id = ?`);
    this.#bytes = db.prepare('SELECT bytes FROM batch WHERE batch_id = ?').pluck();
    this.#at = db.prepare(`SELECT ${COLUMNS} FROM batch WHERE script = ? AND position = ?`);
    this.#waiting = db.prepare(
      `SELECT ${COLUMNS} FROM batch INDEXED BY batch_outbox
       WHERE script = ? AND ${UNSENT} AND state = 'waiting' AND first > ? ORDER BY first LIMIT ?`,
    );
    this.#refused = db.prepare(
      `SELECT ${COLUMNS} FROM batch INDEXED BY batch_outbox
       WHERE script = ? AND ${UNSENT} AND state = 'set-aside' ORDER BY first`,
    );
    this.#firstUnsent = db
      .prepare(`SELECT first FROM batch INDEXED BY batch_outbox WHERE script = ? AND ${UNSENT} ORDER BY first LIMIT 1`)
      .pluck();
    this.#counts = db.prepare(
      `SELECT state, first > ? AS isBehind, sum(last - first + 1) AS updates FROM batch INDEXED BY batch_outbox
       WHERE script = ? AND ${UNSENT} GROUP BY state, isBehind`,
    );
    this.#extent = db.prepare(
      `SELECT min(first) AS "from", max(last) AS "to", sum(last - first + 1) AS updates FROM batch
       WHERE script = ? AND first > ?`,
    );
    this.#places = db.prepare(
      'SELECT first AS "from", last AS "to" FROM batch WHERE script = ? AND first > ? ORDER BY first',
    );
    this.#provable = db
      .prepare(
        `SELECT batch_id FROM batch WHERE script = ? AND first > ? AND state IN ('acknowledged', 'received')
         ORDER BY first LIMIT ?`,
      )
      .pluck();
    this.#reached = db.prepare('SELECT max(position) FROM batch WHERE script = ? AND position IS NOT NULL').pluck();
    this.#authors = db
      .prepare(
        'SELECT first, claimed_author FROM batch WHERE script = ? AND first > ? AND claimed_author IS NOT NULL ORDER BY first',
      )
      .raw();
  }

  /** Who wrote what was received behind an ordinal, where that is known. */
  authors(script: number, { behind }: { readonly behind: number }): ReadonlyMap<number, PersonId> {
    return new Map(parseRow(Authors, this.#authors.all(script, behind)));
  }

  /** `bytes` null: the log has it. */
  insert(batch: BatchRow, bytes: Uint8Array | null): void {
    this.#insert.run(...valuesOf(batch), sealOf(batch), bytes);
  }

  /** What may change of a batch. It has a new id where what is merged anew comes out differently. */
  change(batch: BatchRow, bytes: Uint8Array | null, { id = batch.batchId }: { readonly id?: UpdateId } = {}): void {
    const { batchId, state, reason, position, sha } = batch;
    this.#change.run(idBytes(batchId), state, reason, position, sha, sealOf(batch), bytes, idBytes(id));
  }

  /** @throws Failure `damaged` when the row is not what was written. */
  find(batchId: UpdateId): BatchRow | undefined {
    const row = this.#find.get(idBytes(batchId));
    return row === undefined ? undefined : checked(row);
  }

  bytesOf(batchId: UpdateId): Uint8Array | null {
    return parseRow(Bytes.nullable(), this.#bytes.get(idBytes(batchId)));
  }

  at(script: number, position: number): BatchRow | undefined {
    const row = this.#at.get(script, position);
    return row === undefined ? undefined : checked(row);
  }

  /** The highest position that a batch has; 0 where none has one. */
  reached(script: number): number {
    return parseRow(Reached, this.#reached.get(script)) ?? 0;
  }

  /** Those that wait and begin behind an ordinal, oldest first. */
  waiting(script: number, { behind, limit }: { readonly behind: number; readonly limit: number }): readonly BatchRow[] {
    return this.#waiting.all(script, behind, limit).map(checked);
  }

  setAside(script: number): readonly BatchRow[] {
    return this.#refused.all(script).map(checked);
  }

  firstUnsent(script: number): number | undefined {
    return parseRow(z.int().optional(), this.#firstUnsent.get(script));
  }

  counts(script: number, { behind }: { readonly behind: number }): OutboxCounts {
    return parseRow(Counts, this.#counts.all(behind, script));
  }

  /** Which updates behind an ordinal are in a batch. Where none is left out between them, none is looked at. */
  places(script: number, { behind }: { readonly behind: number }): readonly Stretch[] {
    const { from, to, updates } = parseRow(Extent, this.#extent.get(script, behind));
    if (from === null || to === null) return [];
    if (updates === to - from + 1) return [{ from, to }];
    return parseRow(Places, this.#places.all(script, behind));
  }

  /** Ids of what the server had, in the order of the log. */
  provable(
    script: number,
    { behind, limit }: { readonly behind: number; readonly limit: number },
  ): readonly UpdateId[] {
    return parseRow(Ids, this.#provable.all(script, behind, limit));
  }
}

function checked(row: unknown): BatchRow {
  const found = parseRow(Row, row);
  if (!sealOf(found.batch).equals(found.seal)) throw failureOf('damaged');
  return found.batch;
}

function valuesOf(batch: BatchRow) {
  const { batchId, script, first, last, state, reason, position, format, madeAt, claimedAuthor, sha } = batch;
  const place = [idBytes(batchId), script, first, last] as const;
  return [...place, state, reason, position, format, madeAt, claimedAuthor, sha] as const;
}

function sealOf(batch: BatchRow): Buffer {
  return seal(valuesOf(batch));
}
