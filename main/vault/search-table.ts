import * as z from 'zod';
import { RowId, ScriptId } from '../../app/ids.ts';
import { SearchHit } from '../../app/ipc/contract.ts';
import type { Sqlite } from './database.ts';
import { foldedForIndex } from './fold.ts';
import { matchesOf, parseQuery, type Matches } from './search-query.ts';
import { isUnspaced, type Cell, type Findable } from './search-text.ts';
import { snippetOf } from './snippet.ts';
import { parseRow } from './stored-row.ts';

export interface StoredText extends Findable {
  readonly textId: number;
}

/** What is found first when much is found. */
const RANK: Readonly<Record<Cell, number>> = { title: 4, heading: 3, speaker: 2, video: 1, audio: 1 };
const RANK_STEP = 2 ** 48;
/** So many of the best ranked are put in order; beyond that a word is so common that order says nothing. */
const CANDIDATES = 2_000;
const TEXTS_PER_READ = 1_000;

const CellName = SearchHit.shape.cell;
const TextRows = z.array(z.object({ text_id: z.int(), place: z.string(), text: z.string() }));
const HitRows = z.array(
  z.object({ script_id: ScriptId, title: z.string(), cell: CellName, place: z.string(), text: z.string() }),
);

/** What can be found, as text and as two full-text indexes over it. The writer changes it, the keeper reads it. */
export class SearchTable {
  readonly #db: Sqlite;
  readonly #page;
  readonly #find;
  readonly #idsOf;
  readonly #lastOfRank;
  readonly #insert;
  readonly #delete;
  readonly #indexWords;
  readonly #indexTrigrams;
  readonly #forgetWords;
  readonly #forgetTrigrams;

  constructor(db: Sqlite) {
    this.#db = db;
    this.#page = db.prepare(
      `SELECT text_id, place, text FROM search_text
       WHERE script = ? AND cell = ? AND place > ? ORDER BY place LIMIT ?`,
    );
    this.#find = db.prepare('SELECT text_id FROM search_text WHERE script = ? AND cell = ? AND place = ?').pluck();
    this.#idsOf = db.prepare('SELECT text_id FROM search_text WHERE script = ?').pluck();
    this.#lastOfRank = db
      .prepare('SELECT coalesce(max(text_id), @from) FROM search_text WHERE text_id >= @from AND text_id < @to')
      .pluck();
    this.#insert = db.prepare(
      'INSERT INTO search_text (text_id, script, cell, place, unspaced, text, folded) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#delete = db.prepare('DELETE FROM search_text WHERE text_id = ?');
    this.#indexWords = db.prepare('INSERT INTO search_word (rowid, text) VALUES (?, ?)');
    this.#indexTrigrams = db.prepare('INSERT INTO search_trigram (rowid, text) VALUES (?, ?)');
    // The indexes keep no text of their own: to forget a row they must be told what it was.
    this.#forgetWords = db.prepare(
      `INSERT INTO search_word (search_word, rowid, text) SELECT 'delete', text_id, text FROM search_index_text WHERE text_id = ?`,
    );
    this.#forgetTrigrams = db.prepare(
      `INSERT INTO search_trigram (search_trigram, rowid, text)
       SELECT 'delete', text_id, coalesce(folded, text) FROM search_text WHERE text_id = ? AND unspaced = 1`,
    );
  }

  /** Everything stored of one script except its title, read in pages so that no read transaction is long. */
  *everythingOf(script: number): Generator<StoredText> {
    for (const cell of ['heading', 'speaker', 'video', 'audio'] as const) {
      let after = '';
      for (;;) {
        const page = parseRow(TextRows, this.#page.all(script, cell, after, TEXTS_PER_READ));
        for (const { text_id: textId, place, text } of page) yield { textId, cell, place, text };
        const last = page.at(-1);
        if (last === undefined || page.length < TEXTS_PER_READ) break;
        after = last.place;
      }
    }
  }

  /** Takes the place of what was stored for the same cell, under the same number. */
  put(script: number, { cell, place, text }: Findable): void {
    const stored = this.#find.get(script, cell, place);
    const textId = stored === undefined ? this.#nextId(cell) : z.int().parse(stored);
    if (stored !== undefined) this.remove(textId);
    const unspaced = isUnspaced(text);
    const folded = foldedForIndex(text);
    this.#insert.run(textId, script, cell, place, unspaced ? 1 : 0, text, folded);
    this.#indexWords.run(textId, folded ?? text);
    if (unspaced) this.#indexTrigrams.run(textId, folded ?? text);
  }

  /** Also where the indexes no longer know what they hold. */
  forgetAll(): void {
    this.#db.exec(`
      INSERT INTO search_word (search_word) VALUES ('delete-all');
      INSERT INTO search_trigram (search_trigram) VALUES ('delete-all');
      DELETE FROM search_text;`);
  }

  /** The title included. */
  removeAll(script: number): void {
    for (const textId of z.array(z.int()).parse(this.#idsOf.all(script))) this.remove(textId);
  }

  remove(textId: number): void {
    this.#forgetWords.run(textId);
    this.#forgetTrigrams.run(textId);
    this.#delete.run(textId);
  }

  #nextId(cell: Cell): number {
    const [from, to] = [RANK[cell] * RANK_STEP, (RANK[cell] + 1) * RANK_STEP];
    return z.int().parse(this.#lastOfRank.get({ from, to })) + 1;
  }

  /** Titles first, then headings, speakers and cells; within these, scripts touched last first. Nothing from the trash. */
  search(query: string, limit: number): readonly SearchHit[] {
    const terms = parseQuery(query);
    if (terms.length === 0) return [];
    const { sql, values } = statementOf(matchesOf(terms));
    return parseRow(HitRows, this.#db.prepare(sql).all(...values, limit)).map(
      ({ script_id: scriptId, title, cell, place, text }): SearchHit => ({
        scriptId,
        title,
        // A foreign document may name its rows as it likes: the hit then opens the script without going to the row.
        rowId: isOfRow(cell) ? (RowId.safeParse(place).data ?? null) : null,
        cell,
        snippet: [...snippetOf(text, terms)],
      }),
    );
  }
}

function isOfRow(cell: Cell): boolean {
  return cell !== 'title' && cell !== 'heading';
}

function statementOf({ words, trigrams, likes }: Matches): {
  readonly sql: string;
  readonly values: readonly string[];
} {
  const conditions: string[] = [];
  const values: string[] = [];
  if (words !== null) {
    conditions.push('text_id IN (SELECT rowid FROM search_word WHERE search_word MATCH ? ORDER BY rowid DESC)');
    values.push(words);
  }
  if (trigrams !== null) {
    conditions.push('text_id IN (SELECT rowid FROM search_trigram WHERE search_trigram MATCH ?)');
    values.push(trigrams);
  }
  for (const like of likes) {
    conditions.push(String.raw`(unspaced = 1 AND coalesce(folded, text) LIKE ? ESCAPE '\')`);
    values.push(like);
  }
  const sql = `
    SELECT script_id, title, cell, place, text FROM (
      SELECT text_id, script, cell, place, text FROM search_text JOIN script USING (script)
      WHERE trashed_at IS NULL AND ${conditions.join(' AND ')} ORDER BY text_id DESC LIMIT ${CANDIDATES}
    ) JOIN script USING (script) JOIN head USING (script, script_id)
    ORDER BY text_id / ${RANK_STEP} DESC, turn DESC, text_id LIMIT ?`;
  return { sql, values };
}
