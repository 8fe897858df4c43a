import type pg from 'pg';
import type { Catalog, Table } from './catalog.ts';
import type { Cell } from './cells.ts';
import type { PlantedRow } from './facts.ts';
import { idOf } from './people.ts';
import { isDenied, probe, type Caller, type Outcome } from './probe.ts';
import { quoted } from './sql.ts';
import { rowsOf } from './world.ts';

/** Every change goes through a function, so that it is checked, counted and written down: no table is written directly. */
const EXPECTED = 'denied';

interface Attempt {
  readonly what: string;
  readonly statement: string;
}

const columnsOf = (values: object): string =>
  Object.keys(values)
    .map((column) => `"${column}"`)
    .join(', ');

function insertOf(row: PlantedRow): Attempt {
  const { id } = row.values;
  const fresh = typeof id === 'string' ? { ...row.values, id: idOf(`again ${row.label}`) } : row.values;
  const given = Object.fromEntries(Object.entries(fresh).filter(([, value]) => value !== null));
  const columns = columnsOf(given);
  return {
    what: `insert into ${row.table} like «${row.label}»`,
    statement: `insert into public."${row.table}" (${columns})
      select ${columns} from jsonb_populate_record(null::public."${row.table}", ${quoted(JSON.stringify(given))})`,
  };
}

/** Every column of every row at once: one row that changes is enough to see. */
function updatesOf({ name, columns }: Table): readonly Attempt[] {
  const sample = rowsOf(name)[0]?.values ?? {};
  return columns.map((column) => {
    const value = sample[column] ?? null;
    const text = value === null ? 'null' : quoted(typeof value === 'object' ? JSON.stringify(value) : String(value));
    return { what: `update ${name}.${column}`, statement: `update public."${name}" set "${column}" = ${text}` };
  });
}

export function attemptsOn(table: Table): readonly Attempt[] {
  return [
    ...rowsOf(table.name).filter(isSample).map(insertOf),
    ...updatesOf(table),
    { what: `delete from ${table.name}`, statement: `delete from public."${table.name}"` },
    { what: `truncate ${table.name}`, statement: `truncate public."${table.name}" cascade` },
  ];
}

/** Of scripts' rows: every status of the own project, one of each other. Of the rest: everything. */
const isSample = ({ label }: PlantedRow): boolean =>
  !/^(?:A2|B1|B2) (?:in_review|changes_requested|approved|archived)\b/.test(label);

/** No rows changed is what policies do to an UPDATE or DELETE; no error tells of it. */
export function gotOf(outcome: Outcome | undefined): string {
  if (outcome === undefined) return 'no answer';
  if (isDenied(outcome)) return 'denied';
  if ('error' in outcome) return `allowed, then stopped by ${outcome.error} ${outcome.message}`;
  return outcome.rows === 0 ? 'denied' : 'allowed';
}

export async function writeCells(
  client: pg.ClientBase,
  catalog: Catalog,
  callers: readonly Caller[],
): Promise<readonly Cell[]> {
  const attempts = catalog.tables.flatMap(attemptsOn);
  const statements = attempts.map(({ statement }) => statement);
  const cells: Cell[] = [];
  for (const caller of callers) {
    const outcomes = await probe(client, caller, statements);
    cells.push(
      ...attempts.map(({ what }, index): Cell => ({ caller, what, expected: EXPECTED, got: gotOf(outcomes[index]) })),
    );
  }
  return cells;
}

/** What the catalogue itself says of each table, role and verb: a grant that a trigger happens to guard is one too many. */
export async function grantCells(
  client: pg.ClientBase,
  catalog: Catalog,
  callers: readonly Caller[],
): Promise<readonly Cell[]> {
  const verbs = ['insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain'] as const;
  const wanted = catalog.tables.flatMap(({ name }) => verbs.map((verb) => ({ name, verb })));
  const statements = wanted.map(({ name, verb }) => {
    const byColumn = ['insert', 'update', 'references'].includes(verb);
    return `select to_jsonb(has_${byColumn ? 'any_column' : 'table'}_privilege('public."${name}"', '${verb}'))`;
  });
  const cells: Cell[] = [];
  for (const caller of callers) {
    const outcomes = await probe(client, caller, statements);
    for (const [index, { name, verb }] of wanted.entries()) {
      const outcome = outcomes[index];
      const isHeld = outcome === undefined || 'error' in outcome || outcome.answer !== false;
      cells.push({ caller, what: `hold ${verb} on ${name}`, expected: EXPECTED, got: isHeld ? 'allowed' : 'denied' });
    }
  }
  return cells;
}

const READS_AND_WRITES = ['select', 'insert', 'update', 'delete', 'truncate'] as const;
const BY_COLUMN: ReadonlySet<string> = new Set(['select', 'insert', 'update']);

/** Tables that no API shows are kept from everybody all the same, down to their last column. */
export async function innerCells(
  client: pg.ClientBase,
  { innerTables }: Catalog,
  callers: readonly Caller[],
): Promise<readonly Cell[]> {
  const wanted = innerTables.flatMap((table) => READS_AND_WRITES.map((verb) => ({ ...table, verb })));
  const statements = wanted.map(
    ({ oid, verb }) =>
      `select to_jsonb(has_${BY_COLUMN.has(verb) ? 'any_column' : 'table'}_privilege(${oid}::oid, '${verb}'))`,
  );
  const cells: Cell[] = [];
  for (const caller of callers) {
    const outcomes = await probe(client, caller, statements);
    for (const [index, { name, verb }] of wanted.entries()) {
      const outcome = outcomes[index];
      const isHeld = outcome === undefined || 'error' in outcome || outcome.answer !== false;
      cells.push({ caller, what: `hold ${verb} on ${name}`, expected: EXPECTED, got: isHeld ? 'allowed' : 'denied' });
    }
  }
  return cells;
}
