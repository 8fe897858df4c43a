import type pg from 'pg';
import * as z from 'zod';
import { sha256 } from '../bytes.ts';
import type { Catalog } from '../catalog.ts';
import type { Touch } from './verdict.ts';

const Row = z.record(z.string(), z.unknown());
type Row = z.output<typeof Row>;

/** Every row of every table, by table and key. */
export type Everything = ReadonlyMap<string, Row>;

export interface Change {
  readonly table: string;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

export async function readEverything(client: pg.ClientBase, { tables }: Catalog): Promise<Everything> {
  const all = new Map<string, Row>();
  for (const { name, key } of tables) {
    const { rows } = await client.query<{ row: unknown }>(`select to_jsonb(t) as row from public."${name}" as t`);
    for (const { row: read } of rows) {
      const row = Row.parse(read);
      all.set(`${name} ${JSON.stringify(key.map((column) => row[column]))}`, row);
    }
  }
  return all;
}

/** One number for all rows of all tables, whatever their order. */
export function hashOf(everything: Everything): string {
  const lines = [...everything].map(([key, row]) => `${key} ${JSON.stringify(row)}`).toSorted();
  return sha256(lines.join('\n')).toString('hex').slice(0, 16);
}

export function changesBetween(before: Everything, after: Everything): readonly Change[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    return [{ table: key.split(' ', 1)[0] ?? '', before: was, after: is }];
  });
}

const APPENDED: ReadonlySet<string> = new Set(['audit_log', 'security_events']);

/** What happened is written down by the server for whoever called, `null` for anybody; what stands there stays. */
export function isExplained(
  { table, before, after }: Change,
  touches: readonly Touch[],
  actors: ReadonlySet<string>,
): boolean {
  if (APPENDED.has(table)) return before === undefined && actors.has(String(after?.['actor']));
  const row = { ...before, ...after };
  return touches.some(
    (touch) => touch.table === table && Object.entries(touch.where).every(([column, value]) => row[column] === value),
  );
}

export function describeChange({ table, before, after }: Change): string {
  const verb = before === undefined ? 'added to' : after === undefined ? 'gone from' : 'changed in';
  const columns = Object.keys({ ...before, ...after }).filter((column) => before?.[column] !== after?.[column]);
  return `${verb} ${table}: ${JSON.stringify(before ?? after)} (${columns.join(', ')})`;
}
