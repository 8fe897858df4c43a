import { afterAll, beforeAll, expect, test } from 'vitest';
import { EMPTY_CHAIN } from '../../../app/server/chain.ts';
import type { RefusalCode } from '../../../app/server/refusal.ts';
import { attempts, fingerprint } from './tables.ts';
import { typed, wire } from './updates.ts';
import { openWorld, type Arguments, type LogCall, type Role, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const STAFF: readonly Role[] = ['admin', 'internal'];
const TEAM: readonly Role[] = [...STAFF, 'freelancer'];
const READERS: readonly Role[] = [...TEAM, 'viewer'];
const EVERYBODY: readonly Role[] = [...READERS, 'client'];

interface Case {
  readonly may: readonly Role[];
  /** The thing that it is about, and what is said of it. */
  readonly thing: 'script' | 'project' | 'organization';
  readonly args: (id: string) => Arguments;
}

const cases: Readonly<Partial<Record<LogCall, Case>>> = {
  push_updates: {
    may: TEAM,
    thing: 'script',
    args: (script_id) => ({ script_id, updates: wire(typed(world.random)) }),
  },
  pull_updates: {
    may: READERS,
    thing: 'script',
    args: (script_id) => ({ script_id, position: 0, chain: EMPTY_CHAIN, max_bytes: 1 }),
  },
  missing_updates: { may: READERS, thing: 'script', args: (script_id) => ({ script_id, ids: [] }) },
  seen: { may: TEAM, thing: 'script', args: (script_id) => ({ script_id, device_id: script_id, position: 0 }) },
  set_status: {
    may: STAFF,
    thing: 'script',
    args: (script_id) => ({ script_id, status: 'draft', expected_version: 1 }),
  },
  rename_script: {
    may: STAFF,
    thing: 'script',
    args: (script_id) => ({ script_id, title: 'Film', expected_version: 1 }),
  },
  move_script: {
    may: STAFF,
    thing: 'script',
    args: (script_id) => ({ script_id, project_id: world.project, expected_version: 1 }),
  },
  create_script: {
    may: STAFF,
    thing: 'project',
    args: (project_id) => ({ script_id: world.random.uuid(), project_id, title: 'Film' }),
  },
  rename_project: {
    may: STAFF,
    thing: 'project',
    args: (project_id) => ({ project_id, name: 'Film', expected_version: 1 }),
  },
  archive_project: {
    may: STAFF,
    thing: 'project',
    args: (project_id) => ({ project_id, archived: false, expected_version: 1 }),
  },
  create_project: {
    may: STAFF,
    thing: 'organization',
    args: (organization_id) => ({ project_id: world.random.uuid(), organization_id, name: 'Film' }),
  },
};

const made: { script?: string } = {};
async function idOf(thing: Case['thing']): Promise<string> {
  if (thing !== 'script') return world[thing];
  made.script ??= await world.script();
  return made.script;
}

for (const [name, { may, thing, args }] of Object.entries(cases) as [LogCall, Case][]) {
  test(`[SERVER-2] ${name} is for ${may.join(', ')}; others are refused and recorded`, async () => {
    const id = await idOf(thing);
    for (const role of may) expect(await world.people[role].ask(name, args(id)), role).toMatchObject({ status: 200 });
    const before = await fingerprint(world.database.admin);
    const recorded = await attempts(world.database.admin);
    const refused = EVERYBODY.filter((role) => !may.includes(role));
    for (const role of refused) {
      const refusal = await world.people[role].refusal(name, args(id));
      expect(refusal, role).toMatchObject({ status: 403, code: 'not-allowed' });
    }
    expect(await fingerprint(world.database.admin)).toEqual(before);
    const attempt = { kind: name, thing, thing_id: id, organization_id: world.organization, code: 'not-allowed' };
    expect(await attempts(world.database.admin)).toEqual([
      ...recorded,
      ...refused.map((role) => ({ ...attempt, actor: world.people[role].id })),
    ]);
  });

  test(`[SERVER-2] ${name} answers a stranger as if there were nothing, and that is recorded`, async () => {
    const id = await idOf(thing);
    const before = await fingerprint(world.database.admin);
    const recorded = await attempts(world.database.admin);
    const absent = await world.stranger.ask(name, args(world.random.uuid()));
    expect(await attempts(world.database.admin)).toEqual(recorded);
    expect(await world.stranger.ask(name, args(id))).toEqual(absent);
    expect(absent).toMatchObject({ status: 404, body: { code: 'not-found' satisfies RefusalCode } });
    expect(await fingerprint(world.database.admin)).toEqual(before);
    const attempt = {
      actor: world.stranger.id,
      kind: name,
      thing,
      thing_id: id,
      organization_id: world.organization,
      code: 'not-found',
    };
    expect(await attempts(world.database.admin)).toEqual([...recorded, attempt]);
  });

  test(`[SERVER-2] ${name} is not there for whoever is signed out`, async () => {
    await expect(world.nobody.ask(name, args(await idOf(thing)))).rejects.toMatchObject({ code: '42501' });
    const nameless = world.person('');
    expect(await nameless.refusal(name, args(await idOf(thing)))).toMatchObject({ status: 401, code: 'signed-out' });
  });
}

test('[SERVER-2] looking at things as a weaker role takes rights away, and never gives any', async () => {
  const script_id = await world.script();
  const push = (): Arguments => ({ script_id, updates: wire(typed(world.random)) });
  const { admin, viewer } = world.people;
  expect(await admin.viewingAs('viewer').refusal('push_updates', push())).toMatchObject({ code: 'not-allowed' });
  expect(await viewer.viewingAs('admin').refusal('push_updates', push())).toMatchObject({ code: 'not-allowed' });
  expect(await admin.ask('push_updates', push())).toMatchObject({ status: 200 });
});

test('[SERVER-2] whoever has left is a stranger', async () => {
  const script_id = await world.script();
  const leaver = await world.signUp('Leaver');
  await world.database.admin.query(
    `insert into public.project_members (project_id, person_id, role) values ($1, $2, 'freelancer')`,
    [world.project, leaver.id],
  );
  const args = { script_id, updates: wire(typed(world.random)) };
  expect(await leaver.ask('push_updates', args)).toMatchObject({ status: 200 });
  await world.database.admin.query('update public.project_members set revoked_at = now() where person_id = $1', [
    leaver.id,
  ]);
  expect(await leaver.refusal('push_updates', args)).toMatchObject({ code: 'not-found' });
});

test('[PULL-8] reading changes nothing', async () => {
  const script_id = await world.script();
  const before = await fingerprint(world.database.admin);
  const { viewer } = world.people;
  await viewer.call('pull_updates', { script_id, position: 0, chain: EMPTY_CHAIN, max_bytes: 1 });
  await viewer.call('missing_updates', { script_id, ids: [script_id] });
  await viewer.call('my_access');
  await world.nobody.call('server_clock');
  expect(await world.nobody.call('health')).toEqual({ ok: true, schema: 1 });
  expect(await fingerprint(world.database.admin)).toEqual(before);
});
