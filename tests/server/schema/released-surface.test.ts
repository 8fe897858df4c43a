import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';

/** What the app of the last release may call and read. `UPDATE=1` writes it anew, at a release and never in between. */
const RECORD = 'tests/fixtures/server-surface.json';

const Surface = z.object({
  /** By name: each argument and its type; `?` after those that may be left out. */
  functions: z.record(z.string(), z.record(z.string(), z.string())),
  /** By table: each readable column and its type. */
  columns: z.record(z.string(), z.record(z.string(), z.string())),
  /** By type: its values. */
  values: z.record(z.string(), z.array(z.string())),
});
type Surface = z.output<typeof Surface>;

let database: TestDatabase;

beforeAll(async () => {
  database = await openDatabase();
  return () => database[Symbol.asyncDispose]();
});

async function readSurface(): Promise<Surface> {
  const { rows } = await database.admin.query(`
    select
      (
        select jsonb_object_agg(proname, arguments) from (
          select proname, coalesce(
            jsonb_object_agg(
              argument, format_type(proargtypes[place - 1], null)
                || case when place > pronargs - pronargdefaults then '?' else '' end
            ) filter (where argument is not null),
            '{}'
          ) as arguments
          from pg_proc as made left join lateral unnest(proargnames) with ordinality as listed (argument, place) on true
          where pronamespace = 'public'::regnamespace and has_function_privilege('authenticated', made.oid, 'execute')
            and not exists (select from pg_depend as part where part.objid = made.oid and part.deptype = 'e')
          group by made.oid, proname
        ) as functions
      ) as functions,
      (
        select jsonb_object_agg(relname, columns) from (
          select relname, jsonb_object_agg(attname, format_type(atttypid, atttypmod)) as columns
          from pg_class as relation join pg_attribute on attrelid = relation.oid
          where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v') and attnum > 0 and not attisdropped
            and has_column_privilege('authenticated', relation.oid, attnum, 'select')
          group by relname
        ) as tables
      ) as columns,
      (
        select jsonb_object_agg(typname, labels) from (
          select typname, jsonb_agg(enumlabel order by enumsortorder) as labels
          from pg_type join pg_enum on enumtypid = pg_type.oid where typnamespace = 'public'::regnamespace group by typname
        ) as types
      ) as values`);
  return Surface.parse(rows[0]);
}

/** What somebody who knows `old` would miss. New arguments that may be left out and new things harm nobody. */
function missing(old: Surface, now: Surface): readonly string[] {
  const calls = Object.entries(old.functions).flatMap(([name, args]) => {
    const present = now.functions[name];
    if (present === undefined) return [`${name}()`];
    const lost = Object.entries(args).filter(
      ([argument, type]) => present[argument]?.replace('?', '') !== type.replace('?', ''),
    );
    const demanded = Object.entries(present).filter(
      ([argument, type]) => !type.endsWith('?') && (args[argument] ?? '?').endsWith('?'),
    );
    return [...lost, ...demanded].map(([argument, type]) => `${name}(${argument} ${type})`);
  });
  const columns = Object.entries(old.columns).flatMap(([table, known]) =>
    Object.entries(known)
      .filter(([column, type]) => now.columns[table]?.[column] !== type)
      .map(([column, type]) => `${table}.${column} ${type}`),
  );
  const values = Object.entries(old.values).flatMap(([type, labels]) =>
    labels.filter((label) => now.values[type]?.includes(label) !== true).map((label) => `${type} ${label}`),
  );
  return [...calls, ...columns, ...values];
}

test('[SCHEMA-22] the app of the last release finds every function, argument, column and value that it knows', async () => {
  const now = await readSurface();
  if (process.env['UPDATE'] === '1') writeFileSync(RECORD, `${JSON.stringify(now, null, 2)}\n`);
  expect(missing(Surface.parse(JSON.parse(readFileSync(RECORD, 'utf8'))), now)).toEqual([]);
});

test('[SCHEMA-23] a change that the last release could not live with is noticed', async () => {
  const now = await readSurface();
  await database.admin.query(`
    alter table public.comments rename column anchor to place;
    revoke select on public.reactions from authenticated;
    alter type public.script_status rename value 'approved' to 'accepted';
    drop function public.close_review;
    drop function public.edit_comment;
    create function public.edit_comment(comment_id uuid, words text) returns jsonb language sql as 'select null::jsonb';
    grant execute on function public.edit_comment(uuid, text) to authenticated`);
  expect([...missing(now, await readSurface())].sort()).toEqual([
    'close_review()',
    'comments.anchor jsonb',
    'edit_comment(body text)',
    'edit_comment(words text)',
    'reactions.comment_id uuid',
    'reactions.created_at timestamp with time zone',
    'reactions.emoji text',
    'reactions.person_id uuid',
    'script_status approved',
  ]);
});
