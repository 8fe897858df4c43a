import pg from 'pg';

/** Everything that migrations make or change, a line each, in an order that does not depend on when it was made. */
const CATALOG = `
  with ours as (
    select oid, nspname from pg_namespace where nspname in ('public', 'private', 'auth', 'realtime')
  ), rights as (
    select 'schema ' || nspname as thing, coalesce(nspacl, acldefault('n', nspowner)) as acl from pg_namespace
    where nspname in ('public', 'private')
    union all
    select 'relation ' || relation.oid::regclass, coalesce(relacl, acldefault('r', relowner)) from pg_class as relation
    where relnamespace in (select oid from ours) and relkind in ('r', 'p', 'v', 'm')
    union all
    select format('column %s.%s', attrelid::regclass, attname), attacl from pg_attribute
    where attacl is not null and attrelid in (select oid from pg_class where relnamespace in (select oid from ours))
    union all
    select 'function ' || made.oid::regprocedure, coalesce(proacl, acldefault('f', proowner)) from pg_proc as made
    where pronamespace in (select oid from ours)
    union all
    select 'type ' || made.oid::regtype, coalesce(typacl, acldefault('T', typowner)) from pg_type as made
    where typnamespace in (select oid from ours) and typtype in ('e', 'd')
    union all
    select format('defaults %s %s %s', defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype), defaclacl
    from pg_default_acl
  )
  select format('schema %s of %s', nspname, nspowner::regrole) as line from pg_namespace
  where nspname not like 'pg\\_%' and nspname <> 'supabase_migrations'
  union all
  select format('extension %s in %s', extname, extnamespace::regnamespace) from pg_extension
  union all
  select format('relation %s %s of %s, row security %s %s, %s', relkind, relation.oid::regclass, relowner::regrole,
    relrowsecurity, relforcerowsecurity, reloptions)
  from pg_class as relation where relnamespace in (select oid from ours) and relkind in ('r', 'p', 'v', 'm', 'S')
  union all
  select format('column %s.%s %s, not null %s, default %s', attrelid::regclass, attname, format_type(atttypid, atttypmod),
    attnotnull, pg_get_expr(adbin, adrelid))
  from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
  where attnum > 0 and not attisdropped
    and attrelid in (select oid from pg_class where relnamespace in (select oid from ours) and relkind in ('r', 'p'))
  union all
  select format('constraint %s on %s %s', conname, conrelid::regclass, pg_get_constraintdef(made.oid))
  from pg_constraint as made where connamespace in (select oid from ours) and conrelid <> 0
  union all
  select 'index ' || indexdef from pg_indexes where schemaname in (select nspname from ours)
  union all
  select format('type %s %s', enumtypid::regtype, string_agg(enumlabel, ',' order by enumsortorder)) from pg_enum
  group by enumtypid
  union all
  select format('function %s of %s %s', made.oid::regprocedure, proowner::regrole, pg_get_functiondef(made.oid))
  from pg_proc as made where pronamespace in (select oid from ours) and prokind = 'f'
  union all
  select format('trigger %s, %s', pg_get_triggerdef(made.oid), tgenabled) from pg_trigger as made where not tgisinternal
  union all
  select format('policy %s on %s %s %s %s using %s check %s', polname, polrelid::regclass, polcmd, polpermissive,
    polroles::regrole[], pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
  from pg_policy
  union all
  select format('right on %s: %s to %s by %s, grantable %s', thing, privilege_type,
    case grantee when 0 then 'public' else grantee::regrole::text end, grantor::regrole, is_grantable)
  from rights cross join lateral aclexplode(acl)
`;

/** What the database is made of: equal lists mean equal databases, whatever their rows. */
export async function readCatalog(client: pg.Client): Promise<readonly string[]> {
  await client.query(`begin; set local search_path = ''`);
  try {
    const { rows } = await client.query<{ line: string }>(CATALOG);
    return rows.map(({ line }) => line).sort();
  } finally {
    await client.query('rollback');
  }
}

export async function connect(url: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}
