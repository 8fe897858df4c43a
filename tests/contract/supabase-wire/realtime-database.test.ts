import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRealtimeContract, type RealtimeContract } from '../../support/server/realtime-contract.ts';

let there: RealtimeContract;
beforeAll(async () => {
  there = await openRealtimeContract();
});
afterAll(() => there[Symbol.asyncDispose]());

/** A listener on a private topic of its own. */
async function openListener(): Promise<{ topic: string; socket: Awaited<ReturnType<RealtimeContract['connect']>> }> {
  const topic = `cursors:${randomUUID()}`;
  const { token } = await there.policies.person(topic, { read: 'broadcast' });
  const socket = await there.connect();
  const readiness = { broadcast: { replication_ready: true } };
  await socket.join(topic, { token, config: readiness });
  await socket.find(({ event, payload }) => event === 'system' && JSON.stringify(payload).includes('"ok"'));
  return { topic, socket };
}

test('[REALTIME-8] what the database sends arrives when it commits, with the id of its row', async () => {
  const { topic, socket } = await openListener();
  await there.policies.pool.query(`select realtime.send('{"a": [1, "ü"]}', 'json', $1)`, [topic]);
  await there.policies.pool.query(`select realtime.send('{"id": "mine"}', 'own id', $1)`, [topic]);
  const { rows } = await there.policies.pool.query<{ id: string }>(
    'select id from realtime.messages where topic = $1 order by inserted_at',
    [topic],
  );
  const [first, second] = [await socket.nextBroadcast(), await socket.nextBroadcast()];
  const [firstId, secondId] = rows.map((row) => row.id);
  expect(first).toMatchObject({ name: 'json', payload: { a: [1, 'ü'], id: firstId }, meta: { id: firstId } });
  expect(second).toMatchObject({ name: 'own id', payload: { id: 'mine' }, meta: { id: secondId } });
});

test('[REALTIME-8] bytes arrive byte for byte', async () => {
  const { topic, socket } = await openListener();
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const payloads = [all, Buffer.alloc(0), Buffer.alloc(200_000, 0x7f)];
  for (const bytes of payloads) {
    await there.policies.pool.query("select realtime.send_binary($1, 'ring', $2)", [bytes, topic]);
  }
  for (const bytes of payloads) expect((await socket.nextBroadcast()).bytes?.equals(bytes)).toBe(true);
});

test('[REALTIME-8] a transaction that is rolled back broadcasts nothing', async () => {
  const { topic, socket } = await openListener();
  const client = await there.policies.pool.connect();
  try {
    await client.query('begin');
    await client.query("select realtime.send('{}', 'never', $1)", [topic]);
    await client.query('savepoint later');
    await client.query('rollback');
    await client.query('begin');
    await client.query("select realtime.send('{}', 'before the savepoint', $1)", [topic]);
    await client.query('savepoint here');
    await client.query("select realtime.send('{}', 'within', $1)", [topic]);
    await client.query('rollback to savepoint here');
    await client.query('commit');
  } finally {
    client.release();
  }
  await there.policies.pool.query("select realtime.send('{}', 'last', $1)", [topic]);
  expect([(await socket.nextBroadcast()).name, (await socket.nextBroadcast()).name]).toEqual([
    'before the savepoint',
    'last',
  ]);
});

test('[REALTIME-8] nothing is heard before the commit, and the order is that of the commits', async () => {
  const { topic, socket } = await openListener();
  const [slow, quick] = [await there.policies.pool.connect(), await there.policies.pool.connect()];
  try {
    await slow.query('begin');
    await slow.query("select realtime.send('{}', 'first written', $1)", [topic]);
    await quick.query("select realtime.send('{}', 'first committed', $1)", [topic]);
    expect((await socket.nextBroadcast()).name).toBe('first committed');
    await slow.query('commit');
    expect((await socket.nextBroadcast()).name).toBe('first written');
  } finally {
    slow.release();
    quick.release();
  }
});

