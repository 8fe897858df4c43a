import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FaultRuleInput } from '../../../supabase/local/gateway/faults/rules.ts';
import { openRealtimeServer, type RealtimeServer } from '../../support/server/realtime-server.ts';
import type { RealtimeSocket } from '../../support/server/realtime-socket.ts';

let server: RealtimeServer;
beforeAll(async () => {
  server = await openRealtimeServer();
});
afterEach(() => server.stack.faults.clear());
afterAll(() => server[Symbol.asyncDispose]());

interface Pair {
  readonly topic: string;
  readonly sender: RealtimeSocket;
  readonly reader: RealtimeSocket;
  readonly send: (event: string) => Promise<void>;
  readonly heard: () => Promise<readonly (string | undefined)[]>;
}

async function openPair(): Promise<Pair> {
  const topic = randomUUID();
  const [sender, reader] = [await server.connect(), await server.connect()];
  await sender.join(topic, { isPrivate: false, ack: true });
  await reader.join(topic, { isPrivate: false });
  return {
    topic,
    sender,
    reader,
    send: async (event) => void (await sender.reply(sender.broadcast(topic, event, {}))),
    heard: async () => {
      await reader.settle(topic);
      return reader.broadcasts().map(({ name }) => name);
    },
  };
}

const outgoing: readonly (readonly [string, FaultRuleInput, readonly string[]])[] = [
  ['lost', { on: 'outgoing', event: 'ring', do: 'drop', times: 1 }, ['b', 'ring', 'c']],
  [
    'doubled',
    { on: 'outgoing', event: 'ring', do: 'duplicate', skip: 1, times: 1 },
    ['ring', 'b', 'ring', 'ring', 'c'],
  ],
];
test.each(outgoing)('[REALTIME-19] what goes out passes the faults: %s', async (_, rule, expected) => {
  const { topic, send, heard } = await openPair();
  server.stack.faults.add({ ...rule, topic: `realtime:${topic}` });
  for (const event of ['ring', 'b', 'ring', 'c']) await send(event);
  expect(await heard()).toEqual(expected);
});

test('[REALTIME-19] what goes out passes the faults: overtaken', async () => {
  const { topic, send, reader } = await openPair();
  server.stack.faults.add({ on: 'outgoing', topic: `realtime:${topic}`, event: 'ring', do: 'reorder', times: 1 });
  await send('ring');
  await send('ring');
  await send('ring');
  await reader.find(({ name }) => name === 'ring');
  await expect.poll(() => reader.broadcasts().length, { timeout: 10_000 }).toBe(3);
});

test('[REALTIME-19] what goes out passes the faults: frozen, and let go', async () => {
  const { topic, send, reader } = await openPair();
  const rule = server.stack.faults.add({ on: 'outgoing', topic: `realtime:${topic}`, event: 'ring', do: 'freeze' });
  await send('ring');
  await send('b');
  expect(reader.broadcasts()).toEqual([]);
  rule[Symbol.dispose]();
  expect([(await reader.nextBroadcast()).name, (await reader.nextBroadcast()).name]).toEqual(['ring', 'b']);
});

test('[REALTIME-19] what comes in passes the faults: lost before the server hears it, doubled', async () => {
  const { topic, sender, send, heard } = await openPair();
  const match = { on: 'incoming', topic: `realtime:${topic}`, times: 1 } as const;
  server.stack.faults.add({ ...match, event: 'lost', do: 'drop' });
  server.stack.faults.add({ ...match, event: 'twice', do: 'duplicate' });
  sender.broadcast(topic, 'lost', {});
  await send('twice');
  await send('last');
  expect(await heard()).toEqual(['twice', 'twice', 'last']);
});

test('[REALTIME-19] a connection is closed with a code, and takes its channels with it', async () => {
  const { topic, sender, reader, send } = await openPair();
  await reader.ask(topic, 'presence', { event: 'track', payload: {} });
  server.stack.faults.add({
    on: 'outgoing',
    topic: `realtime:${topic}`,
    event: 'ring',
    do: 'close',
    code: 4000,
    reason: 'a fault',
  });
  await send('ring');
  expect(await reader.closed).toEqual({ code: 4000, reason: 'a fault' });
  await sender.find(({ payload }) => JSON.stringify(payload).includes('"leaves":{"'));
  expect(sender.received.some(({ event }) => event === 'phx_close')).toBe(false);
});

test('[REALTIME-19] a join that is never answered stays so; the next one is', async () => {
  const topic = randomUUID();
  const socket = await server.connect();
  server.stack.faults.add({ on: 'incoming', topic: `realtime:${topic}`, event: 'phx_join', do: 'hang', times: 1 });
  const unanswered = socket.push(topic, 'phx_join', {});
  expect((await socket.join(topic, { isPrivate: false })).status).toBe('ok');
  expect(socket.received.some(({ ref }) => ref === unanswered)).toBe(false);
});
