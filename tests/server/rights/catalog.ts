import type pg from 'pg';
import * as z from 'zod';

const Table = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  key: z.array(z.string()),
  isGuarded: z.boolean(),
});
export type Table = z.output<typeof Table>;

const Routine = z.object({
  name: z.string(),
  schema: z.enum(['public', 'private']),
  arguments: z.array(z.string()),
  isTrigger: z.boolean(),
  /** As its volatility promises: a stable function cannot write. */
  onlyReads: z.boolean(),
  /** Empty when every name in the function says its schema. */
  searchPath: z.string(),
  oid: z.number(),
  signature: z.string(),
});
export type Routine = z.output<typeof Routine>;

const InnerTable = z.object({ oid: z.number(), name: z.string() });
export type InnerTable = z.output<typeof InnerTable>;

/** What there is in the database, as it says itself: the matrix may leave nothing of it out. */
export interface Catalog {
  readonly tables: readonly Table[];
  readonly routines: readonly Routine[];
  /** Tables that the API does not show: signing keys, people's passwords, what the service notes for itself. */
  readonly innerTables: readonly InnerTable[];
}

export async function readCatalog(client: pg.ClientBase): Promise<Catalog> {
  const tables = await client.query(`
    select relation.relname as name,
      array(
        select attribute.attname::text from pg_attribute as attribute
        where attribute.attrelid = relation.oid and attribute.attnum > 0 and not attribute.attisdropped
        order by attribute.attnum
      ) as columns,
      array(
        select attribute.attname::text from pg_index as index
        join pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attnum = any (index.indkey)
        where index.indrelid = relation.oid and index.indisprimary
        order by array_position(index.indkey::int2[], attribute.attnum)
      ) as key,
      case when relation.relkind in ('r', 'p') then relation.relrowsecurity and relation.relforcerowsecurity
        else coalesce('security_invoker=true' = any (relation.reloptions), false) end as "isGuarded"
    from pg_class as relation
    where relation.relnamespace = 'public'::regnamespace and relation.relkind in ('r', 'p', 'v', 'm', 'f')
    order by relation.relname`);
  const routines = await client.query(`
    select routine.proname as name, routine.pronamespace::regnamespace::text as schema,
      coalesce(routine.proargnames[1:routine.pronargs], '{}') as arguments,
      routine.prorettype = 'trigger'::regtype as "isTrigger", routine.provolatile <> 'v' as "onlyReads",
      coalesce(
        (
          select btrim(substr(setting, length('search_path=') + 1), '"') from unnest(routine.proconfig) as setting
          where setting like 'search_path=%'
        ),
        'as the caller has it'
      ) as "searchPath",
      routine.oid::integer as oid, routine.oid::regprocedure::text as signature
    from pg_proc as routine
    where routine.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and not exists (
        select from pg_depend as made where made.objid = routine.oid and made.deptype = 'e'
      )
    order by 2, 1`);
  const innerTables = await client.query(`
    select relation.oid::integer as oid, relation.oid::regclass::text as name
    from pg_class as relation
    where relation.relnamespace in ('auth'::regnamespace, 'private'::regnamespace, 'supabase_migrations'::regnamespace)
      and relation.relkind in ('r', 'p', 'v', 'm', 'f')
    order by 2`);
  return {
    tables: z.array(Table).parse(tables.rows),
    routines: z.array(Routine).parse(routines.rows),
    innerTables: z.array(InnerTable).parse(innerTables.rows),
  };
}
