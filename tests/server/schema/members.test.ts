import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';
import { organizations, people, projects, review, scripts, type SeedPerson } from '../../support/server/people.ts';
import { Caller, type Arguments, type Headers } from './caller.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await openDatabase();
  return () => database[Symbol.asyncDispose]();
});

const { northlight, southbank } = organizations;
const as = (name: SeedPerson, headers: Headers = {}): Caller => Caller.of(database.admin, people[name].id, headers);
const nobody = (): Caller => Caller.of(database.admin, undefined);

const invitation = (more: Arguments = {}): Arguments => ({
  invitation_id: randomUUID(),
  organization_id: northlight,
  project_id: projects.harbour,
  role: 'freelancer',
  email: 'new@example.org',
  expires_in_days: 7,
  ...more,
});

async function invite(by: SeedPerson, more: Arguments = {}): Promise<string> {
  const { status, body } = await as(by).call('invite', invitation(more));
  expect(status).toBe(200);
  return String(body['code']);
}

/** Somebody who has just signed up and belongs nowhere. */
async function signUp(): Promise<{ readonly id: string; readonly caller: Caller }> {
  const id = randomUUID();
  await database.admin.query('insert into auth.users (id, email) values ($1, $2)', [id, `${id}@example.org`]);
  return { id, caller: Caller.of(database.admin, id) };
}

const attempts = async (): Promise<readonly unknown[]> =>
  (await database.admin.query('select actor, kind, thing, organization_id from public.security_events order by at'))
    .rows;

test('[MEMBER-1] a code has 22 letters and digits, is told once, and only its SHA-256 is kept', async () => {
  const asked = invitation();
  const first = await as('ada').call('invite', asked);
  const again = await as('ada').call('invite', asked);
  const codes = [first, again].map(({ body }) => String(body['code']));
  expect(codes.every((code) => /^[0-9A-Za-z]{22}$/.test(code))).toBe(true);
  // The reply was lost and the call repeated: the newer code is the one that counts.
  const { rows } = await database.admin.query(
    'select to_jsonb(made)::text as whole, code_hash from public.invitations as made',
  );
  expect(rows).toHaveLength(1);
  expect(rows[0].whole).not.toContain(codes[1]);
  expect(rows[0].code_hash).toEqual(createHash('sha256').update(String(codes[1])).digest());
  await expect(as('ada').read('select code_hash from public.invitations')).rejects.toThrow('permission denied');
});

test('[MEMBER-2] a code lets one person in, in its role; whoever repeats it is told the same, and another is refused', async () => {
  const code = await invite('ines', { role: 'viewer' });
  const [first, second] = [await signUp(), await signUp()];
  const answers = [
    await first.caller.call('accept_invitation', { code, person_name: 'Nora' }),
    await first.caller.call('accept_invitation', { code, person_name: 'Nora' }),
  ];
  const place = { organization_id: northlight, project_id: projects.harbour, review_id: null, role: 'viewer' };
  expect(answers.map(({ body }) => body)).toEqual([place, place]);
  expect(await second.caller.refusal('accept_invitation', { code, person_name: 'Zoe' })).toBe('410 code-used');
  expect(await first.caller.read('select name from public.profiles where id = $1', [first.id])).toEqual(['Nora']);
  expect(await first.caller.read('select distinct title from public.scripts order by 1')).toHaveLength(4);
  expect(await second.caller.read('select id from public.scripts')).toEqual([]);
});

test('[MEMBER-3] a code that is wrong, withdrawn or too old lets nobody in', async () => {
  const id = randomUUID();
  const withdrawn = await invite('ada', { invitation_id: id });
  expect(await as('ada').refusal('revoke_invitation', { invitation_id: id })).toBe('answered');
  expect(await as('ada').refusal('revoke_invitation', { invitation_id: id })).toBe('answered');
  const old = await invite('ada');
  await database.admin.query('update public.invitations set expires_at = now() where revoked_at is null');
  const { id: person, caller } = await signUp();
  const refusals = [];
  for (const code of [withdrawn, old, 'A'.repeat(22), '', "' or true --", old.toLowerCase(), `${old}x`]) {
    refusals.push(await caller.refusal('accept_invitation', { code, person_name: 'Nora' }));
  }
  const invalid = '404 code-invalid';
  expect(refusals).toEqual([invalid, '410 code-expired', invalid, invalid, invalid, invalid, invalid]);
  expect(await attempts()).toHaveLength(6);
  expect((await attempts())[0]).toEqual({
    actor: person,
    kind: 'accept_invitation',
    thing: 'invitation',
    organization_id: northlight,
  });
});

