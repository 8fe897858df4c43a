import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EMPTY_CHAIN } from '../../../app/server/chain.ts';
import { attempts, fingerprint } from './tables.ts';
import { typed, wire } from './updates.ts';
import { untilWaiting } from './waiting.ts';
import { openWorld, type Arguments, type LogCall, type Person, type Reply, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/**
 * Begins a change in a transaction of its own; has somebody else ask for something that must wait for it; ends the
 * change; and tells what the one who waited was answered.
 */
async function askDuring(
  change: (client: pg.PoolClient) => Promise<unknown>,
  asking: { readonly person: Person; readonly name: LogCall; readonly args: Arguments },
  end: 'commit' | 'rollback' = 'commit',
): Promise<Reply> {
  const client = await world.pool.connect();
  try {
    await client.query('begin');
    await change(client);
    const asked = asking.person.ask(asking.name, asking.args);
    await untilWaiting(world.database.admin, 1, asked);
    await client.query(end);
    return await asked;
  } finally {
    client.release();
  }
}

const asAdmin =
  (name: LogCall, args: Arguments) =>
  async (client: pg.PoolClient): Promise<void> => {
    expect(await world.people.admin.askWithin(client, name, args)).toMatchObject({ status: 200 });
  };

async function scriptAndPush(): Promise<{ readonly script_id: string; readonly push: Arguments }> {
  const script_id = await world.script();
  return { script_id, push: { script_id, updates: wire(typed(world.random)) } };
}

test('[PUSH-6] a status that changes while a push waits is the one that counts', async () => {
  const { freelancer } = world.people;
  const asking = (args: Arguments) => ({ person: freelancer, name: 'push_updates' as const, args });
  const { script_id, push } = await scriptAndPush();
  const toReview = asAdmin('set_status', { script_id, status: 'in_review', expected_version: 1 });
  expect(await askDuring(toReview, asking(push), 'rollback')).toMatchObject({ status: 200 });
  const more = { script_id, updates: wire(typed(world.random)) };
  expect(await askDuring(toReview, asking(more))).toMatchObject({
    status: 409,
    body: { code: 'script-status', details: '{"status": "in_review"}' },
  });
  const reopened = asAdmin('set_status', { script_id, status: 'changes_requested', expected_version: 2 });
  expect(await askDuring(reopened, asking(more))).toMatchObject({ status: 200, body: { head: 2 } });
});

test('[PUSH-6] freelancers write in a draft and where changes are requested, staff until it is archived', async () => {
  const { admin, internal, freelancer } = world.people;
  const { script_id } = await scriptAndPush();
  const written: Record<string, readonly number[]> = {};
  let version = 1;
  for (const status of ['draft', 'in_review', 'changes_requested', 'approved', 'archived'] as const) {
    ({ version } = await admin.call('set_status', { script_id, status, expected_version: version }));
    const replies: number[] = [];
    for (const person of [admin, internal, freelancer]) {
      const before = await fingerprint(world.database.admin);
      const reply = await person.ask('push_updates', { script_id, updates: wire(typed(world.random)) });
      replies.push(reply.status);
      if (reply.status === 200) continue;
      expect(reply.body).toMatchObject({ code: 'script-status', details: `{"status": "${status}"}` });
      expect(await fingerprint(world.database.admin)).toEqual(before);
    }
    written[status] = replies;
  }
  expect(written).toEqual({
    draft: [200, 200, 200],
    in_review: [200, 200, 409],
    changes_requested: [200, 200, 200],
    approved: [200, 200, 409],
    archived: [409, 409, 409],
  });
});

test('[PUSH-6] nobody writes in an archived project, also who was waiting when it was archived', async () => {
  const { admin } = world.people;
  const project_id = world.random.uuid();
  await admin.call('create_project', { project_id, organization_id: world.organization, name: 'Old' });
  const script_id = world.random.uuid();
  await admin.call('create_script', { script_id, project_id, title: 'Old' });
  const push = (): Arguments => ({ script_id, updates: wire(typed(world.random)) });
  const archive = asAdmin('archive_project', { project_id, archived: true, expected_version: 1 });
  const asking = { person: admin, name: 'push_updates' as const, args: push() };
  expect(await askDuring(archive, asking)).toMatchObject({ status: 409, body: { code: 'script-status' } });
  const create = { script_id: world.random.uuid(), project_id, title: 'New' };
  expect(await admin.refusal('create_script', create)).toMatchObject({ code: 'script-status' });
  await admin.call('archive_project', { project_id, archived: false, expected_version: 2 });
  const again = asAdmin('archive_project', { project_id, archived: true, expected_version: 3 });
  const creating = { person: admin, name: 'create_script' as const, args: create };
  expect(await askDuring(again, creating)).toMatchObject({ status: 409, body: { code: 'script-status' } });
});

test('[PUSH-7] a push that waited while its script moved away is a stranger’s', async () => {
  const { freelancer } = world.people;
  const { script_id, push } = await scriptAndPush();
  const moved = asAdmin('move_script', { script_id, project_id: world.otherProject, expected_version: 1 });
  const recorded = await attempts(world.database.admin);
  const reply = await askDuring(moved, { person: freelancer, name: 'push_updates', args: push });
  expect(reply).toMatchObject({ status: 404, body: { code: 'not-found' } });
  expect((await attempts(world.database.admin)).slice(recorded.length)).toEqual([
    {
      actor: freelancer.id,
      kind: 'push_updates',
      thing: 'script',
      thing_id: script_id,
      organization_id: world.organization,
      code: 'not-found',
    },
  ]);
  const { rows } = await world.database.admin.query('select head::int from public.scripts where id = $1', [script_id]);
  expect(rows).toEqual([{ head: 0 }]);
});

test('[PUSH-7] a push that waited while its caller was taken out of the project is a stranger’s', async () => {
  const { script_id, push } = await scriptAndPush();
  const leaver = await world.signUp('Leaver');
  await world.database.admin.query(
    `insert into public.project_members (project_id, person_id, role) values ($1, $2, 'freelancer')`,
    [world.project, leaver.id],
  );
  const admin = await world.database.admin.connect();
  await admin.query('begin');
  await admin.query('update public.project_members set revoked_at = now() where person_id = $1', [leaver.id]);
  const asked = leaver.ask('push_updates', push);
  await untilWaiting(world.database.admin, 1, asked);
  await admin.query('commit');
  admin.release();
  expect(await asked).toMatchObject({ status: 404, body: { code: 'not-found' } });
  const cursor = { script_id, position: 0, chain: EMPTY_CHAIN, max_bytes: 1 };
  expect(await leaver.refusal('pull_updates', cursor)).toMatchObject({ code: 'not-found' });
});

test('[PUSH-7] a script that was moved while open gets another channel, and the old one is rung once', async () => {
  const { script_id, push } = await scriptAndPush();
  const { admin, freelancer, viewer } = world.people;
  await freelancer.call('push_updates', push);
  const epochs = async (): Promise<unknown[]> =>
    (await world.database.admin.query('select epoch from public.scripts where id = $1', [script_id])).rows;
  const before = await epochs();
  await admin.call('move_script', { script_id, project_id: world.otherProject, expected_version: 1 });
  expect(await epochs()).not.toEqual(before);
  const { rows } = await world.database.admin.query(
    `select topic, payload - 'id' as payload, binary_payload from realtime.messages
     where event = 'epoch' and topic like '%' || $1 || '%'`,
    [script_id],
  );
  const [{ epoch } = { epoch: '' }] = before as { epoch: string }[];
  expect(rows).toEqual([{ topic: `script:${script_id}:${epoch}`, payload: {}, binary_payload: null }]);
  for (const person of [freelancer, viewer]) {
    const cursor = { script_id, position: 0, chain: EMPTY_CHAIN, max_bytes: 1 };
    expect(await person.refusal('pull_updates', cursor)).toMatchObject({ code: 'not-found' });
    expect((await person.call('my_access')).scripts.map(({ id }) => id)).not.toContain(script_id);
  }
});

test('[PUSH-2] the same push twice at the same time is one', async () => {
  const { freelancer } = world.people;
  const { script_id, push } = await scriptAndPush();
  let first: Reply | undefined;
  const pushing = async (client: pg.PoolClient): Promise<void> => {
    first = await freelancer.askWithin(client, 'push_updates', push);
  };
  const second = await askDuring(pushing, { person: freelancer, name: 'push_updates', args: push });
  expect(second).toEqual(first);
  expect(second).toMatchObject({ status: 200, body: { positions: [1], head: 1 } });
  const rows = await world.database.admin.query('select from public.script_updates where script_id = $1', [script_id]);
  expect(rows.rowCount).toBe(1);
});

test('[SERVER-10] a change that waited while its caller lost their role is refused', async () => {
  const project_id = world.random.uuid();
  await world.people.admin.call('create_project', { project_id, organization_id: world.organization, name: 'Film' });
  const script_id = world.random.uuid();
  await world.people.admin.call('create_script', { script_id, project_id, title: 'Film' });
  const changes: readonly (readonly [LogCall, Arguments])[] = [
    ['set_status', { script_id, status: 'approved', expected_version: 1 }],
    ['rename_script', { script_id, title: 'Theirs', expected_version: 1 }],
    ['move_script', { script_id, project_id: world.otherProject, expected_version: 1 }],
    ['rename_project', { project_id, name: 'Theirs', expected_version: 1 }],
    ['archive_project', { project_id, archived: true, expected_version: 1 }],
    ['create_script', { script_id: world.random.uuid(), project_id, title: 'Theirs' }],
  ];
  for (const [name, args] of changes) {
    const leaver = await world.signUp('Leaver');
    await world.database.admin.query(
      `insert into public.organization_members (organization_id, person_id, role) values ($1, $2, 'internal')`,
      [world.organization, leaver.id],
    );
    const before = await fingerprint(world.database.admin);
    const client = await world.database.admin.connect();
    await client.query('begin');
    await client.query('update public.organization_members set revoked_at = now() where person_id = $1', [leaver.id]);
    await client.query('select from public.projects where id = $1 for update', [project_id]);
    const asked = leaver.ask(name, args);
    await untilWaiting(world.database.admin, 1, asked);
    await client.query('commit');
    client.release();
    expect(await asked, name).toMatchObject({ status: 404, body: { code: 'not-found' } });
    const after = await fingerprint(world.database.admin);
    for (const table of ['public.projects', 'public.audit_log']) expect(after[table], name).toBe(before[table]);
  }
  const { rows } = await world.database.admin.query(
    'select title, status, version, project_id from public.scripts where project_id = $1',
    [project_id],
  );
  expect(rows).toEqual([{ title: 'Film', status: 'draft', version: 1, project_id }]);
});
