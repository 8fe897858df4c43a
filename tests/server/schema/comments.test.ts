import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';
import { comments, people, review, scripts, version, type SeedPerson } from '../../support/server/people.ts';
import { Caller, type Arguments, type Headers } from './caller.ts';
import { topicsNow } from './channels.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await openDatabase();
  return () => database[Symbol.asyncDispose]();
});

const as = (name: SeedPerson, headers: Headers = {}): Caller => Caller.of(database.admin, people[name].id, headers);
const [answered, no, absent, bad] = ['answered', '403 not-allowed', '404 not-found', '400 bad-request'];
const everybody = ['ada', 'ines', 'felix', 'clara', 'victor', 'olga'] as const;

async function asEverybody(ask: (name: SeedPerson) => Promise<string>): Promise<readonly string[]> {
  const told = [];
  for (const name of everybody) told.push(await ask(name));
  return told;
}

const said = (more: Arguments = {}): Arguments => ({
  comment_id: randomUUID(),
  script_id: scripts.spot.id,
  review_id: review,
  version_id: version,
  audience: 'client',
  anchor: { version },
  body: 'Longer, please.',
  ...more,
});
const internal = { audience: 'internal', review_id: null, version_id: null };

test('[COMMENT-1] clients and the team write in a review, the team alone among itself, viewers nowhere', async () => {
  expect(await asEverybody((name) => as(name).refusal('comment', said()))).toEqual([
    answered,
    answered,
    answered,
    answered,
    no,
    absent,
  ]);
  expect(await asEverybody((name) => as(name).refusal('comment', said(internal)))).toEqual([
    answered,
    answered,
    answered,
    absent,
    no,
    absent,
  ]);
  expect(await as('clara').refusal('comment', said({ audience: 'internal' }))).toBe(no);
  expect(await as('ada', { 'x-galley-view-as': 'viewer' }).refusal('comment', said())).toBe(no);
});

test('[COMMENT-2] internal comments are never seen by clients and viewers, nor rung where they listen', async () => {
  const counts = await Promise.all(
    everybody.map((name) => as(name).read('select id from public.comments order by id')),
  );
  const both = [comments.internal, comments.client];
  expect(counts).toEqual([both, both, both, [comments.client], [comments.client], []]);
  const topics = await topicsNow(database, { script: scripts.spot.id, review });
  await database.admin.query('delete from realtime.messages');
  await as('felix').call('comment', said(internal));
  await as('clara').call('comment', said());
  const { rows } = await database.admin.query(`select topic, event, payload - 'id' as payload from realtime.messages`);
  expect(rows.map(({ topic, event, payload }) => [topic, event, Object.keys(payload)])).toEqual([
    [topics.notes, 'comment', ['comment_id']],
    [topics.review, 'comment', ['comment_id']],
  ]);
});

test('[COMMENT-3] an answer stands where its comment stands, and tells whom it answers', async () => {
  const answer = said({ parent_id: comments.client });
  expect(await as('ines').refusal('comment', answer)).toBe(answered);
  expect(await as('clara').read(`select kind from public.notifications where kind = 'replied'`)).toEqual(['replied']);
  expect(await as('ines').refusal('comment', said({ ...internal, parent_id: comments.client }))).toBe(bad);
  expect(await as('clara').refusal('comment', said({ parent_id: comments.internal }))).toBe(absent);
  expect(await as('ines').refusal('comment', said({ script_id: scripts.pilot.id }))).toBe(absent);
  expect(await as('clara').refusal('comment', said({ version_id: randomUUID() }))).toBe(absent);
});

test('[COMMENT-4] a comment that is not whole is refused; the same twice is one', async () => {
  const wrong: readonly Arguments[] = [
    { body: '' },
    { body: 'x'.repeat(10_001) },
    { audience: 'everybody' },
    { anchor: [{ quote: 'x' }] },
    { anchor: { quote: 'x'.repeat(4_001) } },
    { review_id: null, version_id: null },
    { comment_id: null },
  ];
  for (const more of wrong) expect(await as('ada').refusal('comment', said(more))).toBe(bad);
  const asked = said();
  expect(await as('clara').refusal('comment', asked)).toBe(answered);
  expect(await as('clara').refusal('comment', asked)).toBe(answered);
  expect(await as('ines').refusal('comment', asked)).toBe('409 already-done');
  expect(await as('ada').read('select 1 from public.comments where id = $1', [asked['comment_id']])).toEqual([1]);
});

