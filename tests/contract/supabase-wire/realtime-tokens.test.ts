import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRealtimeContract, type RealtimeContract } from '../../support/server/realtime-contract.ts';
import { HOUR_SECONDS, tokenOf } from '../../support/server/realtime-policies.ts';
import type { RealtimeSocket, Received } from '../../support/server/realtime-socket.ts';

let there: RealtimeContract;
beforeAll(async () => {
  there = await openRealtimeContract();
});
afterAll(() => there[Symbol.asyncDispose]());

const isSystem = (message: Received): boolean => message.event === 'system';
const isClose = (message: Received): boolean => message.event === 'phx_close';

function newTopic(): string {
  return `cursors:${randomUUID()}`;
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}

/** Joins with a token that ends soon, but not before this machine has joined. Gives the second in which it ends. */
async function joinBriefly(socket: RealtimeSocket, topic: string, id: string): Promise<number> {
  for (const lifeSeconds of [2, 5, 10]) {
    const expiresAt = nowSeconds() + lifeSeconds;
    if ((await socket.join(topic, { token: tokenOf(id, { expiresAt }) })).status === 'ok') return expiresAt;
  }
  throw new Error('Joining takes longer than ten seconds.');
}

test('[REALTIME-6] a channel whose token expires is told so and closed; the connection stays', async () => {
  const topic = newTopic();
  const { id } = await there.policies.person(topic, { read: 'both' });
  const socket = await there.connect();
  const expiresAt = await joinBriefly(socket, topic, id);
  const { payload } = await socket.find(isSystem);
  expect(payload).toEqual({
    extension: 'system',
    status: 'error',
    message: expect.stringMatching(/^Token has expired \d seconds ago$/),
    channel: topic,
  });
  await socket.find(isClose);
  expect(nowSeconds()).toBeGreaterThanOrEqual(expiresAt);
  await socket.heartbeat();
  expect(await socket.ask(topic, 'presence', {})).toMatchObject({ response: { reason: 'unmatched topic' } });
});

test('[REALTIME-6] a new token in time keeps the channel open beyond the old one', async () => {
  const topic = newTopic();
  const { id, token } = await there.policies.person(topic, { read: 'both', write: 'both' });
  const [renewed, left] = [await there.connect(), await there.connect()];
  const old = tokenOf(id, { expiresAt: nowSeconds() + 4 });
  await renewed.join(topic, { token: old, ack: true });
  renewed.push(topic, 'access_token', { access_token: token });
  await left.join(topic, { token: old });
  await left.find(isClose);
  await renewed.reply(renewed.broadcast(topic, 'still here', {}));
  expect(renewed.received.some(isClose)).toBe(false);
});

test('[REALTIME-7] a new token whose owner may no longer read ends the channel', async () => {
  const topic = newTopic();
  const { id, token } = await there.policies.person(topic, { read: 'both', write: 'both' });
  const { token: other } = await there.policies.person(topic, { read: 'both', write: 'both' });
  const [revoked, member] = [await there.connect(), await there.connect()];
  await revoked.join(topic, { token });
  await member.join(topic, { token: other, ack: true });
  await there.policies.grant(id, topic, {});
  revoked.push(topic, 'access_token', { access_token: tokenOf(id) });
  const { payload } = await revoked.find(isSystem);
  expect(payload).toMatchObject({ status: 'error', message: expect.stringContaining('permission'), channel: topic });
  await revoked.find(isClose);
  await member.reply(member.broadcast(topic, 'secret', {}));
  await revoked.heartbeat();
  expect(revoked.broadcasts()).toEqual([]);
  expect((await revoked.join(topic, { token: tokenOf(id) })).status).toBe('error');
});

test('[REALTIME-7] losing one of two rights to read ends the channel too', async () => {
  const topic = newTopic();
  const { id, token } = await there.policies.person(topic, { read: 'both' });
  const socket = await there.connect();
  await socket.join(topic, { token, presence: 'p' });
  await there.policies.grant(id, topic, { read: 'presence' });
  socket.push(topic, 'access_token', { access_token: tokenOf(id) });
  const { payload } = await socket.find(isSystem);
  const message = `You no longer have permission to read from this Channel topic: ${topic}`;
  expect(payload).toEqual({ extension: 'system', status: 'error', message, channel: topic });
  await socket.find(isClose);
});

test('[REALTIME-7] keys, nothing, and the token in use change nothing', async () => {
  const topic = newTopic();
  const { id, token } = await there.policies.person(topic, { read: 'both' });
  const socket = await there.connect();
  await socket.join(topic, { token });
  await there.policies.grant(id, topic, {});
  for (const same of ['sb_publishable_x', null, token]) socket.push(topic, 'access_token', { access_token: same });
  await socket.settle(topic);
  expect(socket.received.some(isClose)).toBe(false);
});

const badTokens: readonly (readonly [string, (id: string) => string, RegExp])[] = [
  [
    'expired',
    (id) => tokenOf(id, { expiresAt: nowSeconds() - HOUR_SECONDS }),
    /^InvalidJWTToken: Token has expired \d+ seconds ago$/,
  ],
  ['expired this second', (id) => tokenOf(id, { expiresAt: nowSeconds() }), /^InvalidJWTToken: Token has expired/],
  [
    'without a role',
    (id) => tokenOf(id, { role: undefined }),
    /^InvalidJWTToken: Fields `role` and `exp` are required in JWT$/,
  ],
  ['no token', () => 'hello', /^MalformedJWT: The token provided is not a valid JWT$/],
  ['signed by somebody else', (id) => `${tokenOf(id).slice(0, -8)}AAAAAAAA`, /^JwtSignatureError: /],
  [
    'with other claims than were signed',
    (id) => swapClaims(tokenOf(id), tokenOf(randomUUID())),
    /^JwtSignatureError: /,
  ],
  [
    'the service role, signed by nobody',
    (id) => unsigned(tokenOf(id, { role: 'service_role' })),
    /^(JwtSignerError|JwtSignatureError|MalformedJWT): /,
  ],
  ['signed by nobody', (id) => unsigned(tokenOf(id)), /^(JwtSignerError|JwtSignatureError|MalformedJWT): /],
];
test.each(badTokens)('[REALTIME-6] a token that is not good opens nothing: %s', async (_, make, reason) => {
  const topic = newTopic();
  const { id, token } = await there.policies.person(topic, { read: 'both' });
  const socket = await there.connect();
  expect(await socket.join(topic, { token: make(id) })).toEqual({
    status: 'error',
    response: { reason: expect.stringMatching(reason) },
  });
  await socket.join(topic, { token });
  socket.push(topic, 'access_token', { access_token: make(id) });
  expect((await socket.find(isSystem)).payload).toMatchObject({ status: 'error' });
  await socket.find(isClose);
});

test('[REALTIME-6] a role that the database does not have opens nothing', async () => {
  const topic = newTopic();
  const socket = await there.connect();
  const { response } = await socket.join(topic, { token: tokenOf(randomUUID(), { role: 'nobody' }) });
  expect(response).toMatchObject({ reason: expect.stringContaining('Unauthorized') });
});

function unsigned(token: string): string {
  const head = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  return `${head}.${token.split('.')[1]}.`;
}

function swapClaims(token: string, other: string): string {
  const [head, , signature] = token.split('.');
  return [head, other.split('.')[1], signature].join('.');
}
