import type { Client } from 'pg';
import * as z from 'zod';
import type { Column, DatabaseFunction, Isolation, RoleSettings, SchemaCache, Table } from './schema-cache.ts';
import type { CatalogType } from './sql.ts';

/** Postgres wrote these names itself (`format_type`), quoted where they need it. */
const TypeName = z.custom<CatalogType>((value) => typeof value === 'string' && value !== '');
const ColumnRow = z.object({ name: z.string(), type: TypeName });
const TableRow = z.object({ name: z.string(), columns: z.array(ColumnRow), primary_key: z.array(z.string()) });
const FunctionRow = z.object({
  name: z.string(),
  parameters: z.array(z.object({ name: z.string(), type: TypeName, required: z.boolean() })),
  returns: z.enum(['void', 'scalar', 'row']),
  returns_set: z.boolean(),
  columns: z.array(ColumnRow),
  volatility: z.enum(['volatile', 'stable', 'immutable']),
  settings: z.array(z.string()),
});
const TypeRow = z.object({ names: z.array(z.string()), type: TypeName });
const RoleRow = z.object({ role: z.string(), settings: z.array(z.string()) });
const IsolationName = z.enum(['read committed', 'repeatable read', 'serializable']);

/** Those of a function's own settings that must hold before it starts; the others Postgres sets when it does. */
const BEFORE_THE_CALL = ['statement_timeout'];

/** Words of SQL for types that the catalog keeps under other names. */
const SPOKEN: Readonly<Record<string, string>> = {
  int4: 'int',
  int8: 'bigint',
  int2: 'smallint',
  float8: 'float',
  numeric: 'decimal',
  varchar: 'varchar',
};

/** Reads what the schema offers. `connection` is any role's: the catalog is open to all. */
export async function loadSchema(connection: Client, schema: string): Promise<SchemaCache> {
  const read = async <T>(row: z.ZodType<T>, text: string, values: readonly string[]): Promise<readonly T[]> =>
    z.array(row).parse((await connection.query({ text, values: [...values] })).rows);

  const tables = (await read(TableRow, TABLES, [schema])).map((row): Table => ({
    schema,
    name: row.name,
    columns: byName(row.columns),
    primaryKey: row.primary_key,
  }));
  const functions = (await read(FunctionRow, FUNCTIONS, [schema])).map((row) => functionOf(schema, row));
  const types = await read(TypeRow, TYPES, []);
  const roles = await read(RoleRow, ROLES, []);
  return {
    tables: new Map(tables.map((table) => [table.name, table])),
    functions: Map.groupBy(functions, ({ name }) => name),
    types: new Map(
      types.flatMap(({ names, type }) =>
        [...names, ...names.flatMap((name) => SPOKEN[name] ?? [])].map((name) => [name, type] as const),
      ),
    ),
    roles: new Map(roles.map(({ role, settings }) => [role, roleOf(settings.map(pairOf))])),
  };
}

function functionOf(schema: string, row: z.output<typeof FunctionRow>): DatabaseFunction {
  const settings = row.settings.map(pairOf);
  const columns = byName(row.columns);
  return {
    schema,
    name: row.name,
    parameters: row.parameters,
    returns:
      row.returns === 'void'
        ? { kind: 'void' }
        : row.returns === 'scalar'
          ? { kind: 'scalar', set: row.returns_set }
          : { kind: 'row', set: row.returns_set, columns },
    volatility: row.volatility,
    settings: settings.filter(([name]) => BEFORE_THE_CALL.includes(name)),
    isolation: isolationIn(settings),
  };
}

function roleOf(pairs: readonly (readonly [string, string])[]): RoleSettings {
  return {
    settings: pairs.filter(([name]) => name !== 'default_transaction_isolation'),
    isolation: isolationIn(pairs),
  };
}

