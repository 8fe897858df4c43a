import * as z from 'zod';
import { ScriptId } from '../../../app/ids.ts';
import type { Storage } from '../../../app/ipc/storage.ts';
import { readNumber, type Sqlite } from '../database.ts';
import { parseRow } from '../stored-row.ts';

const ORDINALS = 2 ** 32;
// Several scripts share a page, so shares of it are told: what SQLite's own count of pages gave for 3,000 keys in 800 rows.

/** What a row of the log takes besides its bytes: digests, times, ids and their index. */
const ROW_BYTES = 148;
/** What a stored text takes besides itself: its number, its names and their index. */
const TEXT_BYTES = 163;
/** The words' index, as a share of the text that is in it. */
const INDEX_SHARE = 1.8;

const Rows = z.array(
  z.object({
    script_id: ScriptId,
    title: z.string(),
    trashed_at: z.number().nullable(),
    rows: z.int(),
    log: z.int(),
    history: z.int(),
    snapshot: z.int(),
    projection: z.int(),
    texts: z.int(),
    text: z.int(),
  }),
);

/** How much of the file each script takes. */
export class StorageUsed {
  readonly #db: Sqlite;
  readonly #all;

  constructor(db: Sqlite) {
    this.#db = db;
    const sum = (what: string, table: string, where = 'script = one.script'): string =>
      `(SELECT coalesce(sum(${what}), 0) FROM ${table} WHERE ${where})`;
    const ofLog = `entry > one.script * ${ORDINALS} AND entry < (one.script + 1) * ${ORDINALS}`;
    this.#all = db.prepare(
      `SELECT script_id, title, trashed_at,
         ${sum('1', 'script_update', ofLog)} AS rows,
         ${sum('length(bytes)', 'script_update', ofLog)} AS log,
         ${sum('length(body)', 'segment')} + ${sum('length(body)', 'snapshot', "script = one.script AND purpose = 'seek'")} AS history,
         ${sum('length(body)', 'snapshot', "script = one.script AND purpose = 'open'")} AS snapshot,
         ${sum('length(body)', 'projection')} AS projection,
         ${sum('1', 'search_text')} AS texts,
         ${sum('length(CAST(text AS BLOB)) + coalesce(length(CAST(folded AS BLOB)), 0)', 'search_text')} AS text
       FROM script AS one`,
    );
  }

  /** Of the whole file, without what was given free. */
  bytes(): number {
    const pages = readNumber(this.#db, 'page_count') - readNumber(this.#db, 'freelist_count');
    return pages * readNumber(this.#db, 'page_size');
  }

  list(): Storage {
    const scripts = parseRow(Rows, this.#all.all()).map((row) => ({
      scriptId: row.script_id,
      title: row.title,
      trashedAt: row.trashed_at,
      log: row.log + row.rows * ROW_BYTES,
      history: row.history,
      snapshot: row.snapshot,
      search: row.projection + row.texts * TEXT_BYTES + Math.round(row.text * (1 + INDEX_SHARE)),
    }));
    const total = ({ log, history, snapshot, search }: (typeof scripts)[number]): number =>
      log + history + snapshot + search;
    const pageBytes = readNumber(this.#db, 'page_size');
    return {
      scripts: scripts.toSorted((one, other) => total(other) - total(one)),
      file: readNumber(this.#db, 'page_count') * pageBytes,
      free: readNumber(this.#db, 'freelist_count') * pageBytes,
    };
  }
}
