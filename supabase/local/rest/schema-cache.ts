import { restError } from './rest-error.ts';
import type { CatalogType } from './sql.ts';

/** What the database offers, as of the last reading of its catalog. Nothing is named in a statement that is not in here. */
export interface SchemaCache {
  readonly tables: ReadonlyMap<string, Table>;
  /** Several under one name are overloads. */
  readonly functions: ReadonlyMap<string, readonly DatabaseFunction[]>;
  /** By every name a caller may use in a cast. */
  readonly types: ReadonlyMap<string, CatalogType>;
  readonly roles: ReadonlyMap<string, RoleSettings>;
}

export type Columns = ReadonlyMap<string, Column>;

export interface Column {
  readonly name: string;
  readonly type: CatalogType;
}

export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly columns: Columns;
  readonly primaryKey: readonly string[];
}

export interface DatabaseFunction {
  readonly schema: string;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly returns: Returned;
  readonly volatility: 'volatile' | 'stable' | 'immutable';
  /** Of its own `SET` clauses those that must hold before it starts: `statement_timeout`. */
  readonly settings: Settings;
  readonly isolation: Isolation | undefined;
}

export interface Parameter {
  /** Empty: it has no name and can be given by no caller. */
  readonly name: string;
  readonly type: CatalogType;
  readonly required: boolean;
}

export type Returned =
  | { readonly kind: 'void' }
  | { readonly kind: 'scalar'; readonly set: boolean }
  | { readonly kind: 'row'; readonly set: boolean; readonly columns: Columns };

/** What `ALTER ROLE … SET` says of a role that a caller can have. */
export interface RoleSettings {
  readonly settings: Settings;
  readonly isolation: Isolation | undefined;
}

export type Settings = readonly (readonly [name: string, value: string])[];
export type Isolation = 'read committed' | 'repeatable read' | 'serializable';

export function findTable(cache: SchemaCache, schema: string, name: string): Table {
  const table = cache.tables.get(name);
  if (table !== undefined) return table;
  const near = nearest(name, [...cache.tables.keys()]);
  throw restError(
    404,
    'PGRST205',
    `Could not find the table '${schema}.${name}' in the schema cache`,
    near === undefined ? {} : { hint: `Perhaps you meant the table '${schema}.${near}'` },
  );
}

/** A column read or compared: an unknown one is answered in Postgres's own words. */
export function readableColumn(columns: Columns, source: string, name: string): Column {
  const column = columns.get(name);
  if (column === undefined) throw restError(400, '42703', `column ${source}.${name} does not exist`);
  return column;
}

/** A column written: an unknown one is the cache's to refuse. */
export function writableColumn(table: Table, name: string): Column {
  const column = table.columns.get(name);
  if (column === undefined) {
    throw restError(400, 'PGRST204', `Could not find the '${name}' column of '${table.name}' in the schema cache`);
  }
  return column;
}

export function findType(cache: SchemaCache, name: string): CatalogType {
  const type = cache.types.get(name.toLowerCase());
  if (type === undefined) throw restError(400, '42704', `type "${name}" does not exist`);
  return type;
}

/** The name that differs least, where at most a third of its letters differ. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const scored = names
    .map((each) => ({ each, far: distance(name, each) }))
    .filter(({ each, far }) => far <= Math.max(name.length, each.length) / 3)
    .toSorted((one, other) => one.far - other.far);
  return scored[0]?.each;
}

function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(one.slice(0, 63)).entries()) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j += 1) {
      const replaced = (row[j] ?? 0) + (letter === other[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