function isolationIn(pairs: readonly (readonly [string, string])[]): Isolation | undefined {
  const named = pairs.find(([name]) => name === 'default_transaction_isolation')?.[1];
  return IsolationName.safeParse(named).data;
}

function pairOf(setting: string): readonly [string, string] {
  const at = setting.indexOf('=');
  return [setting.slice(0, at), setting.slice(at + 1)];
}

function byName(columns: readonly Column[]): ReadonlyMap<string, Column> {
  return new Map(columns.map((column) => [column.name, column]));
}

const TABLES = `
  select
    c.relname::text as name,
    (
      select coalesce(json_agg(json_build_object(
        'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum), '[]')
      from pg_catalog.pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    ) as columns,
    array(
      select a.attname::text
      from pg_catalog.pg_index i
      join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
      where i.indrelid = c.oid and i.indisprimary
      order by array_position(i.indkey::int2[], a.attnum)
    ) as primary_key
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and c.relkind in ('r', 'v', 'm', 'f', 'p')`;

// A length in brackets would cut what is given: parameters take the types that have none.
const FUNCTIONS = `
  select
    p.proname::text as name,
    (
      select coalesce(json_agg(json_build_object(
        'name', coalesce(given.name, ''),
        'type', case given.type
          when 'character'::regtype then 'character varying'
          when 'bit'::regtype then 'bit varying'
          else format_type(given.type, null) end,
        'required', given.place <= p.pronargs - p.pronargdefaults) order by given.place), '[]')
      from unnest(p.proargtypes::oid[]) with ordinality as types (type, place)
      join lateral (
        select types.type, types.place, (
          select name from (
            select name, row_number() over (order by at) as place
            from unnest(p.proargnames) with ordinality as names (name, at)
            where coalesce(p.proargmodes[at], 'i') in ('i', 'b', 'v')
          ) as inputs where inputs.place = types.place
        ) as name
      ) as given on true
    ) as parameters,
    case
      when t.oid = 'void'::regtype then 'void'
      when t.typtype = 'c' or coalesce(p.proargmodes && '{t,b,o}'::"char"[], false) then 'row'
      else 'scalar' end as returns,
    p.proretset as returns_set,
    case
      when coalesce(p.proargmodes && '{t,b,o}'::"char"[], false) then (
        select coalesce(json_agg(json_build_object(
          'name', p.proargnames[at], 'type', format_type(p.proallargtypes[at], null)) order by at), '[]')
        from generate_subscripts(p.proargmodes, 1) as at
        where p.proargmodes[at] in ('t', 'b', 'o'))
      else (
        select coalesce(json_agg(json_build_object(
          'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum), '[]')
        from pg_catalog.pg_attribute a
        where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
    end as columns,
    case p.provolatile when 'v' then 'volatile' when 's' then 'stable' else 'immutable' end as volatility,
    coalesce(p.proconfig, '{}') as settings
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  join pg_catalog.pg_type t on t.oid = p.prorettype
  where n.nspname = $1 and p.prokind = 'f' and t.oid not in ('trigger'::regtype, 'event_trigger'::regtype)
  order by p.oid`;

const TYPES = `
  select
    array[t.typname::text, lower(format_type(t.oid, null))] as names,
    case t.typname when 'bpchar' then 'bpchar' when 'bit' then 'bit varying' else format_type(t.oid, null) end as type
  from pg_catalog.pg_type t
  where t.typtype in ('b', 'd', 'e', 'r') and pg_catalog.pg_type_is_visible(t.oid)`;

const ROLES = `
  select r.rolname::text as role, array_agg(each.setting) as settings
  from pg_catalog.pg_auth_members m
  join pg_catalog.pg_roles r on r.oid = m.roleid
  cross join unnest(r.rolconfig) as each (setting)
  join pg_catalog.pg_settings known on known.name = split_part(each.setting, '=', 1)
  where m.member = session_user::regrole
    and (known.context = 'user' or has_parameter_privilege(session_user, known.name, 'set'))
  group by r.rolname`;
