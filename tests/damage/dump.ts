import Database from 'better-sqlite3';
import { join } from 'node:path';

/** Everything that a vault says about its scripts: the bytes of every update, in order, and what else a person knows. */
export interface Dump {
  /** `script ordinal` → hex of id, format, origin, time and bytes. */
  readonly updates: ReadonlyMap<string, string>;
  readonly meta: readonly string[];
}

export function dump(folder: string): Dump {
  const db = new Database(join(folder, 'vault.db'), { readonly: true });
  try {
    const rows = db
      .prepare(
        `SELECT head.script_id || ' ' || ordinal, hex(update_id) || script_update.format || ' ' || origin || ' ' || saved_at || ' ' || hex(bytes)
         FROM script_update JOIN head USING (script) WHERE entry > 0 ORDER BY entry`,
      )
      .raw()
      .all() as [string, string][];
    const meta = db
      .prepare(
        `SELECT script_id, title, created_at, trashed_at, count, edited_at, turn FROM script JOIN head USING (script, script_id)
         ORDER BY script_id`,
      )
      .raw()
      .all();
    return { updates: new Map(rows), meta: meta.map((row) => JSON.stringify(row)) };
  } finally {
    db.close();
  }
}

export function isSameDump(one: Dump, other: Dump): boolean {
  return (
    one.updates.size === other.updates.size &&
    [...one.updates].every(([place, row]) => other.updates.get(place) === row) &&
    JSON.stringify(one.meta) === JSON.stringify(other.meta)
  );
}
