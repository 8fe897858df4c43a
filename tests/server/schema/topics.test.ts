import { beforeAll, expect, test } from 'vitest';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';
import { people, review, scripts } from '../../support/server/people.ts';
import { attempt } from './caller.ts';
import { Channels, topicsNow } from './channels.ts';

const CHANNELS = ['script', 'cursors', 'notes', 'review'] as const;

let database: TestDatabase;
let channels: Channels;

beforeAll(async () => {
  database = await openDatabase();
  channels = new Channels(database);
  return () => database[Symbol.asyncDispose]();
});

const here = { script: scripts.spot.id, review };

test('[TOPIC-1] on each channel listen those whose role may read what is told there', async () => {
  const topics = await topicsNow(database, here);
  const listeners = await Promise.all(
    CHANNELS.map(async (channel) => {
      const may = await Promise.all(
        Object.entries(people).map(async ([name, { id }]) =>
          (await channels.mayListen(id, topics[channel])) ? name : '',
        ),
      );
      return [channel, may.filter((name) => name !== '')];
    }),
  );
  expect(Object.fromEntries(listeners)).toEqual({
    script: ['ada', 'ines', 'felix', 'victor'],
    cursors: ['ada', 'ines', 'felix', 'victor'],
    notes: ['ada', 'ines', 'felix'],
    review: ['ada', 'ines', 'felix', 'clara', 'victor'],
  });
});

test('[TOPIC-2] nobody speaks where content is, and cursors come from those who write', async () => {
  const topics = await topicsNow(database, here);
  const spoken = [];
  for (const channel of CHANNELS) {
    for (const extension of ['broadcast', 'presence', 'postgres_changes']) {
      for (const [name, { id }] of Object.entries(people)) {
        if (await channels.maySpeak(id, topics[channel], extension)) spoken.push(`${name}: ${extension} on ${channel}`);
      }
    }
  }
  expect(spoken).toEqual([
    'ada: broadcast on cursors',
    'ines: broadcast on cursors',
    'felix: broadcast on cursors',
    'ada: presence on cursors',
    'ines: presence on cursors',
    'felix: presence on cursors',
  ]);
});

test('[TOPIC-3] a policy that somebody adds later opens no content channel', async () => {
  const topics = await topicsNow(database, here);
  await database.admin.query('create policy loose on realtime.messages for insert to authenticated with check (true)');
  expect(await channels.maySpeak(people.ada.id, topics.script)).toBe(false);
  expect(await channels.maySpeak(people.olga.id, topics.review)).toBe(false);
  await database.admin.query('drop policy loose on realtime.messages');
});

test('[TOPIC-4] a topic is written in one way only, and with the present epoch', async () => {
  const { script, cursors } = await topicsNow(database, here);
  const alike = [
    script.toUpperCase(),
    script.replace('script:', 'Script:'),
    `${script} `,
    ` ${script}`,
    `${script}\n`,
    `${script}:`,
    script.replace(scripts.spot.id, scripts.spot.id.toUpperCase()),
    script.replace(scripts.spot.id, `{${scripts.spot.id}}`),
    script.replace('s', 'ѕ'),
    script.replace(/.$/, ''),
    script.replace(/:[0-9a-f]+$/, `:${'0'.repeat(32)}`),
    script.replace(/:[0-9a-f]+$/, ''),
    `${script},${script}`,
    script.replace('script:', 'script::'),
    script.replace('script:', '%'),
    'script:%:%',
    '',
  ];
  const heard = [];
  for (const topic of alike) {
    if (await channels.mayListen(people.ada.id, topic)) heard.push(topic);
    if (await channels.maySpeak(people.ada.id, topic.replace('script', 'cursors'))) heard.push(topic);
  }
  expect(heard).toEqual([]);
  expect(await channels.maySpeak(people.ada.id, cursors)).toBe(true);
});

test('[TOPIC-5] a listener hears its own topic and no other', async () => {
  const topics = await topicsNow(database, here);
  const elsewhere = (await topicsNow(database, { script: scripts.crossing.id, review })).script;
  const client = await database.admin.connect();
  try {
    await client.query('begin');
    await client.query(`insert into realtime.messages (topic, extension) values ($1, 'broadcast')`, [elsewhere]);
    await client.query(
      `select set_config('role', 'authenticated', true), set_config('realtime.topic', $1, true),
        set_config('request.jwt.claims', $2, true)`,
      [topics.script, JSON.stringify({ sub: people.ada.id })],
    );
    const { rows } = await client.query('select distinct topic from realtime.messages where topic <> $1', [
      topics.script,
    ]);
    expect(rows).toEqual([]);
    expect(await attempt(database, 'delete from realtime.messages', 'authenticated')).toBe('42501');
  } finally {
    await client.query('rollback');
    client.release();
  }
});
