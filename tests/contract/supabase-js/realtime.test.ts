import { randomUUID } from 'node:crypto';
import { createClient, type RealtimeChannel, type SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRealtimeContract, type RealtimeContract } from '../../support/server/realtime-contract.ts';
import { tokenOf } from '../../support/server/realtime-policies.ts';

/** Long enough for a busy machine, short enough for a test that expects no answer. */
const NO_ANSWER_MS = 1_500;

let there: RealtimeContract;
const clients: SupabaseClient[] = [];
beforeAll(async () => {
  there = await openRealtimeContract();
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.realtime.disconnect()));
  await there[Symbol.asyncDispose]();
});

/** A client whose session is this token; without one it is the anonymous key's. Joins use the token once it is set. */
async function client(token?: string): Promise<SupabaseClient> {
  const made = createClient(there.url, there.anonKey, {
    ...(token !== undefined && { accessToken: () => Promise.resolve(token) }),
    auth: { persistSession: false, autoRefreshToken: false },
  });
  clients.push(made);
  await made.realtime.setAuth();
  return made;
}

function newTopic(): string {
  return `cursors:${randomUUID()}`;
}

interface Subscription {
  readonly status: string;
  readonly error: Error | undefined;
}

/** The first answer to a subscription, and the promise of the channel's end. */
async function subscribe(channel: RealtimeChannel): Promise<Subscription & { readonly closed: Promise<void> }> {
  const closed = Promise.withResolvers<void>();
  const first = await new Promise<Subscription>((resolve) => {
    channel.subscribe((status, error) => {
      if (status === 'CLOSED') closed.resolve();
      resolve({ status, error });
    });
  });
  return { ...first, closed: closed.promise };
}

interface Message {
  readonly event: string;
  readonly payload: unknown;
}

/** Broadcasts of any event, in their order. */
function listen(channel: RealtimeChannel): { readonly all: readonly Message[]; next(): Promise<Message> } {
  const all: Message[] = [];
  const waiting: ((message: Message) => void)[] = [];
  let taken = 0;
  channel.on('broadcast', { event: '*' }, (message) => {
    all.push({ event: message.event, payload: message['payload'] });
    const waiter = waiting.shift();
    const next = all[taken];
    if (waiter === undefined || next === undefined) return;
    taken += 1;
    waiter(next);
  });
  return {
    all,
    next: () => {
      const message = all[taken];
      if (message === undefined) return new Promise((resolve) => waiting.push(resolve));
      taken += 1;
      return Promise.resolve(message);
    },
  };
}

test('[REALTIME-2] a private channel is subscribed to by who may read it; others get the reason', async () => {
  const topic = newTopic();
  const { token } = await there.policies.person(topic, { read: 'broadcast' });
  const channel = (await client(token)).channel(topic, { config: { private: true } });
  expect(await subscribe(channel)).toMatchObject({ status: 'SUBSCRIBED' });
  const stranger = (await client(tokenOf(randomUUID()))).channel(topic, { config: { private: true } });
  const { status, error } = await subscribe(stranger);
  expect(status).toBe('CHANNEL_ERROR');
  expect(error?.message).toContain('You do not have permissions to read from this Channel topic');
});

test('[REALTIME-4] what one sends all others receive, JSON and bytes, and the sender is told', async () => {
  const topic = newTopic();
  const { token } = await there.policies.person(topic, { read: 'both', write: 'both' });
  const config = { private: true, broadcast: { ack: true, self: false } };
  const [sender, reader] = [
    (await client(token)).channel(topic, { config }),
    (await client(token)).channel(topic, { config }),
  ];
  const heard = listen(reader);
  await subscribe(reader);
  await subscribe(sender);
  const bytes = Uint8Array.from([0, 1, 2, 250, 255]).buffer;
  expect(await sender.send({ type: 'broadcast', event: 'json', payload: { at: 'Zürich' } })).toBe('ok');
  expect(await sender.send({ type: 'broadcast', event: 'bytes', payload: bytes })).toBe('ok');
  expect(await heard.next()).toEqual({ event: 'json', payload: { at: 'Zürich' } });
  expect(await heard.next()).toEqual({ event: 'bytes', payload: bytes });
});

test("[REALTIME-3] a reader's broadcast is never acknowledged and reaches nobody", async () => {
  const topic = newTopic();
  const { token: readToken } = await there.policies.person(topic, { read: 'both' });
  const { token: writeToken } = await there.policies.person(topic, { read: 'both', write: 'both' });
  const config = { private: true, broadcast: { ack: true, self: true } };
  const reader = (await client(readToken)).channel(topic, { config });
  const writer = (await client(writeToken)).channel(topic, { config });
  const heard = listen(writer);
  await subscribe(reader);
  await subscribe(writer);
  const denied = reader.send({ type: 'broadcast', event: 'forged', payload: {} }, { timeout: NO_ANSWER_MS });
  expect(await denied).toBe('timed out');
  expect(await writer.send({ type: 'broadcast', event: 'real', payload: {} })).toBe('ok');
  expect(heard.all).toEqual([{ event: 'real', payload: {} }]);
});

