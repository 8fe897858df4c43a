import Database from 'better-sqlite3';
import * as Y from 'yjs';
import * as z from 'zod';
import { Failure } from '../../../app/failure.ts';
import { ScriptId } from '../../../app/ids.ts';
import { chainNext, chainStart } from '../chain.ts';
import { readNumber, transact, type Sqlite } from '../database.ts';
import { asFailure } from '../failures.ts';
import { migrations } from '../migrations/all.ts';
import { sha256 } from '../seal.ts';
import { hasItsBody } from './choose-rows.ts';
import { isSealed } from './read-row.ts';
import { sealedTables, type SealedTable } from './sealed-tables.ts';
import { headsAreRight } from './start-check.ts';
import { searchFindings } from './search-check.ts';
import type { Value } from './cells.ts';

/** Something that is not as it was written. */
export interface Finding {
  /**
   * `damage`: the file is set aside and built again. `index`: what can be made again is made again. `unreadable`: an
   * update that Yjs cannot read; it is what was saved, so there is nothing to repair.
   */
  readonly kind: 'damage' | 'index' | 'unreadable';
  readonly scriptId: ScriptId | null;
  /** For a developer: no words of any script. */
  readonly what: string;
}

/** After each piece: what it found, and how much of everything is done, from 0 to 1. */
export interface Piece {
  readonly share: number;
  readonly findings: readonly Finding[];
}

const ROWS_PER_PIECE = 256;
const MAX_ERRORS = 20;
const ORDINALS = 2 ** 32;

/**
 * Looks at everything there is, in pieces that each take a few milliseconds, except SQLite's own check. Every row proves
 * itself, every log is followed from its beginning to what its head says, and every update is decoded.
 */
export function* fullCheck(db: Sqlite): Generator<Piece> {
  try {
    yield* pieces(db);
  } catch (error) {
    // A page that cannot be read at all ends the look: what was asked about is found.
    if (!isDamage(error)) throw error;
    yield { share: 1, findings: [damage(error instanceof Error ? error.message : String(error))] };
  }
}

function* pieces(db: Sqlite): Generator<Piece> {
  yield { share: 0, findings: structureFindings(db) };
  const schema = schemaFindings(db);
  yield { share: 0.2, findings: schema };
  if (schema.length > 0) return;
  let done = 0;
  for (const table of sealedTables) {
    for (const findings of tableFindings(db, table))
      yield { share: 0.2 + (0.2 * done) / sealedTables.length, findings };
    done += 1;
  }
  if (!transact(db, () => headsAreRight(db), 'deferred'))
    yield { share: 0.4, findings: [damage('a head does not say where its log ends')] };
  yield { share: 0.4, findings: transact(db, () => coverageFindings(db), 'deferred') };
  const scripts = Scripts.parse(db.prepare('SELECT script, script_id, count FROM head ORDER BY script').raw().all());
  for (const [index, script] of scripts.entries()) {
    const share = 0.4 + (0.6 * index) / scripts.length;
    for (const findings of logFindings(db, script)) {
      yield { share, findings: findings.some(({ kind }) => kind === 'damage') ? confirmed(db, script) : findings };
    }
    const texts = (): readonly Finding[] => searchFindings(db, { script: script[0], scriptId: script[1] });
    yield { share, findings: transact(db, texts, 'deferred') };
  }
  yield { share: 1, findings: transact(db, () => strayFindings(db), 'deferred') };
}

function isDamage(error: unknown): boolean {
  const failure = asFailure(error);
  return error instanceof z.ZodError || (failure instanceof Failure && failure.code === 'damaged');
}

const Scripts = z.array(z.tuple([z.int(), ScriptId, z.int()]));
const Lines = z.array(z.string());

const damage = (what: string, scriptId: ScriptId | null = null): Finding => ({ kind: 'damage', scriptId, what });

