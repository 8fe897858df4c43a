import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRealtimeServer, type RealtimeServer } from '../../support/server/realtime-server.ts';
import {
  refusedHandshake,
  socketUrl,
  type RealtimeSocket,
  type Received,
} from '../../support/server/realtime-socket.ts';

const STEP_MS = 5_000;
const STEPS_OF_A_MINUTE = 13;

/** With limits for what channels do, and with limits for who gets in. */
let server: RealtimeServer;
let door: RealtimeServer;
beforeAll(async () => {
  server = await openRealtimeServer({
    messagesPerSecond: 10,
    presenceMessagesPerSecond: 1,
    presenceCallsPer30Seconds: 1_000,
    broadcastBytes: 1_000,
    channelsPerConnection: 2,
  });
  door = await openRealtimeServer({ joinsPerSecond: 2 });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await door[Symbol.asyncDispose]();
});

const isSystem = ({ event }: Received): boolean => event === 'system';
const isClose = ({ event }: Received): boolean => event === 'phx_close';

async function joined(topic: string, { at = server, ack = false } = {}): Promise<RealtimeSocket> {
  const socket = await at.connect();
  await socket.join(topic, { isPrivate: false, ack });
  return socket;
}

/** Until nothing before counts any more: then a limit is reached by sixty times as much as it allows in a second. These connections are kept alive. */
async function passMinute(at: RealtimeServer, sockets: readonly RealtimeSocket[] = []): Promise<void> {
  for (let step = 0; step < STEPS_OF_A_MINUTE; step += 1) {
    at.advance(STEP_MS);
    await Promise.all(sockets.map((socket) => socket.heartbeat()));
  }
}

/** Sends so many and waits until all are dealt with. */
async function sendMany(socket: RealtimeSocket, topic: string, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 1) socket.broadcast(topic, 'n', {});
  await socket.heartbeat();
}

test('[REALTIME-9] too many messages close the channels that receive, not the one that only sends', async () => {
  const [sender, reader] = [await joined('a', { ack: true }), await joined('a')];
  const elsewhere = await joined('b');
  // 25 sent and 25 received in the first step: five a second, over the two steps counted. 60 more are too many.
  await sendMany(sender, 'a', 25);
  server.advance(STEP_MS);
  await sendMany(sender, 'a', 60);
  await reader.settle('a');
  expect(reader.received.some(isSystem)).toBe(false);
  server.advance(STEP_MS);
  expect((await sender.reply(sender.broadcast('a', 'last', {}))).status).toBe('ok');
  expect((await reader.find(isSystem)).payload).toEqual({
    extension: 'system',
    status: 'error',
    message: 'Too many messages per second',
    channel: 'a',
  });
  await reader.find(isClose);
  expect(reader.broadcasts().at(-1)?.name).toBe('last');
  await sender.settle('a');
  await elsewhere.settle('b');
  expect([...sender.received, ...elsewhere.received].some(isClose)).toBe(false);

  // A minute later nothing of it counts any more.
  await passMinute(server, [sender, reader]);
  await reader.join('a', { isPrivate: false });
  expect((await sender.reply(sender.broadcast('a', 'again', {}))).status).toBe('ok');
  expect((await reader.find(({ name }) => name === 'again')).name).toBe('again');
});

