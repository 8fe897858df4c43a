import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRealtimeContract, type RealtimeContract } from '../../support/server/realtime-contract.ts';
import { tokenOf } from '../../support/server/realtime-policies.ts';
import type { RealtimeSocket } from '../../support/server/realtime-socket.ts';

let there: RealtimeContract;
beforeAll(async () => {
  there = await openRealtimeContract();
});
afterAll(() => there[Symbol.asyncDispose]());

const ok = { status: 'ok', response: { postgres_changes: [] } };

function newTopic(): string {
  return `cursors:${randomUUID()}`;
}

function unauthorized(topic: string): unknown {
  const reason = `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`;
  return { status: 'error', response: { reason } };
}

/** Waits until the channel has dealt with all of this, and gives what it was sent beside replies. */
async function namesOf(socket: RealtimeSocket, topic: string): Promise<readonly (string | undefined)[]> {
  await socket.settle(topic);
  return socket.broadcasts().map((message) => message.name);
}

test('[REALTIME-2] a private topic is joined by those who may read it, and by nobody else', async () => {
  const topic = newTopic();
  const { token: reader } = await there.policies.person(topic, { read: 'broadcast' });
  const { token: present } = await there.policies.person(topic, { read: 'presence' });
  const { token: writer } = await there.policies.person(topic, { write: 'both' });
  const socket = await there.connect();
  expect(await socket.join(topic, { token: reader })).toEqual(ok);
  expect(await socket.join(topic, { token: present, presence: 'p' })).toEqual(ok);
  expect(await socket.join(topic, { token: writer })).toEqual(unauthorized(topic));
  expect(await socket.join(topic, { token: tokenOf(randomUUID()) })).toEqual(unauthorized(topic));
  // Without a token of its own, a join is the key's: nobody's.
  expect(await socket.join(topic)).toEqual(unauthorized(topic));
});

test('[REALTIME-2] asking the policies leaves nothing behind', async () => {
  const topic = newTopic();
  const { token } = await there.policies.person(topic, { read: 'both', write: 'both' });
  const [writer, listener] = [await there.connect(), await there.connect()];
  await listener.join(topic, { token });
  await writer.join(topic, { token, ack: true, presence: 'w' });
  await writer.reply(writer.broadcast(topic, 'one', {}));
  const { rows } = await there.policies.pool.query('select topic from realtime.messages where topic = $1', [topic]);
  expect(rows).toEqual([]);
  expect(await namesOf(listener, topic)).toEqual(['one']);
});

test('[REALTIME-2] who may read presence alone hears no broadcasts', async () => {
  const topic = newTopic();
  const { token } = await there.policies.person(topic, { read: 'presence' });
  const { token: writer } = await there.policies.person(topic, { read: 'both', write: 'broadcast' });
  const [listener, speaker] = [await there.connect(), await there.connect()];
  expect(await listener.join(topic, { token, presence: 'p' })).toEqual(ok);
  await speaker.join(topic, { token: writer, ack: true });
  await speaker.reply(speaker.broadcast(topic, 'hello', {}));
  expect(await namesOf(listener, topic)).toEqual([]);
});

test("[REALTIME-3] a reader's broadcast on a private topic is neither delivered nor acknowledged", async () => {
  const topic = newTopic();
  const { token: readToken } = await there.policies.person(topic, { read: 'both' });
  const { token: writeToken } = await there.policies.person(topic, { read: 'both', write: 'both' });
  const [reader, writer] = [await there.connect(), await there.connect()];
  await reader.join(topic, { token: readToken, ack: true, self: true });
  await writer.join(topic, { token: writeToken, ack: true });
  const denied = reader.broadcast(topic, 'forged', { update: 1 });
  const deniedText = reader.push(topic, 'broadcast', { type: 'broadcast', event: 'forged', payload: {} });
  await reader.settle(topic);
  await writer.reply(writer.broadcast(topic, 'real', {}));
  expect(await namesOf(reader, topic)).toEqual(['real']);
  expect(await namesOf(writer, topic)).toEqual([]);
  expect(reader.received.filter(({ ref }) => ref === denied || ref === deniedText)).toEqual([]);
});

test('[REALTIME-3] a right to write that was given later is found with the next token', async () => {
  const topic = newTopic();
  const { id, token } = await there.policies.person(topic, { read: 'both' });
  const socket = await there.connect();
  await socket.join(topic, { token, ack: true, self: true });
  socket.broadcast(topic, 'too early', {});
  await socket.settle(topic);
  await there.policies.grant(id, topic, { read: 'both', write: 'both' });
  socket.broadcast(topic, 'still refused', {});
  await socket.settle(topic);
  socket.push(topic, 'access_token', { access_token: tokenOf(id) });
  await socket.reply(socket.broadcast(topic, 'now', {}));
  expect(await namesOf(socket, topic)).toEqual(['now']);
});