/** What SQLite itself finds. It misses about a fifth of what can be wrong, and only it knows its own free pages. */
function structureFindings(db: Sqlite): readonly Finding[] {
  const look = (): unknown => {
    // What an index looked like when this connection last searched is checked against the file of now, and called corrupt
    // when somebody has written since. A search in the same transaction makes it look anew.
    for (const index of ['search_word', 'search_trigram']) db.prepare(`SELECT 1 FROM ${index} LIMIT 1`).get();
    return db.pragma(`integrity_check(${MAX_ERRORS})`, { simple: false });
  };
  const lines = asLines(() => transact(db, look, 'deferred'));
  return lines.filter((line) => line !== 'ok').map((line) => damage(`structure: ${line}`));
}

function asLines(ask: () => unknown): readonly string[] {
  try {
    return Lines.parse(
      z
        .array(z.object({ integrity_check: z.string() }))
        .parse(ask())
        .map((row) => row.integrity_check),
    );
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** The schema is text in the file like any other. That of a newer build is not known here. */
function schemaFindings(db: Sqlite): readonly Finding[] {
  const version = readNumber(db, 'user_version');
  if (version > migrations.length) return [];
  using fresh = new DisposableStack();
  const wanted = fresh.adopt(new Database(':memory:'), (it) => it.close());
  for (const { sql } of migrations.slice(0, version)) wanted.exec(sql);
  const read = (from: Sqlite): string =>
    JSON.stringify(
      from
        .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name")
        .raw()
        .all(),
    );
  return read(db) === read(wanted) ? [] : [damage('the schema is not what was written')];
}

function* tableFindings(db: Sqlite, table: SealedTable): Generator<readonly Finding[]> {
  const keys = table.columns.slice(0, table.keys === 'rowid' ? 1 : table.keys);
  const columns = table.columns.join(', ');
  const first = db
    .prepare(`SELECT ${columns} FROM ${table.name} ORDER BY ${keys.join(', ')} LIMIT ${ROWS_PER_PIECE}`)
    .raw();
  const after = db
    .prepare(
      `SELECT ${columns} FROM ${table.name} WHERE (${keys.join(', ')}) > (${keys.map(() => '?').join(', ')})
       ORDER BY ${keys.join(', ')} LIMIT ${ROWS_PER_PIECE}`,
    )
    .raw();
  let rows = z.array(Row).parse(first.all());
  for (;;) {
    yield rows.flatMap((values) => {
      const isRight = isSealed(table, values) && hasItsBody({ table, values, standing: 'live' });
      return isRight ? [] : [damage(`a row of ${table.name} is not what was written`)];
    });
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_PER_PIECE) return;
    rows = z.array(Row).parse(after.all(...last.slice(0, keys.length)));
  }
}

const Row = z.array(
  z.custom<Value>(
    (value) => value === null || typeof value === 'number' || typeof value === 'string' || Buffer.isBuffer(value),
  ),
);

const Blob = z.custom<Buffer>((value) => Buffer.isBuffer(value));
const Update = z.tuple([z.int(), Blob, z.int(), z.int(), z.number(), Blob, Blob, Blob]);
const Segment = z.tuple([z.int(), z.int(), Blob, Blob]);
const Snapshot = z.tuple([z.int(), Blob]);

/** Between two pieces the log may have been compacted or the script removed: only what is wrong at one moment is. */
function confirmed(db: Sqlite, [script, scriptId]: z.output<typeof Scripts>[number]): readonly Finding[] {
  const look = (): readonly Finding[] => {
    const count = z.int().optional().parse(db.prepare('SELECT count FROM head WHERE script = ?').pluck().get(script));
    return count === undefined ? [] : [...logFindings(db, [script, scriptId, count])].flat();
  };
  return transact(db, look, 'deferred');
}

/** Up to the ordinal `count`: what was written since is looked at another time. */
function* logFindings(
  db: Sqlite,
  [script, scriptId, count]: z.output<typeof Scripts>[number],
): Generator<readonly Finding[]> {
  const segments = z
    .array(Segment)
    .parse(
      db
        .prepare('SELECT first, last, chain_before, chain_after FROM segment WHERE script = ? ORDER BY first')
        .raw()
        .all(script),
    );
  const snapshots = z
    .array(Snapshot)
    .parse(db.prepare('SELECT ordinal, chain FROM snapshot WHERE script = ?').raw().all(script));
  const read = db
    .prepare(
      `SELECT ordinal, update_id, format, origin, saved_at, sha, chain, bytes FROM script_update
       WHERE entry > ? AND entry <= ? ORDER BY entry LIMIT ${ROWS_PER_PIECE}`,
    )
    .raw();
  const chainAt = new Map(snapshots.map(([ordinal]): [number, Uint8Array | null] => [ordinal, null]));
  let [ordinal, chain]: [number, Uint8Array] = [0, chainStart(scriptId)];
  for (const [first, last, before, after] of segments) {
    if (first !== ordinal + 1 || !before.equals(chain))
      yield [damage('a segment does not follow the one before', scriptId)];
    [ordinal, chain] = [last, after];
    if (chainAt.has(ordinal)) chainAt.set(ordinal, chain);
    // Within a segment there is one digest for all: a snapshot taken there is believed for its seal.
    for (const [at] of snapshots) if (at >= first && at < last) chainAt.delete(at);
  }
  for (;;) {
    const rows = z.array(Update).safeParse(read.all(script * ORDINALS + ordinal, script * ORDINALS + count));
    if (!rows.success) return yield [damage('an update has lost its shape', scriptId)];
    const findings: Finding[] = [];
    for (const [at, id, format, origin, savedAt, sha, written, bytes] of rows.data) {
      const next = chainNext(chain, { id, format, origin, savedAt, sha });
      if (at !== ordinal + 1 || !sha256(bytes).equals(sha) || !next.equals(written)) {
        findings.push(damage(`update ${at} is not what was written`, scriptId));
      } else if (!isReadable(bytes)) findings.push({ kind: 'unreadable', scriptId, what: `update ${at}` });
      [ordinal, chain] = [at, written];
      if (chainAt.has(at)) chainAt.set(at, chain);
    }
    yield findings;
    if (rows.data.length < ROWS_PER_PIECE) break;
  }
  if (ordinal !== count) yield [damage('a log does not end where its head says', scriptId)];
  const strange = snapshots.filter(([at, of]) => chainAt.has(at) && !of.equals(chainAt.get(at) ?? Buffer.alloc(0)));
  yield strange.map(() => damage('a snapshot is of another history', scriptId));
}

function isReadable(update: Uint8Array): boolean {
  try {
    Y.decodeUpdate(update);
    return true;
  } catch {
    return false;
  }
}

/** Updates that a lane takes for sent, or to be sent, and that no batch holds: they would stay here for ever. */
function coverageFindings(db: Sqlite): readonly Finding[] {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'lane'").get() === undefined) return [];
  const missing = db.prepare(
    `SELECT 1 FROM lane WHERE covered >
       (SELECT coalesce(sum(last - first + 1), 0) FROM batch WHERE script = lane.script AND first <= lane.covered)`,
  );
  return missing.all().map(() => damage('updates are in no batch although their lane says so'));
}

/** Rows of the log that belong to no script. */
function strayFindings(db: Sqlite): readonly Finding[] {
  const known = z.array(z.int()).parse(db.prepare('SELECT script FROM head').pluck().all());
  const owner = db.prepare('SELECT script FROM script_update WHERE entry >= ? ORDER BY entry LIMIT 1').pluck();
  const isKnown = new Set(known);
  for (let from = 0; ;) {
    const script = z
      .int()
      .optional()
      .parse(owner.get(from * ORDINALS));
    if (script === undefined) return [];
    if (!isKnown.has(script)) return [damage('updates belong to no script')];
    from = script + 1;
  }
}
