import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRealtimeContract, type RealtimeContract } from '../../support/server/realtime-contract.ts';

/** The smallest limit of all plans; others allow more. */
const FREE_BYTES = 256_000;
const MAX_FRAME_BYTES = 5_000_000;

let there: RealtimeContract;
beforeAll(async () => {
  there = await openRealtimeContract();
});
afterAll(() => there[Symbol.asyncDispose]());

test('[REALTIME-12] a payload up to the limit is delivered; a larger one is refused, and the channel stays', async () => {
  const topic = `cursors:${randomUUID()}`;
  const [sender, reader] = [await there.connect(), await there.connect()];
  await sender.join(topic, { isPrivate: false, ack: true });
  await reader.join(topic, { isPrivate: false });
  const largest = Buffer.alloc(FREE_BYTES, 1);
  expect((await sender.reply(sender.broadcast(topic, 'largest', largest))).status).toBe('ok');
  expect((await sender.reply(sender.broadcast(topic, 'too large', Buffer.alloc(3_100_000)))).status).toBe('error');
  expect((await sender.reply(sender.broadcast(topic, 'after', {}))).status).toBe('ok');
  expect((await reader.nextBroadcast()).bytes?.equals(largest)).toBe(true);
  expect((await reader.nextBroadcast()).name).toBe('after');
});

test('[REALTIME-12] a frame larger than any may be ends the connection', async () => {
  const socket = await there.connect();
  socket.send(Buffer.alloc(MAX_FRAME_BYTES + 1));
  expect((await socket.closed).code).toBe(1009);
});

test('[REALTIME-1] frames that are none are passed over, and the connection goes on', async () => {
  const topic = `cursors:${randomUUID()}`;
  const socket = await there.connect();
  await socket.join(topic, { isPrivate: false, ack: true, self: true });
  const garbage = [
    '',
    'hello',
    '{}',
    '[]',
    '[1,2,3]',
    '["1","2",{},"x",{}]',
    Buffer.alloc(0),
    Buffer.from([3]),
    Buffer.from([9, 9, 9]),
  ];
  for (const frame of garbage) socket.send(frame);
  expect((await socket.reply(socket.broadcast(topic, 'after', {}))).status).toBe('ok');
  expect(socket.broadcasts().length).toBe(1);
});

test('[REALTIME-1] heartbeats are answered; what is for no channel is told so', async () => {
  const socket = await there.connect();
  await socket.heartbeat();
  const unmatched = { status: 'error', response: { reason: 'unmatched topic' } };
  expect(await socket.ask('nowhere', 'access_token', {})).toEqual(unmatched);
  expect(await socket.reply(socket.broadcast('nowhere', 'e', {}))).toEqual(unmatched);
  expect(await socket.ask('nowhere', 'phx_leave', {})).toEqual({ status: 'ok', response: {} });
});

test('[REALTIME-1] leaving is answered and ends the channel; joining once more replaces it', async () => {
  const topic = `cursors:${randomUUID()}`;
  const [socket, sender] = [await there.connect(), await there.connect()];
  await sender.join(topic, { isPrivate: false, ack: true });
  await socket.join(topic, { isPrivate: false });
  await socket.join(topic, { isPrivate: false });
  await socket.find(({ event }) => event === 'phx_close');
  await sender.reply(sender.broadcast(topic, 'once', {}));
  await socket.settle(topic);
  expect(socket.broadcasts().length).toBe(1);
  expect(await socket.ask(topic, 'phx_leave', {})).toEqual({ status: 'ok', response: {} });
  await sender.reply(sender.broadcast(topic, 'after', {}));
  await socket.heartbeat();
  expect(socket.broadcasts().length).toBe(1);
});

test('[REALTIME-1] what an unknown event asks is passed over', async () => {
  const topic = `cursors:${randomUUID()}`;
  const socket = await there.connect();
  await socket.join(topic, { isPrivate: false });
  const ref = socket.push(topic, 'dance', { wildly: true });
  await socket.settle(topic);
  expect(socket.received.some((message) => message.ref === ref)).toBe(false);
});