test('[REALTIME-9] over the limit, what the database sends is dropped and HTTP is told to wait', async () => {
  await passMinute(server);
  const [sender, reader] = [await joined('a'), await joined('b')];
  await sendMany(sender, 'a', 700);
  server.advance(STEP_MS);
  const send = "select realtime.send('{}', $1, 'b', false)";
  await server.stack.admin.query(send, ['dropped']);
  const { status } = await fetch(`${server.stack.url}/realtime/v1/api/broadcast/b/events/e`, {
    method: 'POST',
    headers: { apikey: server.stack.anonKey, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(status).toBe(429);
  await passMinute(server, [reader]);
  await server.stack.admin.query(send, ['sent']);
  expect((await reader.nextBroadcast()).name).toBe('sent');
});

test('[REALTIME-9] too many joins are refused, and the connection with them', async () => {
  await passMinute(door);
  const socket = await door.connect();
  for (let n = 0; n < 130; n += 1) await socket.join('a', { isPrivate: false });
  door.advance(STEP_MS);
  const reason = 'ClientJoinRateLimitReached: Too many joins per second';
  expect(await socket.join('b', { isPrivate: false })).toEqual({ status: 'error', response: { reason } });
  await socket.closed;
  const url = socketUrl(door.stack.url, { apikey: door.stack.anonKey, vsn: '2.0.0' });
  expect(await refusedHandshake(url)).toEqual({ status: 429, body: { error: 'Too many joins per second' } });
  await passMinute(door);
  expect((await (await door.connect()).join('b', { isPrivate: false })).status).toBe('ok');
});

test('[REALTIME-9] a connection has so many channels, and room again when it leaves one', async () => {
  await passMinute(server);
  const socket = await server.connect();
  for (const topic of ['a', 'b', 'a']) expect((await socket.join(topic, { isPrivate: false })).status).toBe('ok');
  const reason = 'ChannelRateLimitReached: Too many channels';
  expect(await socket.join('c', { isPrivate: false })).toEqual({ status: 'error', response: { reason } });
  await socket.ask('a', 'phx_leave', {});
  expect((await socket.join('c', { isPrivate: false })).status).toBe('ok');
});

test('[REALTIME-9] so many connections at once; those without a channel do not count', async () => {
  await using small = await openRealtimeServer({ connections: 2 });
  const [first, idle] = [await joined('a', { at: small }), await small.connect()];
  await joined('a', { at: small });
  const reason = 'ConnectionRateLimitReached: Too many connected users';
  expect(await idle.join('a', { isPrivate: false })).toEqual({ status: 'error', response: { reason } });
  expect((await first.join('b', { isPrivate: false })).status).toBe('ok');
  const url = socketUrl(small.stack.url, { apikey: small.stack.anonKey, vsn: '2.0.0' });
  expect(await refusedHandshake(url)).toEqual({ status: 429, body: { error: 'Too many connected users' } });
  first[Symbol.dispose]();
  await first.closed;
  const joins = async (): Promise<unknown> => (await idle.join('a', { isPrivate: false })).status;
  await expect.poll(joins, { timeout: 10_000 }).toBe('ok');
});

test('[REALTIME-9] too much presence closes the channel', async () => {
  await passMinute(server);
  const socket = await server.connect();
  await socket.join('a', { isPrivate: false, presence: 'ana' });
  for (let n = 0; n < 70; n += 1) await socket.ask('a', 'presence', { event: 'track', payload: { n } });
  server.advance(STEP_MS);
  socket.push('a', 'presence', { event: 'track', payload: { n: 'last' } });
  const message = 'Too many presence messages per second';
  expect((await socket.find(isSystem)).payload).toMatchObject({ status: 'error', message });
  await socket.find(isClose);
});

test('[REALTIME-12] the limit of a payload holds to the byte, and a reader hears nothing of what is beyond', async () => {
  await passMinute(server);
  const [sender, quiet, reader] = [await joined('a', { ack: true }), await joined('a'), await joined('a')];
  expect((await sender.reply(sender.broadcast('a', 'fits', Buffer.alloc(1_000)))).status).toBe('ok');
  expect(await sender.reply(sender.broadcast('a', 'too large', Buffer.alloc(1_001)))).toEqual({
    status: 'error',
    response: 'payload_size_exceeded',
  });
  const unheard = quiet.broadcast('a', 'too large', Buffer.alloc(1_001));
  await quiet.settle('a');
  expect(quiet.received.some(({ ref }) => ref === unheard)).toBe(false);
  await server.stack.admin.query("select realtime.send_binary($1, 'too large', 'a', false)", [Buffer.alloc(1_001)]);
  await server.stack.admin.query("select realtime.send_binary($1, 'fits too', 'a', false)", [Buffer.alloc(1_000)]);
  expect((await reader.find(({ name }) => name === 'fits too')).bytes?.length).toBe(1_000);
  expect(reader.broadcasts().map(({ name }) => name)).toEqual(['fits', 'fits too']);
});

test('[REALTIME-12] what somebody says of itself is limited like a payload', async () => {
  await passMinute(server);
  const socket = await joined('a');
  socket.push('a', 'presence', { event: 'track', payload: { long: 'x'.repeat(1_000) } });
  expect((await socket.find(isSystem)).payload).toMatchObject({ message: 'Track message size exceeded' });
  await socket.find(isClose);
});

test('[REALTIME-12] a name of more than 255 bytes reaches nobody', async () => {
  await passMinute(server);
  const name = randomUUID().repeat(7).slice(0, 246);
  const [sender, reader] = [await joined(name, { ack: true }), await joined(name)];
  await server.stack.admin.query("select realtime.send('{}', $1, $2, false)", ['e'.repeat(256), name]);
  await server.stack.admin.query("select realtime.send('{}', 'e', $1, false)", [`${name}x`]);
  await server.stack.admin.query("select realtime.send('{}', $1, $2, false)", ['e'.repeat(255), name]);
  expect((await reader.nextBroadcast()).name).toBe('e'.repeat(255));
  expect((await sender.reply(sender.broadcast(name, 'after', {}))).status).toBe('ok');
});