test('[REALTIME-4] an acknowledgement follows the delivery to everybody', async () => {
  const topic = newTopic();
  const [sender, other] = [await there.connect(), await there.connect()];
  await sender.join(topic, { isPrivate: false, ack: true, self: true });
  await other.join(topic, { isPrivate: false });
  const refs = Array.from({ length: 20 }, (_, index) => sender.broadcast(topic, 'n', { index }));
  for (const ref of refs) await sender.reply(ref);
  const own = sender.received.slice(1).map(({ event, ref, payload }) => (event === 'broadcast' ? payload : ref));
  expect(own).toEqual(refs.flatMap((ref, index) => [{ index }, ref]));
  await other.settle(topic);
  expect(other.broadcasts().map(({ payload }) => payload)).toEqual(refs.map((_, index) => ({ index })));
});

test('[REALTIME-4] who wants no acknowledgement and no copy gets neither', async () => {
  const topic = newTopic();
  const [sender, other] = [await there.connect(), await there.connect()];
  await sender.join(topic, { isPrivate: false });
  await other.join(topic, { isPrivate: false });
  const ref = sender.broadcast(topic, 'quiet', {});
  expect((await other.nextBroadcast()).name).toBe('quiet');
  expect(await namesOf(sender, topic)).toEqual([]);
  expect(sender.received.filter((message) => message.ref === ref)).toEqual([]);
});

test('[REALTIME-5] public and private topics of one name are different topics', async () => {
  const topic = newTopic();
  const { token } = await there.policies.person(topic, { read: 'both', write: 'both' });
  const [inside, outside] = [await there.connect(), await there.connect()];
  await inside.join(topic, { token, ack: true, presence: 'in' });
  await outside.join(topic, { isPrivate: false, ack: true, presence: 'out' });
  await inside.reply(inside.broadcast(topic, 'secret', {}));
  await outside.reply(outside.broadcast(topic, 'forged', {}));
  await inside.ask(topic, 'presence', { type: 'presence', event: 'track', payload: { name: 'Ana' } });
  await there.policies.pool.query("select realtime.send('{}', 'from inside', $1, true)", [topic]);
  await there.policies.pool.query("select realtime.send('{}', 'from outside', $1, false)", [topic]);
  expect((await inside.nextBroadcast()).name).toBe('from inside');
  expect((await outside.nextBroadcast()).name).toBe('from outside');
  expect(await namesOf(inside, topic)).toEqual(['from inside']);
  expect(await namesOf(outside, topic)).toEqual(['from outside']);
  expect(outside.received.filter(({ event }) => event === 'presence_diff')).toEqual([]);
});

const lookAlikes: readonly (readonly [string, (topic: string) => string])[] = [
  ['upper case', (topic) => topic.toUpperCase()],
  ['a space behind', (topic) => `${topic} `],
  ['a space before', (topic) => ` ${topic}`],
  ['a line feed behind', (topic) => `${topic}\n`],
  ['a full-width colon', (topic) => topic.replace(':', '：')],
  ['a cyrillic letter', (topic) => topic.replace('o', 'о')],
  ['a letter of no width', (topic) => `${topic}\u200b`],
  ['a NUL behind', (topic) => `${topic}\0`],
  ['composed otherwise', (topic) => `${topic}é`.normalize('NFD')],
  ['a wildcard', () => 'cursors:*'],
  ['nothing', () => ''],
];
test.each(lookAlikes)('[REALTIME-10] a name that only looks alike is refused: %s', async (_, change) => {
  const topic = newTopic();
  const { token } = await there.policies.person(topic, { read: 'both', write: 'both' });
  const [member, stranger] = [await there.connect(), await there.connect()];
  await member.join(topic, { token, ack: true });
  expect((await stranger.join(change(topic), { token })).status).toBe('error');
  await member.reply(member.broadcast(topic, 'secret', {}));
  await stranger.heartbeat();
  expect(stranger.broadcasts()).toEqual([]);
});

test('[REALTIME-10] a look-alike of a public topic is another topic', async () => {
  const topic = newTopic();
  const socket = await there.connect();
  await socket.join(topic, { isPrivate: false, ack: true });
  await socket.join(`${topic} `, { isPrivate: false });
  await socket.reply(socket.broadcast(topic, 'for one', {}));
  await socket.settle(`${topic} `);
  expect(socket.broadcasts()).toEqual([]);
});
