import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';
import { organizations, people, scripts } from '../../support/server/people.ts';
import { attempt } from './caller.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await openDatabase();
  return () => database[Symbol.asyncDispose]();
});

const APPEND_ONLY = [
  'audit_log',
  'security_events',
  'decisions',
  'script_updates',
  'script_versions',
  'script_version_content',
  'script_version_states',
] as const;

/** A row in each of them; decisions and security events are not in the seed. */
const ROWS = `
  insert into public.security_events (kind) values ('test');
  insert into public.device_keys (id, person_id, organization_id, name, public_key)
    values ('${scripts.spot.id}', '${people.clara.id}', '${organizations.northlight}', 'Laptop', decode(repeat('01', 32), 'hex'));
  insert into public.decisions
    select gen_random_uuid(), id, version_id, null, 'approved', '', decode(repeat('02', 32), 'hex'), '${people.clara.id}',
      'client', '${scripts.spot.id}', decode(repeat('03', 64), 'hex'), now(), now(), 1, decode(repeat('04', 32), 'hex')
    from public.reviews;
`;

test.each(APPEND_ONLY)('[SCHEMA-2] nobody changes, deletes or empties %s, not even its owner', async (table) => {
  const column = table === 'script_version_states' || table === 'script_version_content' ? 'version_id' : 'id';
  const outcomes = [];
  for (const role of ['postgres', 'supabase_admin', 'service_role']) {
    const set = role === 'service_role' ? '' : ROWS;
    outcomes.push(
      await attempt(database, `${set} update public.${table} set ${column} = gen_random_uuid()`, role),
      await attempt(database, `${set} delete from public.${table}`, role),
      await attempt(database, `${set} truncate public.${table} cascade`, role),
    );
  }
  expect(outcomes).toEqual(Array(9).fill('42501'));
});

test('[SCHEMA-3] an audit entry is sealed once, and nothing else of it is touched', async () => {
  const seal = `update public.audit_log set ordinal = 1, chain = decode(repeat('00', 32), 'hex')
    where id = (select id from public.audit_log where ordinal is null order by at limit 1)`;
  expect(await attempt(database, seal, 'service_role')).toBe('done');
  expect(await attempt(database, `${seal}; update public.audit_log set ordinal = 2 where ordinal = 1`)).toBe('42501');
  expect(await attempt(database, seal.replace('set ordinal = 1,', `set ordinal = 1, verb = 'x',`))).toBe('42501');
  expect(await attempt(database, `update public.audit_log set ordinal = 1 where ordinal is null`)).toBe('42501');
});

test('[SCHEMA-4] a change to metadata names the version that it makes; a stale or silent one is refused', async () => {
  const at = `where id = '${scripts.spot.id}'`; // At version 2.
  expect(await attempt(database, `update public.scripts set title = 'New', version = 3 ${at}`)).toBe('done');
  expect(await attempt(database, `update public.scripts set title = 'New', version = 2 ${at}`)).toBe('PT409');
  expect(await attempt(database, `update public.scripts set title = 'New' ${at}`)).toBe('PT409');
  expect(await attempt(database, `update public.scripts set title = 'New', version = 4 ${at}`)).toBe('PT409');
  expect(await attempt(database, `update public.scripts set version = 3 ${at}`)).toBe('PT409');
  expect(await attempt(database, `update public.projects set name = 'New'`)).toBe('PT409');
  expect(await attempt(database, `update public.organizations set name = 'New'`)).toBe('PT409');
});

test('[SCHEMA-5] appending to the log and new epochs leave the version alone', async () => {
  await database.admin.query(
    `select private.rotate_epochs_of_script($1); `.replace('$1', `'${scripts.pilot.id}'`) +
      `update public.scripts set head = head + 1 where id = '${scripts.pilot.id}'`,
  );
  const { rows } = await database.admin.query('select version, head from public.scripts where id = $1', [
    scripts.pilot.id,
  ]);
  expect(rows).toEqual([{ version: 1, head: '2' }]);
});

test('[SCHEMA-6] a log and a head leave no gap and never go back', async () => {
  const insert = (position: number): string => `
    insert into public.script_updates (script_id, position, id, format, bytes, chain, pushed_by)
    values ('${scripts.winter.id}', ${position}, gen_random_uuid(), 1, '\\x0000', decode(repeat('00', 32), 'hex'), '${people.ada.id}')`;
  expect(await attempt(database, insert(2))).toBe('done');
  expect(await attempt(database, insert(3))).toBe('23514');
  expect(await attempt(database, insert(1))).toBe('23505');
  expect(await attempt(database, `update public.scripts set head = 0 where id = '${scripts.winter.id}'`)).toBe('23514');
});

test('[SCHEMA-7] the rows of a script know its status as it changes', async () => {
  const row = randomUUID();
  await database.admin.query(
    `insert into public.script_rows (script_id, row_id, ordinal, content, script_status, position)
     values ($1, $2, 0, '{}', 'draft', 1)`,
    [scripts.winter.id, row],
  );
  await database.admin.query(`update public.scripts set status = 'approved', version = version + 1 where id = $1`, [
    scripts.winter.id,
  ]);
  const { rows } = await database.admin.query('select script_status from public.script_rows where row_id = $1', [row]);
  expect(rows).toEqual([{ script_status: 'approved' }]);
});

test('[SCHEMA-8] whoever signs up has a profile, whatever they call themselves, and an address that follows theirs', async () => {
  const names = { plain: 'Nora', blank: '  ', long: 'x'.repeat(300), missing: undefined };
  const told = [];
  for (const [label, name] of Object.entries(names)) {
    const id = randomUUID();
    await database.admin.query(`insert into auth.users (id, email, raw_user_meta_data) values ($1, $2, $3)`, [
      id,
      `${label}@example.org`,
      { name },
    ]);
    await database.admin.query(`update auth.users set email = $2 where id = $1`, [id, `new.${label}@example.org`]);
    const { rows } = await database.admin.query(
      `select length(name) as length, left(name, 7) as name, email from public.profiles
       join public.profile_emails on person_id = id where id = $1`,
      [id],
    );
    told.push(...rows);
  }
  expect(told).toEqual([
    { length: 4, name: 'Nora', email: 'new.plain@example.org' },
    { length: 5, name: 'blank', email: 'new.blank@example.org' },
    { length: 200, name: 'xxxxxxx', email: 'new.long@example.org' },
    { length: 7, name: 'missing', email: 'new.missing@example.org' },
  ]);
});

test('[SCHEMA-9] somebody whom nothing names can be deleted, and somebody who belongs here cannot', async () => {
  const id = randomUUID();
  await database.admin.query(`insert into auth.users (id, email) values ($1, 'gone@example.org')`, [id]);
  expect(await attempt(database, `delete from auth.users where id = '${id}'`)).toBe('done');
  expect(await attempt(database, `delete from auth.users where id = '${people.felix.id}'`)).toBe('23503');
});

test('[SCHEMA-10] no statement leaves an organisation without an admin', async () => {
  const ada = `where person_id = '${people.ada.id}'`;
  expect(await attempt(database, `update public.organization_members set revoked_at = now() ${ada}`)).toBe('23514');
  expect(await attempt(database, `update public.organization_members set role = 'internal' ${ada}`)).toBe('23514');
  expect(await attempt(database, `delete from public.organization_members ${ada}`)).toBe('23514');
  expect(await attempt(database, `update public.organization_members set role = 'admin'`)).toBe('done');
});
