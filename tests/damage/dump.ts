import Database from 'better-sqlite3';
import { join } from 'node:path';
import { linkedEntriesOf } from '../../main/vault/history/segments.ts';
import { SegmentTable } from '../../main/vault/history/segment-table.ts';
import type { Value } from '../../main/vault/recovery/cells.ts';
import { sealedTables } from '../../main/vault/recovery/sealed-tables.ts';

/** Everything that a vault says about its scripts: the bytes of every update, in order, and what else a person knows. */
export interface Dump {
  /** `<script id> <ordinal>` → what was written, its bytes last. */
  readonly updates: ReadonlyMap<string, string>;
  /** `<table> <key>` → the row, without its chain and seal: a log that lost a row has new ones. */
  readonly rows: ReadonlyMap<string, string>;
}

/** Made from the scripts, or of how the file was used. */
const NOT_SAID = new Set(['session', 'checkup', 'incident', 'snapshot', 'segment', 'vault', 'head']);

export function dump(folder: string): Dump {
  const db = new Database(join(folder, 'vault.db'), { readonly: true });
  try {
    const updates = new Map<string, string>();
    const heads = db.prepare('SELECT script, script_id FROM head').raw().all() as [number, string][];
    const rowsOf = db
      .prepare(
        'SELECT ordinal, update_id, format, origin, saved_at, bytes FROM script_update WHERE script = ? ORDER BY entry',
      )
      .raw();
    const segments = new SegmentTable(db);
    for (const [script, scriptId] of heads) {
      const last = segments.lastOrdinal(script);
      for (let ordinal = 1; ordinal <= last;) {
        const segment = segments.holding(script, ordinal);
        if (segment === undefined) break;
        for (const { ordinal: at, id, format, origin, savedAt, bytes } of linkedEntriesOf(segment)) {
          updates.set(`${scriptId} ${at}`, line([hex(id), format, origin, savedAt, hex(bytes)]));
        }
        ordinal = segment.last + 1;
      }
      for (const [at, id, ...rest] of rowsOf.all(script) as [number, Buffer, number, number, number, Buffer][]) {
        const [format, origin, savedAt, bytes] = rest;
        updates.set(`${scriptId} ${at}`, line([hex(id), format, origin, savedAt, hex(bytes)]));
      }
    }
    return { updates, rows: sealedRows(db) };
  } finally {
    db.close();
  }
}

function sealedRows(db: Database.Database): ReadonlyMap<string, string> {
  const rows = new Map<string, string>();
  for (const table of sealedTables) {
    if (NOT_SAID.has(table.name)) continue;
    for (const values of db
      .prepare(`SELECT ${table.columns.join(', ')} FROM ${table.name}`)
      .raw()
      .all() as Value[][]) {
      rows.set(
        rowKey(table.name, values.slice(0, table.keys === 'rowid' ? 1 : table.keys)),
        said(table.columns, values),
      );
    }
  }
  return rows;
}

export function rowKey(table: string, keys: readonly Value[]): string {
  return line([table, ...keys.map(String)]);
}

/** Other values may stand for the same after a recovery. */
const MADE_ANEW = ['chain', 'seal', 'covered'];

function said(columns: readonly string[], values: readonly Value[]): string {
  const kept = values.filter((_, index) => !MADE_ANEW.includes(columns[index] ?? ''));
  return line(kept.map((value) => (Buffer.isBuffer(value) ? hex(value) : String(value))));
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const line = (parts: readonly (string | number)[]): string => parts.join(' ');

export function isSameDump(one: Dump, other: Dump): boolean {
  return areSame(one.updates, other.updates) && areSame(one.rows, other.rows);
}

function areSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
