import type { Sqlite } from '../database.ts';
import { SearchTable } from '../search-table.ts';

/** What can be made again first, what refers to the script before the script itself. */
const tables = [
  'projection',
  'snapshot',
  'segment',
  'batch',
  'cursor',
  'lane',
  'read_mark',
  'author',
  'moment',
  'head',
  'script',
] as const;

const ORDINALS = 2 ** 32;

/** Every row of one script, in all tables. Belongs inside a transaction. */
export function removeRows(db: Sqlite, script: number): void {
  new SearchTable(db).removeAll(script);
  db.prepare('DELETE FROM script_update WHERE entry > ? AND entry < ?').run(script * ORDINALS, (script + 1) * ORDINALS);
  for (const table of tables) db.prepare(`DELETE FROM ${table} WHERE script = ?`).run(script);
}
