import { beforeAll, expect, test } from 'vitest';
import { rights, roles, rowOf, type Role, type Thing } from '../../../app/access/roles.ts';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';
import { comments, organizations, people, projects, review, scripts, version } from '../../support/server/people.ts';
import { Caller } from './caller.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await openDatabase();
  return () => database[Symbol.asyncDispose]();
});

const seeing = (name: keyof typeof people, role: string): Caller =>
  Caller.of(database.admin, people[name].id, { 'x-galley-view-as': role });

async function weakened(role: Role, seenAs: string | null): Promise<Role | null> {
  const { rows } = await database.admin.query<{ left: Role | null }>('select private.weaken($1, $2) as left', [
    role,
    seenAs,
  ]);
  return rows[0]?.left ?? null;
}

test('[CALLER-1] looking as another gives no right that one has not, whatever the two roles', async () => {
  const gained = [];
  for (const role of roles) {
    for (const seenAs of roles) {
      const left = await weakened(role, seenAs);
      for (const thing of Object.keys(rights) as Thing[]) {
        for (const verb of Object.keys(rights[thing])) {
          // A decision asks for the real role besides: DECIDE-2.
          const may = (standing: Role): boolean => rowOf(thing, verb)?.[standing] !== undefined;
          if (left !== null && may(left) && !may(role) && thing !== 'decision')
            gained.push([role, seenAs, thing, verb]);
        }
      }
    }
  }
  expect(gained).toEqual([]);
  expect(await Promise.all(roles.map((role) => weakened('admin', role)))).toEqual([...roles]);
  expect(await Promise.all(roles.map((role) => weakened('viewer', role)))).toEqual([
    'viewer',
    'viewer',
    'viewer',
    null,
    'viewer',
  ]);
  expect(await Promise.all(roles.map((role) => weakened('client', role)))).toEqual([
    'client',
    'client',
    'client',
    'client',
    null,
  ]);
});

test('[CALLER-2] a role that nobody knows leaves nothing; no header leaves everything', async () => {
  for (const role of ['owner', 'ADMIN', 'admin ', "admin'--"]) {
    expect(await seeing('ada', role).read('select id from public.projects')).toEqual([]);
  }
  expect(await seeing('ada', '').read('select id from public.projects order by id')).toEqual([
    projects.harbour,
    projects.winter,
  ]);
});

test('[CALLER-3] an admin who looks as a client reads what clients of the project read', async () => {
  const asClient = seeing('ada', 'client');
  expect({
    organizations: await asClient.read('select id from public.organizations'),
    scripts: await asClient.read('select id from public.scripts'),
    updates: await asClient.read('select id from public.script_updates'),
    reviews: await asClient.read('select id from public.reviews'),
    versions: await asClient.read('select id from public.script_versions'),
    states: await asClient.read('select version_id from public.script_version_states'),
    comments: await asClient.read('select id from public.comments'),
    audit: await asClient.read('select id from public.audit_log'),
  }).toEqual({
    organizations: [],
    scripts: [],
    updates: [],
    reviews: [review],
    versions: [version],
    states: [],
    comments: [comments.client],
    audit: [],
  });
});

test('[CALLER-4] the organisation’s role beats the project’s, and ends with the membership', async () => {
  const ines = Caller.of(database.admin, people.ines.id);
  await database.admin.query(
    `insert into public.project_members (project_id, person_id, role) values ($1, $2, 'client')`,
    [projects.harbour, people.ines.id],
  );
  const live = 'select id from public.scripts where id = $1';
  expect(await ines.read(live, [scripts.pilot.id])).toEqual([scripts.pilot.id]);
  await database.admin.query(
    `update public.organization_members set revoked_at = now() where person_id = $1 and organization_id = $2`,
    [people.ines.id, organizations.northlight],
  );
  expect(await ines.read(live, [scripts.pilot.id])).toEqual([]);
  expect(await ines.read('select id from public.projects')).toEqual([projects.harbour]);
  await database.admin.query('update public.project_members set revoked_at = now() where person_id = $1', [
    people.ines.id,
  ]);
  expect(await ines.read('select id from public.projects')).toEqual([]);
});

test('[CALLER-5] what a token claims beside its person gives nothing', async () => {
  const claims = {
    sub: people.victor.id,
    role: 'authenticated',
    user_role: 'admin',
    app_metadata: { role: 'admin', organization_id: organizations.northlight },
    user_metadata: { role: 'admin' },
  };
  const client = await database.admin.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true)`, [
      JSON.stringify(claims),
    ]);
    const { rows } = await client.query(`
      select (select count(*)::int from public.audit_log) as audit, (select count(*)::int from public.organizations) as organizations,
        (select count(*)::int from public.scripts) as scripts`);
    expect(rows).toEqual([{ audit: 0, organizations: 0, scripts: 4 }]);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

test('[CALLER-6] a token does not carry what people write about themselves', async () => {
  const { rows } = await database.admin.query(
    `select public.custom_access_token('{"claims": {"sub": "x", "role": "authenticated", "user_metadata": {"role": "admin"}}}')
     as answer`,
  );
  expect(rows).toEqual([{ answer: { claims: { sub: 'x', role: 'authenticated' } } }]);
});