test('[REALTIME-8] what the database sends arrives as JSON and as bytes', async () => {
  const topic = newTopic();
  const { token } = await there.policies.person(topic, { read: 'broadcast' });
  const channel = (await client(token)).channel(topic, { config: { private: true } });
  const heard = listen(channel);
  await subscribe(channel);
  await there.policies.pool.query("select realtime.send_binary('\\x00ff10', 'ring', $1)", [topic]);
  await there.policies.pool.query(`select realtime.send('{"a": 1}', 'json', $1)`, [topic]);
  expect(await heard.next()).toEqual({ event: 'ring', payload: Uint8Array.from([0, 255, 16]).buffer });
  expect(await heard.next()).toEqual({ event: 'json', payload: { a: 1, id: expect.any(String) } });
});

test('[REALTIME-6] an expired token closes the channel for good: it is not joined again by itself', async () => {
  const topic = newTopic();
  const { id } = await there.policies.person(topic, { read: 'both' });
  const subscribeFor = async (lifeSeconds: number) => {
    const expiresAt = Math.floor(Date.now() / 1_000) + lifeSeconds;
    const channel = (await client(tokenOf(id, { expiresAt }))).channel(topic, { config: { private: true } });
    return { channel, ...(await subscribe(channel)) };
  };
  const short = await subscribeFor(2);
  // On a busy machine two seconds may be over before it has subscribed.
  const { channel, status, closed } = short.status === 'SUBSCRIBED' ? short : await subscribeFor(10);
  expect(status).toBe('SUBSCRIBED');
  await closed;
  expect(channel.state).toBe('closed');
});

test('[REALTIME-7] a session whose owner has lost the topic closes the channel', async () => {
  const topic = newTopic();
  const { id, token } = await there.policies.person(topic, { read: 'both' });
  let current = token;
  const supabase = createClient(there.url, there.anonKey, { accessToken: () => Promise.resolve(current) });
  clients.push(supabase);
  await supabase.realtime.setAuth();
  const { status, closed } = await subscribe(supabase.channel(topic, { config: { private: true } }));
  expect(status).toBe('SUBSCRIBED');
  await there.policies.grant(id, topic, {});
  current = tokenOf(id);
  await supabase.realtime.setAuth();
  await closed;
});

test('[REALTIME-11] presence: who tracks is in the state of the others, and leaves it', async () => {
  const topic = newTopic();
  const config = { presence: { key: 'ana', enabled: true } };
  const ana = (await client()).channel(topic, { config });
  const ben = (await client()).channel(topic, { config: { presence: { key: 'ben', enabled: true } } });
  const joined = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  ben.on('presence', { event: 'join' }, ({ key }) => {
    if (key === 'ana') joined.resolve();
  });
  ben.on('presence', { event: 'leave' }, ({ key }) => {
    if (key === 'ana') left.resolve();
  });
  await subscribe(ben);
  await subscribe(ana);
  expect(await ana.track({ at: 'row 1' })).toBe('ok');
  await joined.promise;
  expect(ben.presenceState()['ana']).toMatchObject([{ at: 'row 1' }]);
  await ana.unsubscribe();
  await left.promise;
  expect(ben.presenceState()['ana']).toBeUndefined();
});

test('[REALTIME-15] httpSend needs no subscription, but the right to write', async () => {
  const topic = newTopic();
  const { token } = await there.policies.person(topic, { read: 'both', write: 'both' });
  const { token: readToken } = await there.policies.person(topic, { read: 'both' });
  const listener = (await client(token)).channel(topic, { config: { private: true } });
  const heard = listen(listener);
  await subscribe(listener);
  const [writer, reader] = [await client(token), await client(readToken)];
  const config = { private: true };
  await expect(reader.channel(topic, { config }).httpSend('forged', {})).rejects.toThrow('Unauthorized');
  expect(await writer.channel(topic, { config }).httpSend('real', { a: 1 })).toEqual({ success: true });
  expect(await heard.next()).toEqual({ event: 'real', payload: { a: 1 } });
});

test('[REALTIME-1] one connection carries many channels, each with its own messages', async () => {
  const supabase = await client();
  const topics = Array.from({ length: 10 }, newTopic);
  const config = { broadcast: { self: true, ack: true } };
  const channels = topics.map((topic) => supabase.channel(topic, { config }));
  const heard = channels.map(listen);
  await Promise.all(channels.map(subscribe));
  await Promise.all(
    channels.map((channel, index) => channel.send({ type: 'broadcast', event: 'n', payload: { index } })),
  );
  expect(heard.map(({ all }) => all)).toEqual(topics.map((_, index) => [{ event: 'n', payload: { index } }]));
});
