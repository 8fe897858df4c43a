import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';
import { organizations, people, review, version, type SeedPerson } from '../../support/server/people.ts';
import { Caller, type Arguments, type Headers } from './caller.ts';

let database: TestDatabase;
/** What was sent to Clara: the hash of the whole, and her first scene with its own. */
let whole: string;
let scene: { readonly scene_id: string; readonly content_hash: string };
const key = randomUUID();

const as = (name: SeedPerson, headers: Headers = {}): Caller => Caller.of(database.admin, people[name].id, headers);
const [answered, no, absent, bad] = ['answered', '403 not-allowed', '404 not-found', '400 bad-request'];

const device = (more: Arguments = {}): Arguments => ({
  device_key_id: randomUUID(),
  organization_id: organizations.northlight,
  name: 'Laptop',
  public_key: Buffer.from(randomUUID().replaceAll('-', '')).toString('base64'),
  ...more,
});

const decision = (more: Arguments = {}): Arguments => ({
  decision_id: randomUUID(),
  review_id: review,
  decision: 'approved',
  content_hash: whole,
  device_key_id: key,
  decided_at: '2026-11-20T12:00:00Z',
  signature: Buffer.alloc(64, 7).toString('base64'),
  ...more,
});

beforeEach(async () => {
  database = await openDatabase();
  const hashes = await database.admin.query(
    `select encode(made.content_hash, 'hex') as whole, part.scene_id, encode(part.content_hash, 'hex') as content_hash
     from public.script_versions as made join public.script_version_content as part on part.version_id = made.id
     where made.id = $1 and part.ordinal = 0`,
    [version],
  );
  const [sent] = hashes.rows;
  whole = sent.whole;
  scene = { scene_id: sent.scene_id, content_hash: sent.content_hash };
  await as('clara').call('register_device_key', device({ device_key_id: key }));
  return () => database[Symbol.asyncDispose]();
});

test('[DECIDE-1] a client decides on what was sent, whole or by scene; each decision is bound to those before it', async () => {
  const asked = [decision(), decision({ decision: 'changes_requested', note: 'The end.', ...scene })];
  const told = [];
  for (const each of asked) told.push((await as('clara').call('decide', each)).body);
  let chain = Buffer.alloc(32);
  const chains = asked.map((each) => {
    const id = Buffer.from(String(each['decision_id']).replaceAll('-', ''), 'hex');
    const hash = Buffer.from(String(each['content_hash']), 'hex');
    chain = createHash('sha256').update(chain).update(id).update(hash).update(Buffer.alloc(64, 7)).digest();
    return chain.toString('hex');
  });
  expect(told.map(({ ordinal, chain: at }) => [ordinal, at])).toEqual([
    [1, chains[0]],
    [2, chains[1]],
  ]);
  expect(await as('victor').read('select decision from public.decisions order by ordinal')).toEqual([
    'approved',
    'changes_requested',
  ]);
  expect(await as('ines').read('select kind from public.notifications')).toEqual(['decided', 'decided']);
});

test('[DECIDE-2] nobody decides but clients to whom it was sent, not even somebody who looks through their eyes', async () => {
  for (const name of ['ada', 'ines', 'felix', 'victor'] as const) {
    expect(await as(name).refusal('decide', decision())).toBe(no);
  }
  expect(await as('ada', { 'x-galley-view-as': 'client' }).refusal('decide', decision())).toBe(no);
  expect(await as('olga').refusal('decide', decision())).toBe(absent);
  await as('ada').call('revoke_review_person', { review_id: review, person_id: people.clara.id });
  expect(await as('clara').refusal('decide', decision())).toBe(absent);
});

test('[DECIDE-3] a decision on other words than those that were sent is refused', async () => {
  expect(await as('clara').refusal('decide', decision({ content_hash: 'a'.repeat(64) }))).toBe('409 version-conflict');
  expect(await as('clara').refusal('decide', decision({ content_hash: null }))).toBe('409 version-conflict');
  expect(await as('clara').refusal('decide', decision({ scene_id: scene.scene_id }))).toBe('409 version-conflict');
  expect(await as('clara').refusal('decide', decision({ scene_id: randomUUID() }))).toBe(bad);
});

