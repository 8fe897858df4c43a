import { orderSql, selectSql, whereSql, type Source } from './filter-sql.ts';
import type { JsonBody } from './parse-body.ts';
import type { Query } from './query.ts';
import type { DatabaseFunction, SchemaCache } from './schema-cache.ts';
import { bind, ident, join, nothing, sql, typeName, type Sql } from './sql.ts';
import { answerSql, bodySql, limitSql, SAID, totalSql, type Wanted } from './statement-sql.ts';

/** A function's arguments: all together as JSON, or one by one from the address. */
export type Arguments = JsonBody | { readonly values: ReadonlyMap<string, string> };

export function callSql(
  called: DatabaseFunction,
  given: Arguments,
  query: Query,
  wanted: Wanted,
  cache: SchemaCache,
): Sql {
  const name = sql`${ident(called.schema)}.${ident(called.name)}`;
  const parameters = called.parameters.filter((each) =>
    'values' in given ? given.values.has(each.name) : given.keys.includes(each.name),
  );
  const list = join(
    parameters.map((each) =>
      'values' in given
        ? sql`${ident(each.name)} := ${bind(given.values.get(each.name) ?? null)}::${typeName(each.type)}`
        : sql`${ident(each.name)} := body.${ident(each.name)}`,
    ),
    ', ',
  );
  const call = sql`${name}(${list})`;
  const from = 'values' in given || parameters.length === 0 ? nothing : sql`${bodySql(given, parameters)}, `;
  const { returns } = called;
  switch (returns.kind) {
    case 'void':
      return sql`with source as materialized (select called.* from ${from}lateral (select ${call}) as called) ${answerSql({ ...wanted, shape: 'nothing' }, sql`null`, sql`source`)}`;
    case 'scalar': {
      if (!returns.set && wanted.shape !== 'nothing') {
        const rows = sql`select ${call} as value${parameters.length === 0 || 'values' in given ? nothing : sql` from ${bodySql(given, parameters)}`}`;
        return valueSql(rows, wanted);
      }
      const rows = sql`select called.value from ${from}lateral (select ${call} as value) as called`;
      const limited = returns.set ? limitSql(query, wanted.maxRows) : nothing;
      return sql`with every as materialized (${rows}), source as (select * from every${limited}) ${answerSql(
        wanted,
        totalSql(wanted.counting, sql`every`),
        sql`source`,
        'values',
      )}`;
    }
    case 'row': {
      const rows = sql`select called.* from ${from}lateral ${call} as called`;
      const source: Source = { reference: sql`every`, name: called.name, columns: returns.columns };
      const filtered = sql`every${whereSql(query.conditions, source)}`;
      const shown = sql`select ${selectSql(query.select, source, cache)} from ${filtered}${orderSql(query.order, source)}${
        returns.set ? limitSql(query, wanted.maxRows) : nothing
      }`;
      return sql`with every as materialized (${rows}), source as (${shown}) ${answerSql(
        returns.set || wanted.shape !== 'list' ? wanted : { ...wanted, shape: 'object' },
        totalSql(wanted.counting, filtered),
        sql`source`,
      )}`;
    }
    default:
      return returns satisfies never;
  }
}

/** The one value of a function: what is called most, and cheaper to plan. */
function valueSql(row: Sql, { counting }: Wanted): Sql {
  const total = counting.kind === 'none' ? sql`null` : sql`'1'`;
  // `offset 0` keeps the two apart: the value is made first, and what its making set is read after.
  return sql`select ${total} as total, '1' as page, coalesce(to_json(answer.value)::text, 'null') as body, ${SAID} from (${row} offset 0) as answer`;
}
