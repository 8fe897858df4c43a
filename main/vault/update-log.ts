import * as z from 'zod';
import { Bytes } from '../../app/bytes.ts';
import type { UpdateId } from '../../app/ids.ts';
import { MAX_UPDATE_BYTES } from '../../app/ipc/contract.ts';
import { chainNext, chainStart, idBytes } from './chain.ts';
import { transact, type Sqlite } from './database.ts';
import { failureOf } from './failures.ts';
import type { Head } from './head-table.ts';
import { entriesOf, linkedEntriesOf } from './history/segments.ts';
import { SegmentTable, type Segment } from './history/segment-table.ts';
import type { NewUpdate } from './protocol.ts';
import { sha256 } from './seal.ts';
import { parseRow } from './stored-row.ts';

export const Origin = { written: 1, received: 2, broughtBack: 3 } as const;
export type Origin = (typeof Origin)[keyof typeof Origin];

export interface StoredUpdate {
  readonly ordinal: number;
  readonly format: number;
  readonly origin: number;
  /** By this device's clock, in milliseconds since 1970. */
  readonly savedAt: number;
  readonly bytes: Uint8Array;
}

/** Where a reader stands in a log: the ordinal it has read and the chain up to there. */
export interface LogPlace {
  readonly ordinal: number;
  readonly chain: Uint8Array;
}

const ORDINALS = 2 ** 32;

/** An update by its id. */
export interface NamedUpdate extends StoredUpdate {
  /** 16 bytes. */
  readonly id: Uint8Array;
}

/** An update with everything that its link in the chain is made of. */
export interface LoggedUpdate extends NamedUpdate {
  readonly sha: Uint8Array;
  readonly chain: Uint8Array;
}