test('[MEMBER-4] an invitation into a review makes a client who sees that review', async () => {
  const code = await invite('ines', { role: 'client', review_id: review });
  const { caller } = await signUp();
  await caller.call('accept_invitation', { code, person_name: 'Carl' });
  expect(await caller.read('select id from public.reviews')).toEqual([review]);
  expect(await caller.read('select id from public.scripts')).toEqual([]);
});

test('[MEMBER-5] who invites whom: admins everybody, internal people into projects, others nobody', async () => {
  const asked = {
    admin: { project_id: null, role: 'admin' },
    internal: { project_id: null, role: 'internal' },
    client: { role: 'client' },
    elsewhere: { organization_id: southbank, project_id: projects.ferry },
    mixed: { project_id: projects.ferry },
    foreignReview: { organization_id: southbank, project_id: projects.ferry, role: 'client', review_id: review },
  };
  const told: Record<string, readonly string[]> = {};
  for (const name of ['ada', 'ines', 'felix', 'clara', 'victor', 'olga'] as const) {
    told[name] = await Promise.all(Object.values(asked).map((more) => as(name).refusal('invite', invitation(more))));
  }
  const [no, absent] = ['403 not-allowed', '404 not-found'];
  expect(told).toEqual({
    ada: ['answered', 'answered', 'answered', absent, absent, absent],
    ines: [no, no, 'answered', absent, absent, absent],
    felix: [no, no, no, absent, absent, absent],
    clara: [no, no, no, absent, absent, absent],
    victor: [no, no, no, absent, absent, absent],
    olga: [absent, absent, absent, 'answered', absent, absent],
  });
  expect(await nobody().read('select 1').catch(String)).toEqual([1]);
  await expect(nobody().call('invite', invitation())).rejects.toThrow('permission denied');
});

test('[MEMBER-6] an invitation that is not whole is refused, and nothing of it is kept', async () => {
  const wrong: readonly Arguments[] = [
    { role: 'owner' },
    { role: 'admin' },
    { role: 'client', project_id: null },
    { email: 'nobody' },
    { email: '' },
    { email: `a@${'b'.repeat(330)}` },
    { expires_in_days: 0 },
    { expires_in_days: 31 },
    { expires_in_days: null },
    { invitation_id: null },
    { role: 'viewer', review_id: review },
  ];
  const refusals = await Promise.all(wrong.map((more) => as('ada').refusal('invite', invitation(more))));
  expect(new Set(refusals)).toEqual(new Set(['400 bad-request']));
  expect(await as('ada').read('select id from public.invitations')).toEqual([]);
});

test('[MEMBER-7] the same invitation twice with other content is refused, and so is one that was used', async () => {
  const asked = invitation();
  const { body } = await as('ada').call('invite', asked);
  expect(await as('ada').refusal('invite', { ...asked, role: 'client' })).toBe('409 other-bytes');
  expect(await as('ines').refusal('invite', asked)).toBe('409 other-bytes');
  const { caller } = await signUp();
  await caller.call('accept_invitation', { code: body['code'] });
  expect(await as('ada').refusal('invite', asked)).toBe('409 already-done');
  expect(await as('ada').refusal('revoke_invitation', { invitation_id: asked['invitation_id'] })).toBe(
    '409 already-done',
  );
});

test('[MEMBER-8] a code changes nobody’s role who is here already', async () => {
  const code = await invite('ada', { role: 'viewer' });
  expect(await as('felix').refusal('accept_invitation', { code })).toBe('409 already-done');
  expect(await as('ines').refusal('accept_invitation', { code })).toBe('409 already-done');
  expect(await as('victor').refusal('accept_invitation', { code })).toBe('answered');
});

test('[MEMBER-9] only admins change roles and end memberships, of their own organisation', async () => {
  const told: Record<string, readonly string[]> = {};
  for (const name of ['ines', 'felix', 'clara', 'victor', 'olga'] as const) {
    told[name] = [
      await as(name).refusal('change_role', {
        project_id: projects.harbour,
        person_id: people[name].id,
        role: 'freelancer',
      }),
      await as(name).refusal('change_role', { organization_id: northlight, person_id: people[name].id, role: 'admin' }),
      await as(name).refusal('revoke_member', { project_id: projects.harbour, person_id: people.victor.id }),
      await as(name).refusal('revoke_member', { organization_id: northlight, person_id: people.ada.id }),
    ];
  }
  const [no, absent] = ['403 not-allowed', '404 not-found'];
  expect(told).toEqual({
    ines: [no, no, no, no],
    felix: [no, no, no, no],
    clara: [no, no, no, no],
    victor: [no, no, no, no],
    olga: [absent, absent, absent, absent],
  });
  expect(await attempts()).toHaveLength(20);
  const seenAs = as('ada', { 'x-galley-view-as': 'internal' });
  expect(await seenAs.refusal('revoke_member', { project_id: projects.harbour, person_id: people.victor.id })).toBe(no);
});