test('[REALTIME-8] many writers at once: every message once, in the order of their commits', async () => {
  const { topic, socket } = await openListener();
  const [writers, each] = [4, 20];
  await there.policies.pool.query(
    `create table ${there.policies.schema}.counter (n integer); insert into ${there.policies.schema}.counter values (0)`,
  );
  const sendNext = async (): Promise<void> => {
    const client = await there.policies.pool.connect();
    try {
      await client.query('begin');
      // The row's lock is held until the commit: the numbers commit in their order.
      await client.query(
        `with next as (update ${there.policies.schema}.counter set n = n + 1 returning n)
         select realtime.send(jsonb_build_object('n', n), 'n', $1) from next`,
        [topic],
      );
      await client.query('commit');
    } finally {
      client.release();
    }
  };
  await Promise.all(
    Array.from({ length: writers }, async () => {
      for (let turn = 0; turn < each; turn += 1) await sendNext();
    }),
  );
  const heard: unknown[] = [];
  while (heard.length < writers * each) heard.push((await socket.nextBroadcast()).payload);
  const expected = Array.from({ length: writers * each }, (_, index) => expect.objectContaining({ n: index + 1 }));
  expect(heard).toEqual(expected);
});

test('[REALTIME-8] several in one transaction keep their order', async () => {
  const { topic, socket } = await openListener();
  await there.policies.pool.query(
    "select realtime.send(jsonb_build_object('n', n), 'n', $1) from generate_series(1, 30) n",
    [topic],
  );
  for (let n = 1; n <= 30; n += 1) expect((await socket.nextBroadcast()).payload).toMatchObject({ n });
});

test('[REALTIME-8] a change of a row arrives as broadcast_changes writes it', async () => {
  const { topic, socket } = await openListener();
  await there.policies.pool.query(`
    create table ${there.policies.schema}.things (id integer, name text);
    create function ${there.policies.schema}.tell() returns trigger language plpgsql as $$
    begin
      perform realtime.broadcast_changes('${topic}', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
      return null;
    end $$;
    create trigger tell after insert or update or delete on ${there.policies.schema}.things
      for each row execute function ${there.policies.schema}.tell();
    insert into ${there.policies.schema}.things values (1, 'one');
    update ${there.policies.schema}.things set name = 'two';
    delete from ${there.policies.schema}.things;`);
  const common = { table: 'things', schema: there.policies.schema };
  const [one, two] = [
    { id: 1, name: 'one' },
    { id: 1, name: 'two' },
  ];
  const expected = [
    { operation: 'INSERT', record: one, old_record: null },
    { operation: 'UPDATE', record: two, old_record: one },
    { operation: 'DELETE', record: null, old_record: two },
  ];
  for (const change of expected) {
    const { name, payload } = await socket.nextBroadcast();
    expect(name).toBe(change.operation);
    expect(payload).toMatchObject({ ...common, ...change });
  }
});

test('[REALTIME-8] sending has the rights of the caller, and what goes wrong is a warning and not an error', async () => {
  const { topic, socket } = await openListener();
  const client = await there.policies.pool.connect();
  const warnings: (string | undefined)[] = [];
  const note = ({ message }: { readonly message?: string | undefined }): void => void warnings.push(message);
  client.on('notice', note);
  try {
    await client.query('set role authenticated');
    await client.query("select realtime.send('{}', 'refused', $1)", [topic]);
    await client.query("select realtime.send_binary('', 'refused', $1)", [topic]);
  } finally {
    await client.query('reset role');
    client.off('notice', note);
    client.release();
  }
  await there.policies.pool.query("select realtime.send('{}', 'last', $1)", [topic]);
  expect((await socket.nextBroadcast()).name).toBe('last');
  const refusal = 'WarnSendingBroadcastMessage: new row violates row-level security policy for table "messages"';
  expect(warnings).toEqual([refusal, refusal]);
});
