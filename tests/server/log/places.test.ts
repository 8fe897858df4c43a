import { afterAll, beforeAll, expect, test } from 'vitest';
import { attempts, fingerprint } from './tables.ts';
import { typed, wire } from './updates.ts';
import { openWorld, type Arguments, type LogCall, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const audited = async (thing_id: string): Promise<unknown[]> => {
  const { rows } = await world.database.admin.query(
    'select verb, actor, details from public.audit_log where thing_id = $1 order by at',
    [thing_id],
  );
  return rows;
};

test('[SERVER-4] whoever signs up makes an organisation and is its admin; asked again, it is the same', async () => {
  const founder = await world.signUp('Someone');
  const organization_id = world.random.uuid();
  const args = { organization_id, name: '  New House ', person_name: 'Nora' };
  const made = await founder.call('create_organization', args);
  expect(made).toEqual({ id: organization_id, name: 'New House', version: 1 });
  const before = await fingerprint(world.database.admin);
  expect(await founder.call('create_organization', args)).toEqual(made);
  expect(await fingerprint(world.database.admin)).toEqual(before);
  expect(await founder.call('my_access')).toEqual({
    person: { id: founder.id, name: 'Nora' },
    organizations: [{ id: organization_id, name: 'New House', role: 'admin', version: 1 }],
    projects: [],
    scripts: [],
    reviews: [],
  });
  expect(await audited(organization_id)).toEqual([{ verb: 'create_organization', actor: founder.id, details: {} }]);
});

test('[SERVER-4] an id that is somebody else’s is refused, and that is recorded', async () => {
  const script_id = await world.script();
  const { internal } = world.people;
  const project_id = world.random.uuid();
  await world.people.admin.call('create_project', { project_id, organization_id: world.organization, name: 'Mine' });
  const calls: readonly (readonly [LogCall, Arguments, string])[] = [
    [
      'create_organization',
      { organization_id: world.organization, name: 'Mine', person_name: 'Other name' },
      world.organization,
    ],
    ['create_project', { project_id, organization_id: world.organization, name: 'Mine' }, project_id],
    ['create_script', { script_id, project_id: world.project, title: 'Mine' }, script_id],
  ];
  const before = await fingerprint(world.database.admin);
  for (const [name, args, thing_id] of calls) {
    expect(await internal.refusal(name, args), name).toMatchObject({ status: 409, code: 'already-done' });
    expect((await attempts(world.database.admin)).at(-1)).toMatchObject({ kind: name, thing_id, code: 'already-done' });
  }
  const elsewhere = { script_id, project_id: world.otherProject, title: 'Film' };
  expect(await world.people.admin.refusal('create_script', elsewhere)).toMatchObject({ code: 'already-done' });
  expect(await fingerprint(world.database.admin)).toEqual(before);
});

test('[SERVER-4] a project and a script are made once, whoever asks again and whatever they are called by then', async () => {
  const { admin } = world.people;
  const project_id = world.random.uuid();
  const project = { project_id, organization_id: world.organization, name: 'Spots' };
  expect(await admin.call('create_project', project)).toMatchObject({ id: project_id, name: 'Spots', version: 1 });
  const script_id = world.random.uuid();
  const script = { script_id, project_id, title: 'Spot 1' };
  const made = await admin.call('create_script', script);
  expect(made).toEqual({
    id: script_id,
    project_id,
    title: 'Spot 1',
    status: 'draft',
    version: 1,
    head: 0,
    epoch: made.epoch,
  });
  await admin.call('rename_script', { script_id, title: 'Spot one', expected_version: 1 });
  await admin.call('rename_project', { project_id, name: 'Ads', expected_version: 1 });
  const before = await fingerprint(world.database.admin);
  expect(await admin.call('create_script', script)).toEqual({ ...made, title: 'Spot one', version: 2 });
  expect(await admin.call('create_project', project)).toMatchObject({ name: 'Ads', version: 2 });
  expect(await fingerprint(world.database.admin)).toEqual(before);
});

test('[SERVER-5] a change names the version that it saw; an older one is told how things stand', async () => {
  const { admin, internal } = world.people;
  const script_id = await world.script();
  const project_id = world.random.uuid();
  await admin.call('create_project', { project_id, organization_id: world.organization, name: 'Film' });
  const present = { id: script_id, project_id: world.project, title: 'Film', status: 'draft', due_at: null };
  const changes: readonly (readonly [LogCall, Arguments, Arguments, object])[] = [
    ['rename_script', { title: 'A' }, { title: 'B' }, { title: 'A' }],
    ['set_status', { status: 'in_review' }, { status: 'approved' }, { title: 'A', status: 'in_review' }],
    [
      'move_script',
      { project_id },
      { project_id: world.otherProject },
      { title: 'A', status: 'in_review', project_id },
    ],
  ];
  let version = 1;
  for (const [name, mine, theirs, then] of changes) {
    const args = { script_id, expected_version: version };
    expect(await admin.call(name, { ...args, ...mine })).toEqual({ version: version + 1 });
    version += 1;
    const before = await fingerprint(world.database.admin);
    const refusal = await internal.refusal(name, { ...args, ...theirs });
    expect(refusal).toMatchObject({ status: 409, code: 'version-conflict' });
    expect(JSON.parse(refusal.details ?? '')).toEqual({ ...present, ...then, version });
    // The same change again has been made, whether its answer was lost or somebody else was quicker.
    expect(await admin.call(name, { ...args, ...mine })).toEqual({ version });
    expect(await admin.call(name, { ...args, expected_version: version, ...mine })).toEqual({ version });
    expect(await internal.refusal(name, { ...args, expected_version: null, ...theirs })).toMatchObject({
      code: 'version-conflict',
    });
    expect(await fingerprint(world.database.admin)).toEqual(before);
  }
  expect(await audited(script_id)).toEqual([
    { verb: 'create_script', actor: admin.id, details: {} },
    { verb: 'rename_script', actor: admin.id, details: {} },
    { verb: 'set_status', actor: admin.id, details: { from: 'draft', to: 'in_review' } },
    { verb: 'move_script', actor: admin.id, details: { from: world.project, to: project_id } },
  ]);
});

test('[SERVER-5] a project is renamed and archived by version too', async () => {
  const { admin, internal } = world.people;
  const project_id = world.random.uuid();
  await admin.call('create_project', { project_id, organization_id: world.organization, name: 'Film' });
  expect(await admin.call('rename_project', { project_id, name: 'A', expected_version: 1 })).toEqual({ version: 2 });
  const stale = { project_id, archived: true, expected_version: 1 };
  const refusal = await internal.refusal('archive_project', stale);
  expect(refusal).toMatchObject({ status: 409, code: 'version-conflict' });
  expect(JSON.parse(refusal.details ?? '')).toEqual({ id: project_id, name: 'A', archived_at: null, version: 2 });
  const archive = { project_id, archived: true, expected_version: 2 };
  expect(await internal.call('archive_project', archive)).toEqual({ version: 3 });
  expect(await internal.call('archive_project', archive)).toEqual({ version: 3 });
  const [found] = (await admin.call('my_access')).projects.filter(({ id }) => id === project_id);
  expect(found?.archived_at).toMatch(/^\d{4}-/);
});

test('[SERVER-5] adding to a log leaves the version alone', async () => {
  const script_id = await world.script();
  await world.people.freelancer.call('push_updates', { script_id, updates: wire(typed(world.random)) });
  const args = { script_id, title: 'Renamed', expected_version: 1 };
  expect(await world.people.admin.call('rename_script', args)).toEqual({ version: 2 });
});

test('[SERVER-5] a script stays in its organisation', async () => {
  const { admin } = world.people;
  const script_id = await world.script();
  const organization_id = world.random.uuid();
  const project_id = world.random.uuid();
  await admin.call('create_organization', { organization_id, name: 'Second', person_name: 'Ada' });
  await admin.call('create_project', { project_id, organization_id, name: 'There' });
  const before = await fingerprint(world.database.admin);
  const args = { script_id, project_id, expected_version: 1 };
  expect(await admin.refusal('move_script', args)).toMatchObject({ code: 'bad-request' });
  const absent = { script_id, project_id: world.random.uuid(), expected_version: 1 };
  expect(await admin.refusal('move_script', absent)).toMatchObject({ code: 'not-found' });
  expect(await fingerprint(world.database.admin)).toEqual(before);
});

test('[SERVER-7] everybody is told all that they may reach, and nothing else', async () => {
  await using own = await openWorld(7);
  const script = await own.script();
  const hidden = own.random.uuid();
  await own.people.admin.call('create_script', { script_id: hidden, project_id: own.otherProject, title: 'Hidden' });
  const version = own.random.uuid();
  const reviews = [own.random.uuid(), own.random.uuid()];
  const { admin } = own.database;
  await admin.query(
    `insert into public.script_versions (id, script_id, number, name, kind, content_hash, position, chain, created_by)
     select $1, id, 1, 'First', 'sent', chain, 0, chain, created_by from public.scripts where id = $2`,
    [version, script],
  );
  for (const [index, review] of reviews.entries()) {
    await admin.query(
      `insert into public.reviews (id, script_id, version_id, title, asks, state, created_by)
       values ($1, $2, $3, 'Look', 'comments', $4, $5)`,
      [review, script, version, index === 0 ? 'closed' : 'open', own.people.admin.id],
    );
  }
  await admin.query('insert into public.review_people (review_id, person_id, added_by) values ($1, $2, $3)', [
    reviews[0],
    own.people.client.id,
    own.people.admin.id,
  ]);
  const sorted = (...ids: (string | undefined)[]): (string | undefined)[] =>
    ids.toSorted((a = '', b = '') => (a < b ? -1 : 1));
  const reach = async (person: World['stranger']): Promise<unknown> => {
    const { organizations, projects, scripts, reviews: seen } = await person.call('my_access');
    return {
      organizations: organizations.map(({ role }) => role),
      projects: projects.map(({ id, role }) => `${id} ${role}`),
      scripts: scripts.map(({ id }) => id),
      reviews: seen.map(({ id }) => id),
    };
  };
  const staff = (role: string): object => ({
    organizations: [role],
    projects: sorted(`${own.project} ${role}`, `${own.otherProject} ${role}`),
    scripts: sorted(script, hidden),
    reviews: sorted(...reviews),
  });
  const member = (role: string): object => ({
    organizations: [],
    projects: [`${own.project} ${role}`],
    scripts: [script],
    reviews: sorted(...reviews),
  });
  const { people } = own;
  expect(await reach(people.admin)).toEqual(staff('admin'));
  expect(await reach(people.internal)).toEqual(staff('internal'));
  expect(await reach(people.freelancer)).toEqual(member('freelancer'));
  expect(await reach(people.viewer)).toEqual(member('viewer'));
  expect(await reach(people.client)).toEqual({ ...member('client'), scripts: [], reviews: [reviews[0]] });
  expect(await reach(await own.signUp('New'))).toEqual({ organizations: [], projects: [], scripts: [], reviews: [] });
});