test('[MEMBER-10] the last admin neither goes nor is lowered, also when two go at the same time', async () => {
  const lower = { organization_id: northlight, role: 'internal' };
  expect(await as('ada').refusal('change_role', { ...lower, person_id: people.ada.id })).toBe('409 last-admin');
  expect(await as('ada').refusal('revoke_member', { organization_id: northlight, person_id: people.ada.id })).toBe(
    '409 last-admin',
  );
  await as('ada').call('change_role', { organization_id: northlight, person_id: people.ines.id, role: 'admin' });
  const both = await Promise.all([
    as('ada').refusal('change_role', { ...lower, person_id: people.ada.id }),
    as('ines').refusal('change_role', { ...lower, person_id: people.ines.id }),
  ]);
  expect(both.sort()).toEqual(['409 last-admin', 'answered']);
});

test('[MEMBER-11] what somebody offered ends with their membership, and so do their keys', async () => {
  const code = await invite('ines');
  await as('ines').call('register_device_key', {
    device_key_id: randomUUID(),
    organization_id: northlight,
    name: 'Laptop',
    public_key: Buffer.alloc(32, 1).toString('base64'),
  });
  const gone = { organization_id: northlight, person_id: people.ines.id };
  expect([await as('ada').refusal('revoke_member', gone), await as('ada').refusal('revoke_member', gone)]).toEqual([
    'answered',
    'answered',
  ]);
  const { caller } = await signUp();
  expect(await caller.refusal('accept_invitation', { code })).toBe('404 code-invalid');
  expect(await as('ines').read('select revoked_at is not null from public.device_keys')).toEqual([true]);
  expect(await as('ines').read('select id from public.projects')).toEqual([]);
});

test('[MEMBER-12] somebody who was removed comes back by a new invitation only', async () => {
  const old = await invite('ada', { role: 'client', review_id: review });
  const { id, caller } = await signUp();
  await caller.call('accept_invitation', { code: old });
  await as('ada').call('revoke_member', { project_id: projects.harbour, person_id: id });
  await caller.call('accept_invitation', { code: old });
  expect(await caller.read('select id from public.projects')).toEqual([]);
  await caller.call('accept_invitation', { code: await invite('ada', { role: 'viewer' }) });
  expect(await caller.read('select id from public.scripts where id = $1', [scripts.pilot.id])).toEqual([
    scripts.pilot.id,
  ]);
});

test('[MEMBER-13] a name is one’s own to change, and can be read', async () => {
  expect(await as('felix').refusal('rename_person', { name: ' Felix F. ' })).toBe('answered');
  const wrong = ['', '   ', '\u200b', 'a\nb', 'x'.repeat(201), null];
  const refusals = await Promise.all(wrong.map((name) => as('felix').refusal('rename_person', { name })));
  expect(new Set(refusals)).toEqual(new Set(['400 bad-request']));
  expect(await as('ines').read('select name from public.profiles where id = $1', [people.felix.id])).toEqual([
    'Felix F.',
  ]);
});

test('[MEMBER-14] what was done is in the audit log, without codes or addresses', async () => {
  const code = await invite('ada', { email: 'secret@example.org' });
  const { id, caller } = await signUp();
  await caller.call('accept_invitation', { code, person_name: 'Nora' });
  await as('ada').call('change_role', { project_id: projects.harbour, person_id: id, role: 'viewer' });
  await as('ada').call('revoke_member', { project_id: projects.harbour, person_id: id });
  const { rows } = await database.admin.query(
    `select verb, details, to_jsonb(entry)::text as whole from public.audit_log as entry order by at desc limit 4`,
  );
  expect(rows.map(({ verb }) => verb)).toEqual(['revoke_member', 'change_role', 'accept_invitation', 'invite']);
  expect(rows[1].details).toEqual({ project_id: projects.harbour, from: 'freelancer', to: 'viewer' });
  expect(rows.filter(({ whole }) => whole.includes(code) || whole.includes('secret@'))).toEqual([]);
});
