import { beforeEach, expect, test } from 'vitest';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';
import { organizations, people, projects, review, scripts, type SeedPerson } from '../../support/server/people.ts';
import { Caller, type Arguments } from './caller.ts';
import { Channels, topicsNow } from './channels.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await openDatabase();
  return () => database[Symbol.asyncDispose]();
});

const HERE = { script: scripts.spot.id, review };
const as = (name: SeedPerson): Caller => Caller.of(database.admin, people[name].id);

/** Calls, and tells which of the channels from before were rung, how often, and which have another name now. */
async function whatChanges(act: () => Promise<unknown>) {
  const before = await topicsNow(database, HERE);
  await database.admin.query('delete from realtime.messages');
  await act();
  const after = await topicsNow(database, HERE);
  const { rows } = await database.admin.query<{ topic: string; payload: Record<string, unknown> }>(
    `select topic, payload from realtime.messages where event = 'epoch' order by topic`,
  );
  const told = rows.filter(({ payload }) => Object.keys(payload).some((key) => key !== 'id'));
  const names = (['script', 'notes', 'cursors', 'review'] as const).filter((name) => before[name] !== after[name]);
  const rung = rows.map(({ topic }) => Object.entries(before).find(([, name]) => name === topic)?.[0] ?? topic);
  return { before, after, names, rung, told };
}

/** Calls as an admin; the call must be answered. */
async function call(name: string, args: Arguments): Promise<void> {
  expect(await as('ada').refusal(name, args)).toBe('answered');
}

const ALL = ['script', 'notes', 'cursors', 'review'];
/** Of the project's other scripts, which have no review here. */
const withOthers = (rung: readonly string[]): readonly string[] => rung.filter((name) => !name.includes(':'));

test('[EPOCH-1] whoever is removed from a project goes silent in the same transaction, and each old channel rings once', async () => {
  const { before, after, names, rung, told } = await whatChanges(() =>
    call('revoke_member', { project_id: projects.harbour, person_id: people.felix.id }),
  );
  expect({ names, told, ringing: withOthers(rung) }).toEqual({ names: ALL, told: [], ringing: ['review', 'script'] });
  expect(rung.filter((name) => name.startsWith('script:'))).toHaveLength(3);
  const channels = new Channels(database);
  const heard = await Promise.all(
    [before.script, before.notes, after.script, after.notes].map((topic) => channels.mayListen(people.felix.id, topic)),
  );
  expect(heard).toEqual([false, false, false, false]);
  expect(await channels.mayListen(people.victor.id, before.script)).toBe(false);
  expect(await channels.mayListen(people.victor.id, after.script)).toBe(true);
});

test.each([
  ['felix', 'viewer', ALL],
  ['felix', 'client', ALL],
  ['victor', 'client', ALL],
  ['victor', 'freelancer', []],
  ['clara', 'viewer', []],
  ['clara', 'freelancer', []],
] as const)(
  '[EPOCH-2] a lowered role ends channels, and a raised one does not: %s as %s',
  async (name, role, names) => {
    const changed = await whatChanges(() =>
      call('change_role', { project_id: projects.harbour, person_id: people[name].id, role }),
    );
    expect(changed.names).toEqual(names);
  },
);

test('[EPOCH-3] the end of somebody’s part in the organisation ends the channels of all its scripts, each rung once', async () => {
  await database.admin.query(
    `insert into public.project_members (project_id, person_id, role) values ($1, $2, 'client')`,
    [projects.harbour, people.ines.id],
  );
  await database.admin.query(`insert into public.review_people (review_id, person_id, added_by) values ($1, $2, $2)`, [
    review,
    people.ines.id,
  ]);
  const { names, rung } = await whatChanges(() =>
    call('revoke_member', { organization_id: organizations.northlight, person_id: people.ines.id }),
  );
  expect(names).toEqual(ALL);
  expect(rung).toHaveLength(6);
  expect(new Set(rung).size).toBe(6);
  expect(await as('ines').read('select id from public.scripts')).toEqual([]);
});

test('[EPOCH-4] an admin who becomes internal ends channels too', async () => {
  await database.admin.query(`update public.organization_members set role = 'admin'`);
  const { names } = await whatChanges(() =>
    call('change_role', { organization_id: organizations.northlight, person_id: people.ines.id, role: 'internal' }),
  );
  expect(names).toEqual(ALL);
});

test('[EPOCH-5] a script that is moved has new channels, and each old one rings once', async () => {
  const { names, rung } = await whatChanges(() =>
    call('move_script', { script_id: scripts.spot.id, project_id: projects.winter, expected_version: 2 }),
  );
  expect({ names, rung }).toEqual({ names: ALL, rung: ['review', 'script'] });
  expect(await as('felix').read('select id from public.scripts where id = $1', [scripts.spot.id])).toEqual([]);
});

test('[EPOCH-6] a review that is taken back from somebody has a new channel, and the script keeps its own', async () => {
  const { names, rung, after } = await whatChanges(() =>
    call('revoke_review_person', { review_id: review, person_id: people.clara.id }),
  );
  expect({ names, rung }).toEqual({ names: ['review'], rung: ['review'] });
  expect(await new Channels(database).mayListen(people.clara.id, after.review)).toBe(false);
});

test('[EPOCH-7] plain SQL that takes a right away makes new epochs as well', async () => {
  const statements = [
    `update public.project_members set revoked_at = now() where person_id = '${people.victor.id}'`,
    `delete from public.project_members where person_id = '${people.felix.id}'`,
    `delete from public.organization_members where person_id = '${people.ines.id}'`,
  ];
  for (const statement of statements) {
    const { names } = await whatChanges(() => database.admin.query(statement));
    expect([statement, names]).toEqual([statement, ALL]);
  }
});

test('[EPOCH-8] what is refused or rolled back changes no epoch and rings nothing', async () => {
  const changed = await whatChanges(async () => {
    await as('felix').call('revoke_member', { project_id: projects.harbour, person_id: people.victor.id });
    await as('olga').call('revoke_member', { project_id: projects.harbour, person_id: people.victor.id });
    await database.admin.query(`begin; update public.project_members set revoked_at = now(); rollback`);
  });
  expect(changed.names).toEqual([]);
  expect(changed.rung).toEqual([]);
});
