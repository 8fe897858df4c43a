import type pg from 'pg';
import * as z from 'zod';
import type { Catalog, Table } from './catalog.ts';
import type { Cell } from './cells.ts';
import { mayRead, type PlantedRow } from './facts.ts';
import { isDenied, probe, type Caller, type Outcome } from './probe.ts';
import { rowsOf } from './world.ts';

/** Columns that nobody reads: codes, and what only functions tell, so that a list of scripts is no list of channels. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  invitations: ['code_hash'],
  scripts: ['head', 'chain', 'epoch'],
  reviews: ['epoch'],
};

const Keys = z.array(z.array(z.unknown()));

const keyOf = (row: PlantedRow, key: readonly string[]): string =>
  JSON.stringify(key.map((column) => row.values[column]));

/** One cell for each planted row: seen or not. A row that nobody planted is seen wrongly by whoever sees it. */
function judgeRows(caller: Caller, { name, key }: Table, outcome: Outcome | undefined): readonly Cell[] {
  if (outcome === undefined) throw new RangeError(`No answer about ${name}.`);
  const isClosed = isDenied(outcome);
  if ('error' in outcome && !isClosed) {
    return [{ caller, what: `read ${name}`, expected: 'an answer', got: `${outcome.error} ${outcome.message}` }];
  }
  const seen = new Set('error' in outcome ? [] : Keys.parse(outcome.answer).map((values) => JSON.stringify(values)));
  const planted = rowsOf(name).map((row): Cell => {
    const isSeen = seen.delete(keyOf(row, key));
    return {
      caller,
      what: `read ${name} «${row.label}»`,
      expected: mayRead(caller, row) ? 'allowed' : 'hidden',
      got: isSeen ? 'allowed' : 'hidden',
    };
  });
  const others = [...seen].map((values): Cell => ({
    caller,
    what: `read ${name} ${values}`,
    expected: 'hidden',
    got: 'allowed',
  }));
  return [...planted, ...others];
}

export async function readCells(
  client: pg.ClientBase,
  catalog: Catalog,
  callers: readonly Caller[],
): Promise<readonly Cell[]> {
  const statements = catalog.tables.map(({ name, key }) => {
    const values = key.map((column) => `"${column}"`).join(', ');
    return `select coalesce(jsonb_agg(jsonb_build_array(${values})), '[]') from public."${name}"`;
  });
  const cells: Cell[] = [];
  for (const caller of callers) {
    const outcomes = await probe(client, caller, statements);
    cells.push(...catalog.tables.flatMap((table, index) => judgeRows(caller, table, outcomes[index])));
  }
  return cells;
}

/** Each column by itself: whoever may read a row may read all of it, but for what is hidden from everybody. */
export async function columnCells(
  client: pg.ClientBase,
  catalog: Catalog,
  callers: readonly Caller[],
): Promise<readonly Cell[]> {
  const columns = catalog.tables.flatMap(({ name, columns: all }) => all.map((column) => ({ table: name, column })));
  const statements = columns.map(
    ({ table, column }) => `select to_jsonb(max("${column}"::text)) from public."${table}"`,
  );
  const cells: Cell[] = [];
  for (const caller of callers) {
    const outcomes = await probe(client, caller, statements);
    for (const [index, { table, column }] of columns.entries()) {
      const outcome = outcomes[index];
      const told = rowsOf(table).filter(({ values }) => (values[column] ?? null) !== null);
      const isReadable = HIDDEN[table]?.includes(column) !== true && told.some((row) => mayRead(caller, row));
      const isRead = outcome !== undefined && 'rows' in outcome && outcome.answer !== null;
      cells.push({
        caller,
        what: `read column ${table}.${column}`,
        expected: isReadable ? 'allowed' : 'hidden',
        got: isRead ? 'allowed' : 'hidden',
      });
    }
  }
  return cells;
}
