import { columnsNeeded, orderSql, selectSql, whereSql, type Source } from './filter-sql.ts';
import type { JsonBody } from './parse-body.ts';
import type { Query } from './query.ts';
import type { CatalogType, Sql } from './sql.ts';
import { bind, ident, join, nothing, sql, typeName } from './sql.ts';
import { writableColumn, type SchemaCache, type Table } from './schema-cache.ts';

/** How many rows there are in all, without limits: not asked, counted, or counted up to a bound. */
export type Counting =
  | { readonly kind: 'none' }
  | { readonly kind: 'exact' }
  | { readonly kind: 'upTo'; readonly rows: number };

export interface Wanted {
  readonly shape: 'list' | 'object' | 'nothing';
  readonly counting: Counting;
  /** The most rows of one answer. */
  readonly maxRows: number;
}

/** Each statement gives one row of texts: `total`, `page`, `body`, `headers`, `status`. */
export function readSql(table: Table, query: Query, wanted: Wanted, cache: SchemaCache): Sql {
  const source = sourceOf(table);
  const items = selectSql(query.select, source, cache);
  const from = sql`${source.reference}${whereSql(query.conditions, source)}`;
  const rows = sql`select ${items} from ${from}${orderSql(query.order, source)}${limitSql(query, wanted.maxRows)}`;
  return sql`with source as (${rows}) ${answerSql(wanted, totalSql(wanted.counting, from), sql`source`)}`;
}

/** What `explain` is asked of, to guess how many rows there are. */
export function plannedCountSql(table: Table, query: Query): Sql {
  const source = sourceOf(table);
  return sql`explain (format json) select 1 from ${source.reference}${whereSql(query.conditions, source)}`;
}

export interface Insertion {
  readonly body: JsonBody;
  /** Rows whose key is there already are passed over: the key's columns, or the primary key's. */
  readonly ignoreDuplicatesOf: readonly string[] | undefined;
}

export function insertSql(table: Table, query: Query, insertion: Insertion, wanted: Wanted, cache: SchemaCache): Sql {
  const { body, ignoreDuplicatesOf } = insertion;
  const columns = body.keys.map((key) => writableColumn(table, key));
  const names = join(
    columns.map((column) => ident(column.name)),
    ', ',
  );
  const into = columns.length === 0 ? nothing : sql` (${names})`;
  const conflict =
    ignoreDuplicatesOf === undefined || ignoreDuplicatesOf.length === 0
      ? nothing
      : sql` on conflict (${join(
          ignoreDuplicatesOf.map((name) => ident(writableColumn(table, name).name)),
          ', ',
        )}) do nothing`;
  return writeSql(
    sql`insert into ${sourceOf(table).reference}${into} select ${names} from ${bodySql(body, columns)}${conflict}`,
    { table, query, wanted, cache },
  );
}

export function updateSql(table: Table, query: Query, body: JsonBody, wanted: Wanted, cache: SchemaCache): Sql {
  const source = sourceOf(table);
  const columns = body.keys.map((key) => writableColumn(table, key));
  if (columns.length === 0) {
    // `set` cannot be empty: nothing to change changes nothing.
    const none = sql`select ${source.reference}.* from ${source.reference} where false`;
    return sql`with source as (${none}) ${answerSql(wanted, sql`null`, sql`(${shownSql(table, query, cache)})`)}`;
  }
  const set = join(
    columns.map(({ name }) => sql`${ident(name)} = body.${ident(name)}`),
    ', ',
  );
  const where = whereSql(query.conditions, source);
  return writeSql(sql`update ${source.reference} set ${set} from ${bodySql(body, columns)}${where}`, {
    table,
    query,
    wanted,
    cache,
  });
}

export function deleteSql(table: Table, query: Query, wanted: Wanted, cache: SchemaCache): Sql {
  const source = sourceOf(table);
  return writeSql(sql`delete from ${source.reference}${whereSql(query.conditions, source)}`, {
    table,
    query,
    wanted,
    cache,
  });
}

function writeSql(
  words: Sql,
  {
    table,
    query,
    wanted,
    cache,
  }: { readonly table: Table; readonly query: Query; readonly wanted: Wanted; readonly cache: SchemaCache },
): Sql {
  const source = sourceOf(table);
  if (wanted.shape === 'nothing') {
    // Naming no column asks for no right to read one.
    return sql`with source as (${words} returning 1) ${answerSql(wanted, sql`null`, sql`source`)}`;
  }
  const columns = columnsNeeded(query.select, query.order, source);
  const returning = join(
    columns.map((name) => sql`${source.reference}.${ident(name)}`),
    ', ',
  );
  return sql`with source as (${words} returning ${returning}) ${answerSql(
    wanted,
    sql`null`,
    sql`(${shownSql(table, query, cache)})`,
  )}`;
}

/** What a writing statement shows of the rows it touched. */
function shownSql(table: Table, query: Query, cache: SchemaCache): Sql {
  const source: Source = { reference: sql`source`, name: table.name, columns: table.columns };
  return sql`select ${selectSql(query.select, source, cache)} from source${orderSql(query.order, source)}`;
}

/** What a function said of its own answer. */
export const SAID = sql`nullif(current_setting('response.headers', true), '') as headers,
  nullif(current_setting('response.status', true), '') as status`;

export function answerSql(wanted: Wanted, total: Sql, from: Sql, of: 'rows' | 'values' = 'rows'): Sql {
  const body = (): Sql => {
    if (wanted.shape === 'nothing') return sql`null`;
    if (of === 'values' && wanted.shape === 'list') return sql`coalesce(json_agg(answer.value), '[]')::text`;
    return wanted.shape === 'object'
      ? sql`coalesce((json_agg(answer) -> 0)::text, 'null')`
      : sql`coalesce(json_agg(answer), '[]')::text`;
  };
  return sql`select (${total})::text as total, count(*)::text as page, ${body()} as body, ${SAID} from ${from} as answer`;
}

export function totalSql(counting: Counting, from: Sql): Sql {
  switch (counting.kind) {
    case 'none':
      return sql`null`;
    case 'exact':
      return sql`select count(*) from ${from}`;
    case 'upTo':
      return sql`select count(*) from (select 1 from ${from} limit ${bind(String(counting.rows))}) as counted`;
    default:
      return counting satisfies never;
  }
}

export function limitSql(query: Query, maxRows: number): Sql {
  const limit = Math.min(query.limit ?? maxRows, maxRows);
  return sql` limit ${bind(String(limit))} offset ${bind(String(query.offset))}`;
}

/** The body as rows with typed columns, called `body`. */
export function bodySql(
  body: JsonBody,
  columns: readonly { readonly name: string; readonly type: CatalogType }[],
): Sql {
  if (columns.length === 0) {
    return body.isList ? sql`json_array_elements(${bind(body.text)}::json) as body` : sql`(values (1)) as body`;
  }
  const typed = join(
    columns.map(({ name, type }) => sql`${ident(name)} ${typeName(type)}`),
    ', ',
  );
  return body.isList
    ? sql`json_to_recordset(${bind(body.text)}::json) as body (${typed})`
    : sql`json_to_record(${bind(body.text)}::json) as body (${typed})`;
}

function sourceOf(table: Table): Source {
  return {
    reference: sql`${ident(table.schema)}.${ident(table.name)}`,
    name: table.name,
    columns: table.columns,
  };
}