/** By hand, because opening a script reads hundreds at once, and a schema took three quarters of that time. */
function parseUpdate(row: unknown): LoggedUpdate {
  if (!Array.isArray(row)) throw new TypeError('Expected a row.');
  const [ordinal, id, format, origin, savedAt, sha, chain, bytes]: readonly unknown[] = row;
  const areNumbers = isWhole(ordinal) && isWhole(format) && isWhole(origin) && isWhole(savedAt);
  if (!areNumbers || !isBlob(id) || !isBlob(sha) || !isBlob(chain) || !isBlob(bytes)) throw failureOf('damaged');
  return { ordinal, id, format, origin, savedAt, sha, chain, bytes };
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isBlob(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

const HeldRow = z.object({ script: z.int(), ordinal: z.int(), format: z.int(), sha: Bytes });

/** What stands in some log under an id. */
export type HeldUpdate = z.output<typeof HeldRow>;

/** The append-only log of every script: its newer updates row by row, the older ones in segments. */
export class UpdateLog {
  readonly #db: Sqlite;
  readonly #insert;
  readonly #held;
  readonly #after;
  readonly #chainAt;
  readonly #savedAt;
  readonly #delete;
  readonly #segments: SegmentTable;

  constructor(db: Sqlite) {
    this.#db = db;
    this.#insert = db.prepare(
      `INSERT INTO script_update (entry, update_id, format, origin, saved_at, sha, chain, bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (update_id) DO NOTHING`,
    );
    this.#held = db.prepare('SELECT script, ordinal, format, sha FROM script_update WHERE update_id = ?');
    this.#after = db
      .prepare(
        `SELECT ordinal, update_id, format, origin, saved_at, sha, chain, bytes FROM script_update
         WHERE entry > ? AND entry <= ? ORDER BY entry`,
      )
      .raw();
    this.#chainAt = db.prepare('SELECT chain FROM script_update WHERE entry = ?').pluck();
    this.#savedAt = db.prepare('SELECT saved_at FROM script_update WHERE entry = ?').pluck();
    this.#delete = db.prepare('DELETE FROM script_update WHERE entry BETWEEN ? AND ?');
    this.#segments = new SegmentTable(db);
  }

  /**
   * Adds one update behind the head and answers the new head, which the caller writes in the same transaction. The same
   * update again changes nothing and answers the head it was given.
   * @throws Failure `conflict` when the id already stands for other bytes, `too-large` above 1 MiB.
   */
  append(head: Head, update: NewUpdate, { origin, at, turn }: { origin: number; at: number; turn: number }): Head {
    // What came from the server is on it: refusing it here would only lose it.
    if (origin !== Origin.received && update.bytes.length > MAX_UPDATE_BYTES) throw failureOf('too-large');
    const id = idBytes(update.updateId);
    const sha = sha256(update.bytes);
    const chain = chainNext(head.chain, { id, format: update.format, origin, savedAt: at, sha });
    const entry = entryOf(head.script, head.count + 1);
    const { changes } = this.#insert.run(entry, id, update.format, origin, at, sha, chain, update.bytes);
    if (changes === 1) {
      return {
        ...head,
        count: head.count + 1,
        chain,
        format: Math.max(head.format, update.format),
        editedAt: at,
        turn,
      };
    }
    const held = this.held(update.updateId);
    if (held === undefined) throw failureOf('damaged');
    if (held.script === head.script && held.format === update.format && sha.equals(held.sha)) return head;
    throw failureOf('conflict');
  }

  /** The row of that id, in whichever log it is; those in segments are not found by it any more. */
  held(updateId: UpdateId): HeldUpdate | undefined {
    return parseRow(HeldRow.optional(), this.#held.get(idBytes(updateId)));
  }

  /**
   * About `limit` updates after a place, in order, checked against their digests and the chain while reading: of rows
   * never more, of a segment all that follow.
   * @throws Failure `damaged` where one is missing or not what was written.
   */
  readAfter(head: Head, from: LogPlace, limit: number): { updates: LoggedUpdate[]; place: LogPlace } {
    return this.#atOnce(() => {
      const segment = from.ordinal < head.count ? this.#segmentWith(head, from.ordinal + 1) : undefined;
      return segment === undefined ? this.#readRows(head, from, limit) : readSegment(segment, from);
    });
  }

  /**
   * The same without links, which cost more than all the rest: what lies in a segment is held against the digest of its
   * run alone. For reading long stretches of the past.
   * @throws Failure `damaged`
   */
  readFrom(head: Head, first: number, limit: number): readonly NamedUpdate[] {
    return this.#atOnce(() => {
      const segment = this.#segmentWith(head, first);
      if (segment === undefined) return this.#readRows(head, this.placeAt(head, first - 1), limit).updates;
      const entries = entriesOf(segment).slice(first - segment.first);
      return entries.map((entry, index) => ({ ...entry, ordinal: first + index }));
    });
  }

  /** Only into a segment that holds the same run. Answers how many there were. */
  deleteRows(head: Head, { first, last }: { readonly first: number; readonly last: number }): number {
    return this.#delete.run(entryOf(head.script, first), entryOf(head.script, last)).changes;
  }

  /** When the row with that ordinal was saved; undefined where it is no row. */
  savedAt(head: Head, ordinal: number): number | undefined {
    return z
      .number()
      .optional()
      .parse(this.#savedAt.get(entryOf(head.script, ordinal)));
  }

  /** Rows may become a segment between two statements: each of these readings sees one state of the file. */
  #atOnce<T>(read: () => T): T {
    return transact(this.#db, read, 'deferred');
  }

  /** Rows come first: what is asked for most is new. */
  #segmentWith(head: Head, ordinal: number): Segment | undefined {
    if (this.#chainAt.get(entryOf(head.script, ordinal)) !== undefined) return undefined;
    return this.#segments.holding(head.script, ordinal);
  }

  #readRows(head: Head, from: LogPlace, limit: number): { updates: LoggedUpdate[]; place: LogPlace } {
    const last = Math.min(head.count, from.ordinal + limit);
    const updates: LoggedUpdate[] = [];
    let place = from;
    for (const row of this.#after.all(entryOf(head.script, from.ordinal), entryOf(head.script, last))) {
      const update = parseUpdate(row);
      const { ordinal, bytes, sha } = update;
      const chain = chainNext(place.chain, update);
      const isNext = ordinal === place.ordinal + 1 && sha256(bytes).equals(sha) && chain.equals(update.chain);
      if (!isNext) throw failureOf('damaged');
      updates.push(update);
      place = { ordinal, chain };
    }
    if (place.ordinal !== last) throw failureOf('damaged');
    return { updates, place };
  }

  /**
   * Whoever has read everything asks whether it was what the head promised.
   * @throws Failure `damaged`
   */
  checkEnd(head: Head, place: LogPlace): void {
    const isEnd = place.ordinal === head.count && Buffer.from(head.chain).equals(place.chain);
    if (!isEnd) throw failureOf('damaged');
  }

  /**
   * Where a reader that has read everything up to an ordinal stands.
   * @throws Failure `damaged` when the log has no such place.
   */
  placeAt(head: Head, ordinal: number): LogPlace {
    const chain = ordinal === 0 ? chainStart(head.scriptId) : this.chainAt(head, ordinal);
    if (chain === undefined) throw failureOf('damaged');
    return { ordinal, chain };
  }

  /** Whether a place is one of this log. */
  isAt(head: Head, { ordinal, chain }: LogPlace): boolean {
    const here =
      ordinal === 0 ? chainStart(head.scriptId) : ordinal > head.count ? undefined : this.chainAt(head, ordinal);
    return here !== undefined && Buffer.from(here).equals(chain);
  }

  /** The chain at an ordinal, or undefined where the log has no such update. */
  chainAt(head: Head, ordinal: number): Uint8Array | undefined {
    return this.#atOnce(() => {
      const chain = this.#chainAt.get(entryOf(head.script, ordinal));
      if (chain !== undefined) return parseRow(Bytes, chain);
      const segment = this.#segments.holding(head.script, ordinal);
      if (segment === undefined || segment.last === ordinal) return segment?.chainAfter;
      return linkedEntriesOf(segment)[ordinal - segment.first]?.chain;
    });
  }
}

/** A reader may stand in the middle of a segment: its links then begin where the segment's do. */
function readSegment(segment: Segment, from: LogPlace): { updates: LoggedUpdate[]; place: LogPlace } {
  const all = linkedEntriesOf(segment);
  const skipped = from.ordinal + 1 - segment.first;
  const before = skipped === 0 ? segment.chainBefore : all[skipped - 1]?.chain;
  if (before === undefined || !Buffer.from(before).equals(from.chain)) throw failureOf('damaged');
  return { updates: all.slice(skipped), place: { ordinal: segment.last, chain: segment.chainAfter } };
}

function entryOf(script: number, ordinal: number): number {
  return script * ORDINALS + ordinal;
}
