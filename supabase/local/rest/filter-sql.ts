import type { Comparison, Condition, Field, Operation, OrderTerm, Selected, TextSearch } from './query.ts';
import { findType, readableColumn, type Columns, type SchemaCache } from './schema-cache.ts';
import { bind, ident, join, nothing, sql, typeName, type Sql } from './sql.ts';

/** What a condition or a selected column may speak of: rows with known columns under one name in the statement. */
export interface Source {
  readonly reference: Sql;
  /** As Postgres calls it in a complaint. */
  readonly name: string;
  readonly columns: Columns;
}

const operators: Readonly<Record<Comparison, Sql>> = {
  eq: sql`=`,
  neq: sql`<>`,
  gte: sql`>=`,
  gt: sql`>`,
  lte: sql`<=`,
  lt: sql`<`,
  like: sql`like`,
  ilike: sql`ilike`,
  match: sql`~`,
  imatch: sql`~*`,
  cs: sql`@>`,
  cd: sql`<@`,
  ov: sql`&&`,
  sl: sql`<<`,
  sr: sql`>>`,
  nxr: sql`&<`,
  nxl: sql`&>`,
  adj: sql`-|-`,
};

const searches: Readonly<Record<TextSearch, Sql>> = {
  fts: sql`to_tsquery`,
  plfts: sql`plainto_tsquery`,
  phfts: sql`phraseto_tsquery`,
  wfts: sql`websearch_to_tsquery`,
};

const states = {
  null: sql`null`,
  not_null: sql`not null`,
  true: sql`true`,
  false: sql`false`,
  unknown: sql`unknown`,
} as const;

/** ` where …`, or nothing. */
export function whereSql(conditions: readonly Condition[], source: Source): Sql {
  if (conditions.length === 0) return nothing;
  return sql` where ${join(
    conditions.map((each) => conditionSql(each, source)),
    ' and ',
  )}`;
}

/** ` order by …`, or nothing. */
export function orderSql(order: readonly OrderTerm[], source: Source): Sql {
  if (order.length === 0) return nothing;
  const directions = { asc: sql` asc`, desc: sql` desc` };
  const nulls = { first: sql` nulls first`, last: sql` nulls last` };
  const terms = order.map(
    (term) =>
      sql`${fieldSql(term.field, source)}${term.direction === undefined ? nothing : directions[term.direction]}${
        term.nulls === undefined ? nothing : nulls[term.nulls]
      }`,
  );
  return sql` order by ${join(terms, ', ')}`;
}

/** The list between `select` and `from`. Asked for nothing in particular: every column. */
export function selectSql(select: readonly Selected[], source: Source, cache: SchemaCache): Sql {
  if (select.length === 0) return sql`${source.reference}.*`;
  return join(
    select.map((item) => {
      if (item.kind === 'everything') return sql`${source.reference}.*`;
      const value = fieldSql(item.field, source);
      const cast = item.cast === undefined ? value : sql`cast(${value} as ${typeName(findType(cache, item.cast))})`;
      const alias = item.alias ?? nameOf(item.field);
      return sql`${cast} as ${ident(alias)}`;
    }),
    ', ',
  );
}

/** Every column that the select list, the order or neither needs to be returned by a writing statement. */
export function columnsNeeded(
  select: readonly Selected[],
  order: readonly OrderTerm[],
  source: Source,
): readonly string[] {
  if (select.length === 0 || select.some((item) => item.kind === 'everything')) return [...source.columns.keys()];
  const fields = select.flatMap((item) => (item.kind === 'field' ? [item.field] : []));
  const names = [...fields, ...order.map((term) => term.field)].map(
    (field) => readableColumn(source.columns, source.name, field.column).name,
  );
  return [...new Set(names)];
}

function conditionSql(condition: Condition, source: Source): Sql {
  const negation = condition.negated ? sql`not ` : nothing;
  switch (condition.kind) {
    case 'filter':
      return sql`${negation}(${operationSql(condition.operation, condition.field, source)})`;
    case 'and':
    case 'or': {
      const inner = condition.conditions.map((each) => conditionSql(each, source));
      return sql`${negation}(${join(inner, condition.kind === 'and' ? ' and ' : ' or ')})`;
    }
    default:
      return condition satisfies never;
  }
}

function operationSql(operation: Operation, field: Field, source: Source): Sql {
  const left = fieldSql(field, source);
  switch (operation.kind) {
    case 'compare': {
      const isPattern = operation.operator === 'like' || operation.operator === 'ilike';
      const value = bind(isPattern ? operation.value.replaceAll('*', '%') : operation.value);
      const right =
        operation.each === 'any' ? sql`any (${value})` : operation.each === 'all' ? sql`all (${value})` : value;
      return sql`${left} ${operators[operation.operator]} ${right}`;
    }
    case 'in':
      return sql`${left} = any (${bind(operation.values)})`;
    case 'is':
      return sql`${left} is ${states[operation.state]}`;
    case 'distinct':
      return sql`${left} is distinct from ${bind(operation.value)}`;
    case 'search': {
      const language = operation.language === undefined ? nothing : sql`${bind(operation.language)}::regconfig, `;
      const isVector = source.columns.get(field.column)?.type === 'tsvector' && field.path.length === 0;
      const document = isVector ? left : sql`to_tsvector(${language}${left})`;
      return sql`${document} @@ ${searches[operation.operator]}(${language}${bind(operation.value)})`;
    }
    default:
      return operation satisfies never;
  }
}

function fieldSql(field: Field, source: Source): Sql {
  const { name } = readableColumn(source.columns, source.name, field.column);
  let path = sql`${source.reference}.${ident(name)}`;
  for (const { arrow, to } of field.path) {
    const step = 'key' in to ? sql`${bind(to.key)}::text` : sql`${bind(String(to.index))}::integer`;
    path = arrow === '->' ? sql`${path} -> ${step}` : sql`${path} ->> ${step}`;
  }
  return field.path.length === 0 ? path : sql`(${path})`;
}

/** `data->a->>b` comes back as `b`, or as the nearest key above a number. */
function nameOf(field: Field): string {
  const keys = field.path.flatMap(({ to }) => ('key' in to ? [to.key] : []));
  return keys.at(-1) ?? field.column;
}