test('[DECIDE-4] a decision is whole, and what the review asks for', async () => {
  const wrong = [
    { decision: 'perhaps' },
    { signature: 'short' },
    { signature: null },
    { decided_at: null },
    { decision_id: null },
    { note: 'x'.repeat(10_001) },
  ];
  for (const more of wrong) expect(await as('clara').refusal('decide', decision(more))).toBe(bad);
  await database.admin.query(`update public.reviews set asks = 'decision_for_all'`);
  expect(await as('clara').refusal('decide', decision(scene))).toBe(bad);
  await database.admin.query(`update public.reviews set asks = 'comments'`);
  expect(await as('clara').refusal('decide', decision())).toBe(bad);
});

test('[DECIDE-5] a decision comes with the person’s own key, which was not taken back', async () => {
  const other = randomUUID();
  await as('felix').call('register_device_key', device({ device_key_id: other }));
  expect(await as('clara').refusal('decide', decision({ device_key_id: other }))).toBe(absent);
  await database.admin.query('update public.device_keys set revoked_at = now() where id = $1', [key]);
  expect(await as('clara').refusal('decide', decision())).toBe(absent);
});

test('[DECIDE-6] the same decision twice is one, and a closed review takes no more', async () => {
  const asked = decision();
  const first = await as('clara').call('decide', asked);
  expect(await as('clara').call('decide', asked)).toEqual(first);
  expect(await as('clara').refusal('decide', { ...asked, signature: Buffer.alloc(64, 8).toString('base64') })).toBe(
    '409 already-done',
  );
  await as('ada').call('close_review', { review_id: review });
  expect(await as('clara').call('decide', asked)).toEqual(first);
  expect(await as('clara').refusal('decide', decision())).toBe('409 already-done');
});

test('[DECIDE-7] sixteen decisions at once have an order without gaps', async () => {
  const told = await Promise.all(Array.from({ length: 16 }, () => as('clara').call('decide', decision())));
  expect(told.map(({ body }) => body['ordinal']).sort((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: 16 }, (_, index) => index + 1),
  );
});

test('[DECIDE-8] a device key is 32 bytes, of somebody who belongs there, and stays whose it is', async () => {
  const mine = device();
  expect(await as('felix').refusal('register_device_key', mine)).toBe(answered);
  expect(await as('felix').refusal('register_device_key', mine)).toBe(answered);
  expect(await as('clara').refusal('register_device_key', mine)).toBe('409 already-done');
  expect(await as('felix').refusal('register_device_key', { ...mine, device_key_id: randomUUID() })).toBe(
    '409 already-done',
  );
  expect(await as('olga').refusal('register_device_key', device())).toBe(absent);
  for (const more of [{ public_key: 'AAAA' }, { public_key: '?' }, { name: '' }, { device_key_id: null }]) {
    expect(await as('felix').refusal('register_device_key', device(more))).toBe(bad);
  }
});

test('[DECIDE-9] whoever reads a decision reads the key that signed it, and no other key', async () => {
  await as('felix').call('register_device_key', device());
  expect(await as('victor').read('select id from public.device_keys')).toEqual([]);
  await as('clara').call('decide', decision());
  expect(await as('victor').read('select id from public.device_keys')).toEqual([key]);
  expect(await as('ines').read('select id from public.device_keys')).toHaveLength(2);
});

test('[DECIDE-10] notifications are marked as read by whom they tell', async () => {
  const ids = await as('clara').read('select id from public.notifications');
  expect((await as('ada').call('read_notifications', { ids })).body).toEqual({ read: 0 });
  expect((await as('clara').call('read_notifications', { ids })).body).toEqual({ read: 1 });
  expect((await as('clara').call('read_notifications', { ids })).body).toEqual({ read: 0 });
});

test('[DECIDE-11] a decision that waits while its review is taken back is refused', async () => {
  const client = await database.admin.connect();
  try {
    await client.query('begin');
    await client.query('update public.review_people set revoked_at = now() where person_id = $1', [people.clara.id]);
    const waiting = as('clara').refusal('decide', decision());
    for (let isHeldUp = false; !isHeldUp;) {
      const { rowCount } = await database.admin.query(
        `select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`,
      );
      isHeldUp = rowCount === 1;
    }
    await client.query('commit');
    expect(await waiting).toBe(absent);
    expect(await as('ines').read('select id from public.decisions')).toEqual([]);
  } finally {
    client.release();
  }
});
