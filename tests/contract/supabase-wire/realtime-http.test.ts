import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRealtimeContract, type RealtimeContract } from '../../support/server/realtime-contract.ts';
import { tokenOf } from '../../support/server/realtime-policies.ts';
import { refusedHandshake, socketUrl } from '../../support/server/realtime-socket.ts';

let there: RealtimeContract;
beforeAll(async () => {
  there = await openRealtimeContract();
});
afterAll(() => there[Symbol.asyncDispose]());

interface Post {
  readonly token?: string;
  readonly type?: string;
  readonly body: string | Buffer;
}

async function post(path: string, { token = there.anonKey, type = 'application/json', body }: Post): Promise<Response> {
  const headers = { apikey: there.anonKey, authorization: `Bearer ${token}`, 'content-type': type };
  const bytes = typeof body === 'string' ? body : new Uint8Array(body);
  return fetch(`${there.url}/realtime/v1/api/broadcast${path}`, { method: 'POST', headers, body: bytes });
}

function single(topic: string, event: string): string {
  return `/${encodeURIComponent(topic)}/events/${encodeURIComponent(event)}`;
}

const refusals: readonly (readonly [string, () => Record<string, string>, number, string])[] = [
  ['no key', () => ({ vsn: '2.0.0' }), 401, 'API key is missing'],
  ['no token for a key', () => ({ apikey: 'hello', vsn: '2.0.0' }), 401, 'The token provided is not a valid JWT'],
  [
    'an expired key',
    () => ({ apikey: tokenOf(randomUUID(), { expiresAt: 1 }), vsn: '2.0.0' }),
    401,
    'Token has expired',
  ],
  [
    'a key that was changed',
    () => ({ apikey: `${there.anonKey.slice(0, -8)}AAAAAAAA`, vsn: '2.0.0' }),
    401,
    'Failed to validate JWT signature',
  ],
];
test.each(refusals)(
  '[REALTIME-13] a handshake is refused as HTTP with a reason: %s',
  async (_, query, status, error) => {
    expect(await refusedHandshake(socketUrl(there.url, query()))).toEqual({ status, body: { error } });
  },
);

test('[REALTIME-15] one broadcast by HTTP reaches those who listen, as JSON and as bytes', async () => {
  const topic = `cursors:${randomUUID()}/ä?`;
  const socket = await there.connect();
  await socket.join(topic, { isPrivate: false });
  const json = await post(single(topic, 'a b'), { body: '{"a":[1]}' });
  expect([json.status, await json.text()]).toEqual([202, '']);
  const bytes = Buffer.from([0, 1, 255]);
  expect((await post(single(topic, 'bytes'), { type: 'application/octet-stream', body: bytes })).status).toBe(202);
  expect(await socket.nextBroadcast()).toMatchObject({ name: 'a b', payload: { a: [1] } });
  expect(await socket.nextBroadcast()).toMatchObject({ name: 'bytes', bytes });
});

test('[REALTIME-15] on a private topic one broadcast by HTTP needs the right to write', async () => {
  const topic = `cursors:${randomUUID()}`;
  const { token: reader } = await there.policies.person(topic, { read: 'both' });
  const { token: writer } = await there.policies.person(topic, { write: 'broadcast' });
  const socket = await there.connect();
  await socket.join(topic, { token: reader });
  const path = `${single(topic, 'e')}?private=true`;
  expect((await post(path, { token: reader, body: '"forged"' })).status).toBe(403);
  expect((await post(path, { body: '"forged"' })).status).toBe(403);
  expect((await post(single(topic, 'e'), { body: '"public"' })).status).toBe(202);
  expect((await post(path, { token: writer, body: '"real"' })).status).toBe(202);
  expect((await socket.nextBroadcast()).payload).toBe('real');
  await socket.settle(topic);
  expect(socket.broadcasts().length).toBe(1);
});

test('[REALTIME-15] several in one body: what may not be sent is passed over in silence', async () => {
  const topic = `cursors:${randomUUID()}`;
  const { token: reader } = await there.policies.person(topic, { read: 'both' });
  const { token: writer } = await there.policies.person(topic, { write: 'broadcast' });
  const [inside, outside] = [await there.connect(), await there.connect()];
  await inside.join(topic, { token: reader });
  await outside.join(topic, { isPrivate: false });
  const messages = [
    { topic, event: 'private', payload: { n: 1 }, private: true },
    { topic, event: 'public', payload: { n: 2 } },
  ];
  const body = JSON.stringify({ messages });
  expect((await post('', { token: reader, body })).status).toBe(202);
  expect((await post('', { token: writer, body })).status).toBe(202);
  expect(await inside.nextBroadcast()).toMatchObject({ payload: { event: 'private', payload: { n: 1 } } });
  await outside.nextBroadcast();
  await outside.nextBroadcast();
  await inside.settle(topic);
  expect([inside.broadcasts().length, outside.broadcasts().length]).toEqual([1, 2]);
});

const faulty: readonly (readonly [string, string, Post, number])[] = [
  ['no token', '', { token: 'hello', body: '{}' }, 401],
  ['nothing to send', '', { body: '{}' }, 422],
  ['no messages', '', { body: '{"messages":[]}' }, 422],
  ['a message without an event', '', { body: '{"messages":[{"topic":"a","payload":{}}]}' }, 422],
  ['a payload that is too large', single('a', 'e'), { body: JSON.stringify('x'.repeat(3_100_000)) }, 422],
  ['another type of content', single('a', 'e'), { type: 'text/plain', body: 'x' }, 415],
];
test.each(faulty)(
  '[REALTIME-15] a broadcast by HTTP that cannot be sent says why: %s',
  async (_, path, request, status) => {
    expect((await post(path, request)).status).toBe(status);
  },
);
