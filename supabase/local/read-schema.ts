import type pg from 'pg';
import * as z from 'zod';

const Table = z.object({
  name: z.string(),
  /** `key` says PK, FK, both or neither. */
  columns: z.array(z.object({ name: z.string(), type: z.string(), key: z.string() })),
});
export type Table = z.output<typeof Table>;

const Reference = z.object({
  from: z.string(),
  to: z.string(),
  columns: z.string(),
  isOptional: z.boolean(),
  /** At most one row of `from` for each of `to`. */
  isOne: z.boolean(),
});
export type Reference = z.output<typeof Reference>;

const Routine = z.object({
  schema: z.enum(['public', 'private']),
  name: z.string(),
  /** As a declaration has them. */
  arguments: z.string(),
  source: z.string(),
  /** Which of anon, authenticated and service_role may call it. */
  callers: z.array(z.string()),
});
export type Routine = z.output<typeof Routine>;

/** The tables of `public` and `private`, how they refer to each other, and our functions: as the database says itself. */
export interface Schema {
  readonly tables: readonly Table[];
  readonly references: readonly Reference[];
  readonly routines: readonly Routine[];
}

export async function readSchema(client: pg.ClientBase | pg.Pool): Promise<Schema> {
  const tables = await client.query(`
    select case when relation.relnamespace = 'private'::regnamespace then 'private.' else '' end || relation.relname as name, (
      select jsonb_agg(
        jsonb_build_object(
          'name', attribute.attname,
          'type', regexp_replace(replace(attribute.atttypid::regtype::text, 'timestamp with time zone', 'timestamptz'),
            '^.*\\.', ''),
          'key', concat_ws(', ',
            case when exists (
              select from pg_constraint where conrelid = relation.oid and contype = 'p' and attnum = any (conkey)
            ) then 'PK' end,
            case when exists (
              select from pg_constraint where conrelid = relation.oid and contype = 'f' and attnum = any (conkey)
            ) then 'FK' end
          )
        ) order by attribute.attnum
      )
      from pg_attribute as attribute
      where attribute.attrelid = relation.oid and attribute.attnum > 0 and not attribute.attisdropped
    ) as columns
    from pg_class as relation
    where relation.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and relation.relkind in ('r', 'p')
    order by 1`);
  const references = await client.query(`
    select
      case when source.relnamespace = 'private'::regnamespace then 'private.' else '' end || source.relname as from,
      case when target.relnamespace = 'auth'::regnamespace then 'auth.' else '' end || target.relname as to, bool_or(not attribute.attnotnull) as "isOptional",
      string_agg(attribute.attname, ', ' order by array_position(link.conkey, attribute.attnum)) as columns,
      exists (
        select from pg_index as index
        where index.indrelid = link.conrelid and index.indisunique and index.indpred is null
          and index.indkey::int2[] <@ link.conkey
      ) as "isOne"
    from pg_constraint as link
    join pg_class as source on source.oid = link.conrelid
    join pg_class as target on target.oid = link.confrelid
    join pg_attribute as attribute on attribute.attrelid = link.conrelid and attribute.attnum = any (link.conkey)
    where link.contype = 'f' and source.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
    group by link.oid, link.conrelid, link.conkey, source.relname, target.relname,
      source.relnamespace, target.relnamespace
    order by 1, 4, 2`);
  const routines = await client.query(`
    select routine.pronamespace::regnamespace::text as schema, routine.proname as name, routine.prosrc as source,
      pg_get_function_arguments(routine.oid) as arguments,
      array(
        select caller from unnest(array['anon', 'authenticated', 'service_role']) as caller
        where has_function_privilege(caller, routine.oid, 'execute')
      ) as callers
    from pg_proc as routine
    where routine.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and not exists (select from pg_depend as made where made.objid = routine.oid and made.deptype = 'e')
    order by 1 desc, 2, 4`);
  return {
    tables: z.array(Table).parse(tables.rows),
    references: z.array(Reference).parse(references.rows),
    routines: z.array(Routine).parse(routines.rows),
  };
}
