import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRealtimeContract, type RealtimeContract } from '../../support/server/realtime-contract.ts';
import type { Received } from '../../support/server/realtime-socket.ts';

let there: RealtimeContract;
beforeAll(async () => {
  there = await openRealtimeContract();
});
afterAll(() => there[Symbol.asyncDispose]());

const done = { status: 'ok', response: {} };

function track(payload: unknown): unknown {
  return { type: 'presence', event: 'track', payload };
}

/** A diff in which this key joined (or left), saying this. */
function tells(kind: 'joins' | 'leaves', key: string, says: string): (message: Received) => boolean {
  return ({ event, payload }) => {
    if (event !== 'presence_diff' || typeof payload !== 'object' || payload === null) return false;
    const people: unknown = new Map(Object.entries(payload)).get(kind);
    const entry: unknown = new Map(Object.entries(people ?? {})).get(key);
    return JSON.stringify(entry ?? null).includes(says);
  };
}

test('[REALTIME-11] who joins hears who is there, and then who comes, changes and goes', async () => {
  const topic = `cursors:${randomUUID()}`;
  const [ana, ben] = [await there.connect(), await there.connect()];
  await ana.join(topic, { isPrivate: false, presence: 'ana' });
  expect((await ana.find(({ event }) => event === 'presence_state')).payload).toEqual({});
  expect(await ana.ask(topic, 'presence', track({ at: 'row 1' }))).toEqual(done);
  await ana.find(tells('joins', 'ana', 'row 1'));

  await ben.join(topic, { isPrivate: false, presence: 'ben' });
  expect((await ben.find(({ event }) => event === 'presence_state')).payload).toEqual({
    ana: { metas: [{ at: 'row 1', phx_ref: expect.any(String) }] },
  });
  await ben.ask(topic, 'presence', track({ at: 'row 7' }));
  await ana.find(tells('joins', 'ben', 'row 7'));

  expect(await ana.ask(topic, 'presence', track({ at: 'row 2' }))).toEqual(done);
  await ben.find(tells('joins', 'ana', 'row 2'));
  await ben.find(tells('leaves', 'ana', 'row 1'));

  expect(await ana.ask(topic, 'presence', { type: 'presence', event: 'untrack' })).toEqual(done);
  await ben.find(tells('leaves', 'ana', 'row 2'));
  ben[Symbol.dispose]();
  await ana.find(tells('leaves', 'ben', 'row 7'));
});

test('[REALTIME-11] saying the same again tells nobody anything', async () => {
  const topic = `cursors:${randomUUID()}`;
  const [ana, ben] = [await there.connect(), await there.connect()];
  await ana.join(topic, { isPrivate: false, presence: 'ana' });
  await ben.join(topic, { isPrivate: false, presence: 'ben' });
  for (let turn = 0; turn < 3; turn += 1) expect(await ana.ask(topic, 'presence', track({ at: 1 }))).toEqual(done);
  await ana.ask(topic, 'presence', track({ at: 'last' }));
  await ben.find(tells('joins', 'ana', 'last'));
  expect(ben.received.filter(({ event }) => event === 'presence_diff').length).toBeLessThanOrEqual(2);
});

test('[REALTIME-11] a payload that is no object, and an event that is none, are refused', async () => {
  const topic = `cursors:${randomUUID()}`;
  const socket = await there.connect();
  await socket.join(topic, { isPrivate: false, presence: 'ana' });
  expect(await socket.ask(topic, 'presence', track('here'))).toEqual({
    status: 'error',
    response: { reason: 'Presence track payload must be a map' },
  });
  expect((await socket.ask(topic, 'presence', { type: 'presence', event: 'dance' })).status).toBe('error');
});

test('[REALTIME-11] on a private topic presence has its own rights, to read and to write', async () => {
  const topic = `cursors:${randomUUID()}`;
  const { token: speaks } = await there.policies.person(topic, { read: 'both', write: 'presence' });
  const { token: reads } = await there.policies.person(topic, { read: 'both' });
  const { token: deaf } = await there.policies.person(topic, { read: 'broadcast' });
  const [ana, ben, cat] = [await there.connect(), await there.connect(), await there.connect()];
  await ana.join(topic, { token: speaks, presence: 'ana' });
  await ben.join(topic, { token: reads, presence: 'ben' });
  await cat.join(topic, { token: deaf, presence: 'cat' });
  expect((await ben.ask(topic, 'presence', track({ forged: true }))).status).toBe('error');
  expect(await ana.ask(topic, 'presence', track({ at: 1 }))).toEqual(done);
  await ben.find(tells('joins', 'ana', '"at":1'));
  await cat.settle(topic);
  expect(cat.received.map(({ event }) => event)).not.toContain('presence_diff');
  expect(cat.received.map(({ event }) => event)).not.toContain('presence_state');
  expect(ana.received.some(tells('joins', 'ben', 'forged'))).toBe(false);
});

test('[REALTIME-9] more than five presence calls in half a minute close the channel', async () => {
  const topic = `cursors:${randomUUID()}`;
  const socket = await there.connect();
  await socket.join(topic, { isPrivate: false, presence: 'ana' });
  for (let turn = 0; turn < 5; turn += 1) await socket.ask(topic, 'presence', track({ turn }));
  socket.push(topic, 'presence', track({ turn: 'too many' }));
  expect((await socket.find(({ event }) => event === 'system')).payload).toMatchObject({
    status: 'error',
    message: 'Client presence rate limit exceeded',
  });
  await socket.find(({ event }) => event === 'phx_close');
});