test('[COMMENT-5] words are changed and taken back by their author alone, and then nobody reads them', async () => {
  const edit = { comment_id: comments.client, body: 'Shorter.' };
  expect(await asEverybody((name) => as(name).refusal('edit_comment', edit))).toEqual([
    no,
    no,
    no,
    answered,
    no,
    absent,
  ]);
  const other = { comment_id: comments.internal, body: 'No.' };
  expect(await asEverybody((name) => as(name).refusal('edit_comment', other))).toEqual([
    no,
    answered,
    no,
    absent,
    absent,
    absent,
  ]);
  const gone = { comment_id: comments.client };
  expect(await as('ada').refusal('delete_comment', gone)).toBe(no);
  expect([
    await as('clara').refusal('delete_comment', gone),
    await as('clara').refusal('delete_comment', gone),
  ]).toEqual([answered, answered]);
  expect(await as('clara').refusal('edit_comment', edit)).toBe(absent);
  const { rows } = await database.admin.query('select body from public.comments where id = $1', [comments.client]);
  expect(rows).toEqual([{ body: '' }]);
  const left = await Promise.all(
    everybody.map((name) => as(name).read('select id from public.comments where audience = $1', ['client'])),
  );
  expect(left.flat()).toEqual([]);
});

test('[COMMENT-6] who may comment may resolve and react; a reaction is a mark and not a word', async () => {
  const resolve = { comment_id: comments.client, resolved: true };
  const told = [answered, answered, answered, answered, no, absent];
  expect(await asEverybody((name) => as(name).refusal('resolve_comment', resolve))).toEqual(told);
  const react = { comment_id: comments.client, emoji: '👍🏽', present: true };
  expect(await asEverybody((name) => as(name).refusal('react', react))).toEqual(told);
  expect(await as('victor').read('select emoji from public.reactions')).toHaveLength(4);
  await as('clara').call('react', { ...react, present: false });
  expect(await as('clara').read('select person_id from public.reactions')).toHaveLength(3);
  for (const emoji of ['', 'ok', '<b>', '👍 👍', 'x'.repeat(17), null, '👍\n']) {
    expect(await as('clara').refusal('react', { ...react, emoji })).toBe(bad);
  }
  const hidden = { comment_id: comments.internal, emoji: '👍', present: true };
  await as('ada').call('react', hidden);
  expect(await as('clara').refusal('react', hidden)).toBe(absent);
  expect(
    await as('clara').read('select emoji from public.reactions where comment_id = $1', [comments.internal]),
  ).toEqual([]);
});

test('[COMMENT-7] a client says nothing more in a closed review, and nothing in one that was taken back', async () => {
  await as('ada').call('close_review', { review_id: review });
  expect(await as('clara').refusal('comment', said())).toBe('409 already-done');
  expect(await as('ines').refusal('comment', said())).toBe(answered);
  await as('ada').call('revoke_review_person', { review_id: review, person_id: people.clara.id });
  expect(await as('clara').refusal('comment', said())).toBe(absent);
  expect(await as('clara').refusal('edit_comment', { comment_id: comments.client, body: 'x' })).toBe(absent);
  expect(await as('clara').refusal('delete_comment', { comment_id: comments.client })).toBe(absent);
});

test('[COMMENT-8] a refusal is written down for the admins of the place, without a word of what was said', async () => {
  await as('olga').call('comment', said({ body: 'Secret words' }));
  await as('victor').call('comment', said({ body: 'Secret words' }));
  const { rows } = await database.admin.query(
    'select to_jsonb(event)::text as whole from public.security_events as event',
  );
  expect(rows).toHaveLength(2);
  expect(rows.filter(({ whole }) => whole.includes('Secret'))).toEqual([]);
  expect(await as('ada').read('select actor from public.security_events order by at')).toEqual([
    people.olga.id,
    people.victor.id,
  ]);
  expect(await as('olga').read('select actor from public.security_events')).toEqual([]);
});
