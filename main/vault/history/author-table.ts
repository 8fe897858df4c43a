import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { seal } from '../seal.ts';
import { parseRow } from '../stored-row.ts';

/** Who wrote under a Yjs client id of a script. */
export interface AuthorRow {
  readonly script: number;
  readonly clientId: number;
  readonly personId: string;
  readonly name: string | null;
  /** The ordinal of the first update that holds the id. */
  readonly first: number;
}

const Row = z
  .object({
    script: z.int(),
    client_id: z.int(),
    person_id: z.string(),
    name: z.string().nullable(),
    first: z.int(),
    seal: Bytes,
  })
  .transform((row) => ({
    author: {
      script: row.script,
      clientId: row.client_id,
      personId: row.person_id,
      name: row.name,
      first: row.first,
    } satisfies AuthorRow,
    seal: row.seal,
  }));

export class AuthorTable {
  /** Client ids that are on disk: those who are written down need no statement for every key. */
  readonly #known = new Set<string>();
  readonly #new = new Set<string>();
  readonly #add;
  readonly #all;
  readonly #find;

  constructor(db: Sqlite) {
    this.#add = db.prepare(
      `INSERT INTO author (script, client_id, person_id, name, first, seal) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (script, client_id) DO NOTHING`,
    );
    this.#all = db.prepare(
      'SELECT script, client_id, person_id, name, first, seal FROM author WHERE script = ? ORDER BY first, client_id',
    );
    this.#find = db.prepare(
      'SELECT script, client_id, person_id, name, first, seal FROM author WHERE script = ? AND client_id = ?',
    );
  }

  /** Whoever was written down first stays: a client id belongs to one session of one window. */
  add(author: AuthorRow): void {
    this.#add.run(author.script, author.clientId, author.personId, author.name, author.first, sealOf(author));
  }

  /** For every update of a group: only the first one of a client id costs anything. `committed` must follow. */
  addOnce(author: AuthorRow): void {
    if (this.isKnown(author.script, author.clientId)) return;
    this.add(author);
    this.#new.add(keyOf(author.script, author.clientId));
  }

  /** Whether a client id is written down, on disk or in the group that is being committed. */
  isKnown(script: number, clientId: number): boolean {
    const key = keyOf(script, clientId);
    return this.#known.has(key) || this.#new.has(key);
  }

  /** What was added is on disk. */
  committed(): void {
    for (const key of this.#new) this.#known.add(key);
    this.#new.clear();
  }

  /** What was added since the last commit may have been taken back. */
  takenBack(): void {
    this.#new.clear();
  }

  /** A script is gone, and its number may come to stand for another. */
  forgetKnown(): void {
    this.#known.clear();
  }

  /**
   * In the order in which they first wrote.
   * @throws Failure `damaged` when a row is not what was written.
   */
  of(script: number): readonly AuthorRow[] {
    return this.#all.all(script).map(checked);
  }

  /** @throws Failure `damaged` when the row is not what was written. */
  find(script: number, clientId: number): AuthorRow | undefined {
    const row = this.#find.get(script, clientId);
    return row === undefined ? undefined : checked(row);
  }
}

function checked(row: unknown): AuthorRow {
  const found = parseRow(Row, row);
  if (!sealOf(found.author).equals(found.seal)) throw failureOf('damaged');
  return found.author;
}

const keyOf = (script: number, clientId: number): string => `${script} ${clientId}`;

function sealOf({ script, clientId, personId, name, first }: AuthorRow): Buffer {
  return seal([script, clientId, personId, name, first]);
}
