import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';
import { people, review, scripts, version, type SeedPerson } from '../../support/server/people.ts';
import { Caller, type Arguments, type Headers } from './caller.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await openDatabase();
  return () => database[Symbol.asyncDispose]();
});

const as = (name: SeedPerson, headers: Headers = {}): Caller => Caller.of(database.admin, people[name].id, headers);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const [answered, no, absent, bad] = ['answered', '403 not-allowed', '404 not-found', '400 bad-request'];
const everybody = ['ada', 'ines', 'felix', 'clara', 'victor', 'olga'] as const;

async function asEverybody(ask: (name: SeedPerson) => Promise<string>): Promise<readonly string[]> {
  const told = [];
  for (const name of everybody) told.push(await ask(name));
  return told;
}

const scenes = [
  { scene_id: randomUUID(), content: '{"id":"one","heading":"Quay"}' },
  { scene_id: randomUUID(), content: '{"id":"two","heading":"“Ön the quay”"}' },
];

async function newVersion(more: Arguments = {}): Promise<Arguments> {
  const { rows } = await database.admin.query(
    `select head::int as position, encode(chain, 'hex') as chain from public.scripts where id = $1`,
    [scripts.pilot.id],
  );
  const state = Buffer.from('a state').toString('base64');
  return {
    version_id: randomUUID(),
    script_id: scripts.pilot.id,
    name: 'First',
    kind: 'named',
    ...rows[0],
    scenes,
    state,
    ...more,
  };
}

const sending = (more: Arguments = {}): Arguments => ({
  review_id: randomUUID(),
  version_id: version,
  title: 'Second look',
  asks: 'decision_for_all',
  people: [people.clara.id],
  ...more,
});

test('[REVIEW-1] a version’s hashes are the server’s own, over the very bytes of its scenes', async () => {
  const asked = await newVersion();
  const { body } = await as('felix').call('publish_version', asked);
  const whole = sha256(`[${scenes.map(({ content }) => content).join(',')}]`);
  expect(body).toEqual({ version_id: asked['version_id'], number: 1, content_hash: whole });
  expect(
    await as('ada').read(
      `select encode(content_hash, 'hex') || ' ' || content from public.script_version_content where version_id = $1 order by ordinal`,
      [asked['version_id']],
    ),
  ).toEqual(scenes.map(({ content }) => `${sha256(content)} ${content}`));
});

test('[REVIEW-2] who publishes: the organisation’s people all kinds, freelancers a named version, others none', async () => {
  const publish = (kind: string) => async (name: SeedPerson) =>
    as(name).refusal('publish_version', await newVersion({ kind }));
  expect(await asEverybody(publish('named'))).toEqual([answered, answered, answered, absent, no, absent]);
  expect(await asEverybody(publish('sent'))).toEqual([answered, answered, no, absent, no, absent]);
  expect(await as('ada', { 'x-galley-view-as': 'viewer' }).refusal('publish_version', await newVersion())).toBe(no);
});

test('[REVIEW-3] a version is published once: a repeat is told the same, other content under its id is refused', async () => {
  const asked = await newVersion();
  const first = await as('ines').call('publish_version', asked);
  expect(await as('ines').call('publish_version', asked)).toEqual(first);
  expect(await as('ines').refusal('publish_version', { ...asked, scenes: scenes.slice(1) })).toBe('409 other-bytes');
  const next = await as('ines').call('publish_version', await newVersion());
  expect(next.body['number']).toBe(2);
});

test('[REVIEW-4] a version stands on the server’s log, and is whole', async () => {
  const wrong: readonly Arguments[] = [
    { name: '\u200b' },
    { kind: 'final' },
    { chain: 'zz' },
    { position: -1 },
    { scenes: {} },
    { scenes: [{ scene_id: 'one', content: 'x' }] },
    { scenes: [{ scene_id: randomUUID() }] },
    { scenes: [{ scene_id: randomUUID(), content: { text: 'x' } }] },
    { scenes: [...scenes, ...scenes] },
    { state: 'not base64!' },
    { state: '' },
    { version_id: null },
  ];
  const refusals = [];
  for (const more of wrong) refusals.push(await as('ada').refusal('publish_version', await newVersion(more)));
  expect(new Set(refusals)).toEqual(new Set([bad]));
  const elsewhere = [{ position: 2 }, { position: 0 }, { chain: 'a'.repeat(64) }];
  for (const more of elsewhere) {
    expect(await as('ada').refusal('publish_version', await newVersion(more))).toBe('409 version-conflict');
  }
  const large = [{ scene_id: randomUUID(), content: 'x'.repeat(17 * 1024 * 1024) }];
  expect(await as('ada').refusal('publish_version', await newVersion({ scenes: large }))).toBe('413 too-large');
  expect(
    await as('ada').read('select id from public.script_versions where script_id = $1', [scripts.pilot.id]),
  ).toEqual([]);
});

