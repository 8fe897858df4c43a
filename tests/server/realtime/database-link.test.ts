import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRealtimeServer, type RealtimeServer } from '../../support/server/realtime-server.ts';

let server: RealtimeServer;
/** A connection of its own: it stays when new ones are not let in. */
let database: pg.PoolClient;
beforeAll(async () => {
  server = await openRealtimeServer();
  database = await server.stack.admin.connect();
});
afterAll(async () => {
  database.release();
  await server[Symbol.asyncDispose]();
});

/** Ends the gateway's connections of this name and waits until they are gone. */
async function cut(applicationName: string): Promise<void> {
  const found = 'from pg_stat_activity where application_name = $1 and datname = current_database()';
  await database.query(`select pg_terminate_backend(pid) ${found}`, [applicationName]);
  const count = async (): Promise<number | null> =>
    (await database.query(`select ${found}`, [applicationName])).rowCount;
  await expect.poll(count, { timeout: 10_000 }).toBe(0);
}

/** Whether new connections to the test's database are let in; those there are stay. */
async function allowConnections(isAllowed: boolean): Promise<void> {
  const elsewhere = new URL(server.stack.databaseUrl('supabase_admin'));
  elsewhere.pathname = '/postgres';
  const client = new pg.Client({ connectionString: elsewhere.href });
  await client.connect();
  await client.query(`alter database ${server.stack.database.name} allow_connections ${isAllowed}`);
  await client.end();
}

test('[REALTIME-16] a lost connection to the database comes back; what committed meanwhile is lost, as on the real server', async () => {
  const socket = await server.connect();
  await socket.join('a', { isPrivate: false });
  const send = "select realtime.send('{}', $1, 'a', false)";
  await database.query(send, ['before']);
  expect((await socket.nextBroadcast()).name).toBe('before');
  await allowConnections(false);
  await cut('realtime_messages');
  await database.query(send, ['in the gap']);
  await allowConnections(true);
  const listening = `select from pg_stat_activity
    where application_name = 'realtime_messages' and datname = current_database() and state = 'idle'
      and query like 'listen%'`;
  await expect.poll(async () => (await database.query(listening)).rowCount, { timeout: 10_000 }).toBe(1);
  await database.query(send, ['after']);
  expect((await socket.nextBroadcast()).name).toBe('after');
  expect(socket.broadcasts().map(({ name }) => name)).toEqual(['before', 'after']);
});

test('[REALTIME-16] while the database does not answer nobody gets in, and afterwards everybody does', async () => {
  const { token } = await server.policies.person('cursors:a', { read: 'both' });
  const socket = await server.connect();
  await socket.join('cursors:a', { token });
  await allowConnections(false);
  await cut('realtime_policies');
  const reason = 'UnableToConnectToProject: Realtime was unable to connect to the project database';
  expect(await socket.join('cursors:a', { token })).toEqual({ status: 'error', response: { reason } });
  await allowConnections(true);
  expect((await socket.join('cursors:a', { token })).status).toBe('ok');
});

test('[REALTIME-8] the days ahead have their partitions, and old ones go', async () => {
  const days = async (): Promise<string[]> => {
    const { rows } = await database.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'realtime.messages'::regclass order by 1`,
    );
    return rows.map(({ name }) => name);
  };
  const before = await days();
  expect(before.length).toBe(5);
  await database.query(
    `create table realtime.messages_2020_01_01 partition of realtime.messages
     for values from ('2020-01-01') to ('2020-01-02')`,
  );
  await database.query(`drop table realtime.${before.at(-1)?.split('.').at(-1)}`);
  await database.query('select realtime.make_partitions()');
  expect(await days()).toEqual(before);
});

test('[REALTIME-18] a refused topic is an attempt that is written down, without what is as good as a key', async () => {
  const epoch = '0123456789abcdef0123456789abcdef';
  const topic = `cursors:a:${epoch}`;
  const { id, token } = await server.policies.person(topic, {});
  const { id: readerId, token: reader } = await server.policies.person(topic, { read: 'both' });
  const socket = await server.connect();
  await socket.join(topic, { token });
  await socket.join(topic, { token: reader });
  socket.broadcast(topic, 'forged', {});
  socket.broadcast(topic, 'forged again', {});
  await socket.settle(topic);
  await socket.join('cursors:b', { token: `${token}x` });
  const { rows } = await database.query('select kind, thing, actor, details from public.security_events order by at');
  expect(rows).toEqual([
    { kind: 'table-refused', thing: 'realtime read cursors:a:…', actor: id, details: { role: 'authenticated' } },
    { kind: 'table-refused', thing: 'realtime write cursors:a:…', actor: readerId, details: { role: 'authenticated' } },
    { kind: 'bad-token', thing: 'realtime', actor: null, details: { code: 'JwtSignatureError' } },
  ]);
});

test('[REALTIME-2] a policy that fails, or takes too long, opens nothing', async () => {
  const { token } = await server.policies.person('cursors:a', { read: 'both' });
  const socket = await server.connect();
  const replacePolicy = async (condition: string): Promise<void> => {
    await server.policies.pool.query(
      `alter policy ${server.policies.schema}_read on realtime.messages using (${condition})`,
    );
  };
  await replacePolicy('(1 / (length(topic) - length(topic))) = 1');
  expect((await socket.join('cursors:a', { token })).response).toMatchObject({
    reason: expect.stringContaining('Unauthorized'),
  });
  await server.policies.pool.query(`
    create function ${server.policies.schema}.too_slow() returns boolean language plpgsql set statement_timeout from current as $$
    begin
      raise query_canceled;
    end $$;
    grant execute on function ${server.policies.schema}.too_slow() to authenticated`);
  await replacePolicy(`${server.policies.schema}.too_slow()`);
  expect((await socket.join('cursors:a', { token })).response).toMatchObject({
    reason: expect.stringContaining('QueryCanceled'),
  });
  await replacePolicy('true');
  expect((await socket.join('cursors:a', { token })).status).toBe('ok');
});
