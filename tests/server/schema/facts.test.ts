import { beforeAll, expect, test } from 'vitest';
import { advise } from '../../../supabase/local/supabase-cli.ts';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';
import { functionsOf, tableGrants } from './listed-grants.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await openDatabase();
  return () => database[Symbol.asyncDispose]();
});

/** Rows as arrays, or as values where there is one column. Names are written out in full: no schema is searched. */
async function list(sql: string): Promise<readonly unknown[]> {
  const client = await database.admin.connect();
  try {
    await client.query(`begin; set local search_path = ''`);
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows.map((row: readonly unknown[]) => (row.length === 1 ? row[0] : row));
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** Not: what belongs to an extension. */
const OURS = `not exists (select from pg_depend as made where made.objid = thing.oid and made.deptype = 'e')`;

test('[SCHEMA-11] row security is on and forced on every table, and every table has its guards and one way to read', async () => {
  const loose = await list(`
    select thing.oid::regclass::text from pg_class as thing
    where thing.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and thing.relkind in ('r', 'p')
      and not (thing.relrowsecurity and thing.relforcerowsecurity)`);
  const policies = await list(`
    select string_agg(format('%s %s %s', policy.polname, policy.polcmd, policy.polpermissive), ', ' order by policy.polname)
    from pg_class as thing left join pg_policy as policy on policy.polrelid = thing.oid
    where thing.relnamespace = 'public'::regnamespace and thing.relkind in ('r', 'p') group by thing.oid`);
  expect(loose).toEqual([]);
  expect([...new Set(policies)]).toEqual(['guard * f, guard_deletion d f, read r t']);
});

test('[SCHEMA-12] the guards let nobody write and nobody signed out read', async () => {
  const guards = await list(`
    select distinct policy.polname, pg_get_expr(policy.polqual, policy.polrelid),
      pg_get_expr(policy.polwithcheck, policy.polrelid),
      (select string_agg(role::regrole::text, ', ' order by role::regrole::text) from unnest(policy.polroles) as role)
    from pg_policy as policy join pg_class as thing on thing.oid = policy.polrelid
    where thing.relnamespace = 'public'::regnamespace and not policy.polpermissive order by 1`);
  expect(guards).toEqual([
    ['guard', '(( SELECT auth.uid() AS uid) IS NOT NULL)', 'false', 'anon, authenticated'],
    ['guard_deletion', 'false', null, 'anon, authenticated'],
  ]);
});

test('[SCHEMA-13] tables and columns are granted exactly as listed', async () => {
  const granted = await list(`
    with thing as (
      select relation.oid, relation.relname, relation.relacl from pg_class as relation
      where relation.relnamespace = 'public'::regnamespace and relation.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    ), given as (
      select thing.relname, null as columns, acl.grantee, acl.privilege_type
      from thing cross join lateral aclexplode(thing.relacl) as acl
      union all
      select thing.relname, string_agg(attribute.attname, ', ' order by attribute.attname), acl.grantee, acl.privilege_type
      from thing join pg_attribute as attribute on attribute.attrelid = thing.oid
      cross join lateral aclexplode(attribute.attacl) as acl
      group by thing.relname, acl.grantee, acl.privilege_type
    )
    select concat_ws(
      ' ',
      case when given.grantee = 0 then 'public' else given.grantee::regrole::text end || ':',
      string_agg(lower(given.privilege_type), ', ' order by given.privilege_type), 'on', given.relname,
      '(' || given.columns || ')'
    )
    from given where given.grantee <> 'postgres'::regrole
    group by given.grantee, given.relname, given.columns order by 1`);
  expect(granted).toEqual([...tableGrants].sort());
});

test('[SCHEMA-14] functions are callable exactly as listed: by anon two, by nobody else more than by the signed in', async () => {
  const callable = async (role: string): Promise<readonly unknown[]> =>
    list(`
      select distinct format('%s.%s', thing.pronamespace::regnamespace, thing.proname) from pg_proc as thing
      where thing.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and ${OURS}
        and has_schema_privilege('${role}', thing.pronamespace, 'usage')
        and has_function_privilege('${role}', thing.oid, 'execute')
      order by 1`);
  expect({
    anon: await callable('anon'),
    authenticated: await callable('authenticated'),
    service_role: await callable('service_role'),
    supabase_auth_admin: await callable('supabase_auth_admin'),
  }).toEqual(functionsOf);
});

test('[SCHEMA-15] every function says its search path, and it is empty', async () => {
  const loose = await list(`
    select thing.oid::regprocedure::text from pg_proc as thing
    where thing.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and ${OURS}
      and not coalesce('search_path=""' = any (thing.proconfig), false)`);
  expect(loose).toEqual([]);
});

test('[SCHEMA-16] what people call runs with its owner’s rights, and its owner is no superuser', async () => {
  const owners = await list(`
    select distinct thing.prosecdef, thing.proowner::regrole::text, owner.rolsuper from pg_proc as thing
    join pg_roles as owner on owner.oid = thing.proowner
    where thing.pronamespace = 'public'::regnamespace and ${OURS} and has_function_privilege('authenticated', thing.oid, 'execute')
      and thing.proname not in ('server_clock', 'health')`);
  expect(owners).toEqual([[true, 'postgres', false]]);
});

test('[SCHEMA-17] a view has its reader’s rights, and there is none that is kept', async () => {
  const loose = await list(`
    select thing.oid::regclass::text from pg_class as thing
    where thing.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and (
      thing.relkind = 'm'
      or (thing.relkind = 'v' and not coalesce(thing.reloptions @> array['security_invoker=true'], false))
    )`);
  expect(loose).toEqual([]);
});

test('[SCHEMA-18] what a later migration makes is given to nobody', async () => {
  const client = await database.admin.connect();
  try {
    await client.query('begin');
    await client.query('set local role postgres');
    await client.query(
      'create table public.later (id uuid); create function public.later() returns int language sql return 1',
    );
    const { rows } = await client.query(`
      select role, has_table_privilege(role, 'public.later', 'select, insert, update, delete, truncate, references, trigger')
        as table_right, has_function_privilege(role, 'public.later()', 'execute') as function_right
      from unnest(array['anon', 'authenticated', 'service_role']) as role`);
    expect(rows).toEqual(
      ['anon', 'authenticated', 'service_role'].map((role) => ({ role, table_right: false, function_right: false })),
    );
  } finally {
    await client.query('rollback');
    client.release();
  }
});

test('[SCHEMA-19] a policy asks who is there, and what they may read, once for a statement', async () => {
  const perRow = await list(`
    select format('%s on %s', policy.polname, policy.polrelid::regclass) from pg_policy as policy
    cross join lateral (
      select coalesce(pg_get_expr(policy.polqual, policy.polrelid), '')
        || coalesce(pg_get_expr(policy.polwithcheck, policy.polrelid), '') as text
    ) as said
    where regexp_replace(said.text, '(SELECT|FROM)\\s+(auth|private|realtime)\\.', '', 'g') ~ '(auth|private|realtime)\\.\\w+\\('
      and policy.polrelid::regclass::text not like 'auth.%'`);
  expect(perRow).toEqual([]);
});

test('[SCHEMA-20] the roles of requests give up where hosted projects’ do', async () => {
  const timeouts = await list(`
    select rolname, array(select setting from unnest(rolconfig) as setting where setting like 'statement_timeout=%')
    from pg_roles where rolname in ('anon', 'authenticated', 'service_role') order by 1`);
  expect(timeouts).toEqual([
    ['anon', ['statement_timeout=3s']],
    ['authenticated', ['statement_timeout=8s']],
    ['service_role', []],
  ]);
});

test('[SCHEMA-21] the advisors of a hosted project find nothing to warn of', () => {
  expect(advise(database.url('postgres'), 'warn')).toBe('');
});