test('[REVIEW-5] sending replaces the open review, puts the script in review and tells those it is sent to', async () => {
  const asked = sending();
  expect(await as('ines').refusal('send_to_review', asked)).toBe(answered);
  expect(await as('ines').refusal('send_to_review', asked)).toBe(answered);
  expect(
    await as('clara').read('select concat(id, state, replaced_by) from public.reviews order by created_at'),
  ).toEqual([`${review}replaced${String(asked['review_id'])}`, `${String(asked['review_id'])}open`]);
  expect(await as('clara').read(`select kind from public.notifications`)).toEqual(['review_sent', 'review_sent']);
  const { body } = await as('ines').call('publish_version', await newVersion());
  await as('ines').call('send_to_review', sending({ version_id: body['version_id'] }));
  expect(
    await as('ines').read('select concat(status, version) from public.scripts where id = $1', [scripts.pilot.id]),
  ).toEqual(['in_review2']);
});

test('[REVIEW-6] who sends, closes and takes back: the organisation’s people', async () => {
  const hidden = [absent, absent, absent];
  expect(await asEverybody((name) => as(name).refusal('send_to_review', sending()))).toEqual([
    answered,
    answered,
    no,
    ...hidden,
  ]);
  const take = { review_id: review, person_id: people.clara.id };
  const told = [no, no, no, absent];
  const [, , ...others] = await asEverybody((name) =>
    name === 'ada' || name === 'ines' ? Promise.resolve('') : as(name).refusal('revoke_review_person', take),
  );
  expect(others).toEqual(told);
  const [, , ...closing] = await asEverybody((name) =>
    name === 'ada' || name === 'ines' ? Promise.resolve('') : as(name).refusal('close_review', { review_id: review }),
  );
  expect(closing).toEqual(told);
});

test('[REVIEW-7] a review goes to clients of the project, and never from an archived script', async () => {
  for (const person of [people.felix.id, people.olga.id, randomUUID()]) {
    expect(await as('ada').refusal('send_to_review', sending({ people: [person] }))).toBe(bad);
  }
  const wrong = [{ title: '' }, { asks: 'praise' }, { review_id: null }, { message: 'x'.repeat(10_001) }];
  for (const more of wrong) expect(await as('ada').refusal('send_to_review', sending(more))).toBe(bad);
  expect(await as('ada').refusal('send_to_review', sending({ review_id: review, version_id: version }))).toBe(
    '409 other-bytes',
  );
  await database.admin.query(`update public.scripts set status = 'archived', version = version + 1 where id = $1`, [
    scripts.spot.id,
  ]);
  expect(await as('ada').refusal('send_to_review', sending())).toBe('409 script-status');
});

test('[REVIEW-8] what was taken back or closed: the first is not there any more, the second can still be read', async () => {
  await as('ada').call('close_review', { review_id: review });
  expect(await as('clara').read('select state from public.reviews')).toEqual(['closed']);
  await as('ada').call('revoke_review_person', { review_id: review, person_id: people.clara.id });
  const left = ['reviews', 'script_versions', 'script_version_content', 'comments', 'review_people'];
  for (const table of left) expect(await as('clara').read(`select 1 from public.${table}`)).toEqual([]);
  expect(await as('clara').read('select name from public.profiles')).toEqual(['Clara Client (demo)']);
});

test('[REVIEW-9] a date is set by the organisation’s people who saw the present version', async () => {
  const due = { script_id: scripts.spot.id, due_at: '2027-01-01T12:00:00Z', expected_version: 2 };
  expect(await asEverybody((name) => as(name).refusal('set_due', due))).toEqual([
    answered,
    '409 version-conflict',
    no,
    absent,
    no,
    absent,
  ]);
  expect(await as('felix').read('select version from public.scripts where id = $1', [scripts.spot.id])).toEqual([3]);
});
