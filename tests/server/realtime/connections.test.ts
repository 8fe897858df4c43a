import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../support/random.ts';
import { localKeys } from '../../../supabase/local/keys.ts';
import { openRealtimeServer, type RealtimeServer } from '../../support/server/realtime-server.ts';
import { tokenOf } from '../../support/server/realtime-policies.ts';
import { RealtimeSocket, refusedHandshake, socketUrl } from '../../support/server/realtime-socket.ts';

const LARGE_BYTES = 2_900_000;

let server: RealtimeServer;
beforeAll(async () => {
  server = await openRealtimeServer({ broadcastBytes: 3_000_500 });
});
afterAll(() => server[Symbol.asyncDispose]());

test('[REALTIME-6] a channel ends in the very second in which its token expires, and not before', async () => {
  const { id } = await server.policies.person('cursors:a', { read: 'both' });
  const socket = await server.connect();
  const [soon, later] = [server.nowSeconds() + 60, server.nowSeconds() + 120];
  await socket.join('cursors:a', { token: tokenOf(id, { expiresAt: soon }) });
  await socket.join('b', { isPrivate: false, token: tokenOf(id, { expiresAt: later }) });
  server.advance(59_000);
  await socket.settle('cursors:a');
  expect(socket.received.some(({ event }) => event === 'system')).toBe(false);
  server.advance(1_000);
  expect((await socket.find(({ event }) => event === 'system')).payload).toMatchObject({
    message: 'Token has expired 0 seconds ago',
    channel: 'cursors:a',
  });
  await socket.settle('b');
});

test('[REALTIME-17] a connection that is silent for a minute is closed; a heartbeat keeps it', async () => {
  const [silent, alive] = [await server.connect(), await server.connect()];
  server.advance(59_000);
  await alive.heartbeat();
  server.advance(1_000);
  expect((await silent.closed).code).toBe(1000);
  await alive.heartbeat();
});

test('[REALTIME-17] who does not read is cut off before much piles up, and the others go on', async () => {
  const [sender, slow, reader] = [await server.connect(), await server.connect(), await server.connect()];
  await sender.join('slow', { isPrivate: false, ack: true });
  await slow.join('slow', { isPrivate: false });
  await slow.ask('slow', 'presence', { event: 'track', payload: {} });
  await reader.join('slow', { isPrivate: false });
  slow.stopReading();
  const isCutOff = (): boolean =>
    sender.received.some(
      ({ event, payload }) => event === 'presence_diff' && JSON.stringify(payload).includes('"leaves":{"'),
    );
  let sent = 0;
  for (; !isCutOff() && sent < 40; sent += 1) {
    await sender.reply(sender.broadcast('slow', 'large', Buffer.alloc(LARGE_BYTES)));
    await sender.heartbeat();
  }
  expect(isCutOff()).toBe(true);
  await sender.reply(sender.broadcast('slow', 'after', {}));
  expect((await reader.find(({ name }) => name === 'after')).name).toBe('after');
});

test('[REALTIME-17] what comes faster than it is dealt with waits on its own side', async () => {
  const [all, mostAhead] = [40, 20];
  const { token } = await server.policies.person('cursors:fast', { read: 'both', write: 'both' });
  const [socket, other] = [await server.connect(), await server.connect()];
  await socket.join('cursors:fast', { token, ack: true });
  const blocker = await server.stack.admin.connect();
  const refs: string[] = [];
  const sendAll = async (): Promise<void> => {
    while (refs.length < all)
      refs.push(await socket.broadcastWhenTaken('cursors:fast', 'n', Buffer.alloc(LARGE_BYTES)));
  };
  let sending: Promise<void>;
  try {
    await blocker.query('begin');
    await blocker.query('lock table realtime.messages in access exclusive mode');
    sending = sendAll();
    await expect.poll(() => refs.length, { timeout: 10_000 }).toBeGreaterThan(4);
    // Time enough for a server that read on to read everything.
    for (let n = 0; n < 200; n += 1) await other.heartbeat();
    expect(refs.length).toBeLessThan(mostAhead);
  } finally {
    await blocker.query('rollback');
    blocker.release();
  }
  await sending;
  for (const ref of refs) expect((await socket.reply(ref)).status).toBe('ok');
});

test('[REALTIME-1] whatever a client sends, the server goes on, for it and for the others', async () => {
  const random = new Random(20_261_121);
  const { token } = await server.policies.person('cursors:fuzz', { read: 'both', write: 'both' });
  const [wild, calm] = [await server.connect(), await server.connect()];
  await calm.join('cursors:fuzz', { token });
  const values = [
    null,
    true,
    0,
    -1,
    1e308,
    '',
    'x',
    '\u0000',
    '\ud800',
    [],
    [[]],
    {},
    { config: [] },
    { event: {} },
    token,
  ];
  const value = (): unknown => random.oneOf(values);
  const events = ['phx_join', 'phx_leave', 'broadcast', 'presence', 'access_token', 'heartbeat', 'x', ''];
  const topics = [
    'realtime:cursors:fuzz',
    'realtime:',
    'realtime:\u0000',
    'phoenix',
    'x',
    `realtime:${'y'.repeat(300)}`,
  ];
  const payload = (): unknown =>
    random.oneOf([
      value(),
      { config: { private: value(), broadcast: value(), presence: value() }, access_token: value() },
      { config: { private: false, presence: { enabled: true, key: value() } } },
      { type: value(), event: random.oneOf(['track', 'UNTRACK', value()]), payload: value() },
    ]);
  for (let turn = 0; turn < 1_500; turn += 1) {
    const text = JSON.stringify([value(), value(), random.oneOf(topics), random.oneOf(events), payload()]);
    const bytes = Buffer.from(Array.from({ length: random.below(40) }, () => random.below(256)));
    if (random.chance(50)) bytes[0] = 3;
    wild.send(random.chance(70) ? text : random.chance(50) ? bytes : text.slice(0, random.below(text.length)));
  }
  await wild.heartbeat();
  await calm.settle('cursors:fuzz');
  expect((await wild.join('after', { isPrivate: false })).status).toBe('ok');
});

const versions: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['1.0.0', { vsn: '1.0.0' }],
  ['none named, which means 1.0.0', {}],
  ['3.0.0', { vsn: '3.0.0' }],
];
test.each(versions)('[REALTIME-14] another version of the protocol is refused at the door: %s', async (_, query) => {
  const url = socketUrl(server.stack.url, { apikey: server.stack.anonKey, ...query });
  expect(await refusedHandshake(url)).toEqual({
    status: 501,
    body: { error: 'The local stack does not do protocol versions other than 2.0.0.' },
  });
});

test('[REALTIME-14] replays and changes of tables are refused at the join', async () => {
  const socket = await server.connect();
  const replay = { broadcast: { replay: { since: 1 } } };
  expect(await socket.join('a', { isPrivate: false, config: replay })).toEqual({
    status: 'error',
    response: { reason: 'NotDone: The local stack does not do replays of broadcasts.' },
  });
  const changes = { postgres_changes: [{ event: '*', schema: 'public' }] };
  expect(await socket.join('a', { isPrivate: false, config: changes })).toEqual({
    status: 'error',
    response: { reason: 'NotDone: The local stack does not do changes of tables (postgres_changes).' },
  });
});

test('[REALTIME-13] a key of the newer form opens a connection', async () => {
  using socket = await RealtimeSocket.open(server.stack.url, localKeys().publishableKey);
  expect((await socket.join('a', { isPrivate: false })).status).toBe('ok');
});
