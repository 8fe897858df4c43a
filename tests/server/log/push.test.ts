import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { PersonId, ScriptId, UpdateId } from '../../../app/ids.ts';
import { chainToHex, EMPTY_CHAIN, hexToChain } from '../../../app/server/chain.ts';
import { limits } from '../../../app/server/limits.ts';
import { decodeRing, RING_EVENT } from '../../../app/server/ring.ts';
import { Epoch, topics } from '../../../app/server/topics.ts';
import { broadcasts, fingerprint } from './tables.ts';
import { chainOf, typed, wire } from './updates.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test('[PUSH-1] updates stand behind the log, in the order given, and the answer says where', async () => {
  const { admin, freelancer } = world.people;
  const script_id = await world.script();
  const [first, second] = [typed(world.random, 3), typed(world.random, 2)];
  expect(await freelancer.call('push_updates', { script_id, updates: wire(first) })).toEqual({
    positions: [1, 2, 3],
    first: 1,
    last: 3,
    head: 3,
    chain: chainOf(first),
  });
  expect(await admin.call('push_updates', { script_id, updates: wire(second) })).toEqual({
    positions: [4, 5],
    first: 4,
    last: 5,
    head: 5,
    chain: chainOf([...first, ...second]),
  });
  const { rows } = await world.database.admin.query(
    'select position::int, id, bytes, pushed_by from public.script_updates where script_id = $1 order by position',
    [script_id],
  );
  expect(rows).toEqual(
    [...first, ...second].map(({ id, bytes }, index) => ({
      position: index + 1,
      id,
      bytes: Buffer.from(bytes),
      pushed_by: index < 3 ? freelancer.id : admin.id,
    })),
  );
});

test('[PUSH-2] a repeated push keeps what is there, also mixed with what is new', async () => {
  const { freelancer } = world.people;
  const script_id = await world.script();
  const [a, b, c, d] = typed(world.random, 4);
  if (!a || !b || !c || !d) throw new Error('Nothing was typed.');
  const push = (...updates: (typeof a)[]): ReturnType<typeof freelancer.call<'push_updates'>> =>
    freelancer.call('push_updates', { script_id, updates: wire(updates) });
  const answer = await push(a, b);
  const before = await fingerprint(world.database.admin);
  expect(await push(a, b)).toEqual(answer);
  expect(await push(b)).toEqual({ ...answer, positions: [2], first: 2 });
  expect(await fingerprint(world.database.admin)).toEqual(before);
  expect(await push(c, b, d, a)).toEqual({
    positions: [3, 2, 4, 1],
    first: 1,
    last: 4,
    head: 4,
    chain: chainOf([a, b, c, d]),
  });
});

test('[PUSH-2] a repeated push is answered also after the script went into review', async () => {
  const { admin, freelancer } = world.people;
  const script_id = await world.script();
  const updates = wire(typed(world.random, 2));
  const answer = await freelancer.call('push_updates', { script_id, updates });
  await admin.call('set_status', { script_id, status: 'in_review', expected_version: 1 });
  expect(await freelancer.call('push_updates', { script_id, updates })).toEqual(answer);
  const more = [...updates, ...wire(typed(world.random))];
  expect(await freelancer.refusal('push_updates', { script_id, updates: more })).toMatchObject({
    code: 'script-status',
  });
});

test('[PUSH-4] an id that is known with other bytes is refused, and with it the whole call', async () => {
  const { freelancer } = world.people;
  const script_id = await world.script();
  const [known, fresh] = typed(world.random, 2);
  if (!known || !fresh) throw new Error('Nothing was typed.');
  await freelancer.call('push_updates', { script_id, updates: wire([known]) });
  const before = await fingerprint(world.database.admin);
  const updates = wire([fresh, { ...fresh, id: known.id }]);
  expect(await freelancer.refusal('push_updates', { script_id, updates })).toMatchObject({
    status: 409,
    code: 'other-bytes',
  });
  expect(await fingerprint(world.database.admin)).toEqual(before);
});

test('[PUSH-4] an id belongs to its script: another script may hold the same', async () => {
  const updates = wire(typed(world.random));
  for (const script_id of [await world.script(), await world.script()]) {
    expect(await world.people.freelancer.call('push_updates', { script_id, updates })).toMatchObject({ head: 1 });
  }
});

test('[PUSH-8] whoever calls has pushed, whoever they say it is from', async () => {
  const { admin, freelancer } = world.people;
  const script_id = await world.script();
  const [update] = wire(typed(world.random));
  await freelancer.call('push_updates', { script_id, updates: [{ ...update, author: admin.id, pushed_by: admin.id }] });
  const { rows } = await world.database.admin.query(
    'select pushed_by, claimed_author from public.script_updates where script_id = $1',
    [script_id],
  );
  expect(rows).toEqual([{ pushed_by: freelancer.id, claimed_author: admin.id }]);
});

test('[PUSH-9] a call rings once, with what it added', async () => {
  const { admin, freelancer } = world.people;
  const script_id = await world.script();
  const [first, second] = [typed(world.random, 2), typed(world.random, 2)];
  const brought = wire(second).map((update) => ({ ...update, author: admin.id }));
  await freelancer.call('push_updates', { script_id, updates: wire(first) });
  await freelancer.call('push_updates', { script_id, updates: [...wire(first), ...brought] });
  await freelancer.call('push_updates', { script_id, updates: wire(first) });
  const rings = (await broadcasts(world.database.admin, script_id)).map(({ topic, event, bytes }) => ({
    topic,
    event,
    ring: decodeRing(bytes ?? new Uint8Array()),
  }));
  const { rows } = await world.database.admin.query<{ epoch: string }>(
    'select epoch from public.scripts where id = $1',
    [script_id],
  );
  const topic = topics.script(ScriptId.parse(script_id), Epoch.parse(rows[0]?.epoch));
  const frames = (updates: typeof first, author: number | undefined): object[] =>
    updates.map(({ id, bytes }) => ({ id, bytes: Buffer.from(bytes), format: 1, pushedBy: 0, author }));
  expect(rings).toEqual([
    {
      topic,
      event: RING_EVENT,
      ring: {
        first: 1,
        count: 2,
        chainBefore: Buffer.from(hexToChain(EMPTY_CHAIN)),
        updates: { people: [PersonId.parse(freelancer.id)], frames: frames(first, undefined) },
      },
    },
    {
      topic,
      event: RING_EVENT,
      ring: {
        first: 3,
        count: 2,
        chainBefore: Buffer.from(hexToChain(chainOf(first))),
        updates: { people: [freelancer.id, admin.id], frames: frames(second, 1) },
      },
    },
  ]);
});

test('[PUSH-9] a ring over 64 KB says only that there are updates', async () => {
  const { freelancer } = world.people;
  const script_id = await world.script();
  const head = 44 + 1 + 16 + 23;
  // An update's own bytes beside its characters: found by asking for one.
  const around = (typed(world.random, 1, 60_000)[0]?.bytes.length ?? 0) - 60_000;
  const fitting = typed(world.random, 1, limits.ringBytes - head - around);
  const tooLong = typed(world.random, 1, limits.ringBytes - head - around + 1);
  await freelancer.call('push_updates', { script_id, updates: wire(fitting) });
  await freelancer.call('push_updates', { script_id, updates: wire(tooLong) });
  const rings = await broadcasts(world.database.admin, script_id);
  expect(rings.map(({ bytes }) => bytes?.length)).toEqual([limits.ringBytes, 44]);
  const ring = decodeRing(rings[1]?.bytes ?? new Uint8Array());
  expect({ ...ring, chainBefore: chainToHex(ring.chainBefore) }).toEqual({
    first: 2,
    count: 1,
    chainBefore: chainOf(fitting),
    updates: undefined,
  });
});

test('[PUSH-9] a push that is taken back rings nobody', async () => {
  const { freelancer } = world.people;
  const script_id = await world.script();
  const client = await world.pool.connect();
  await client.query('begin');
  const reply = await freelancer.askWithin(client, 'push_updates', { script_id, updates: wire(typed(world.random)) });
  await client.query('rollback');
  client.release();
  expect(reply.status).toBe(200);
  expect(await broadcasts(world.database.admin, script_id)).toEqual([]);
});

test('[PUSH-5] whatever Yjs writes as V1 is taken', async () => {
  const script_id = await world.script();
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [Y.encodeStateAsUpdate(doc)];
  doc.on('update', (bytes: Uint8Array) => updates.push(bytes));
  const text = doc.getText('t');
  text.insert(0, 'some words', { bold: true });
  doc.getMap('m').set('cell', new Y.XmlFragment());
  text.delete(2, 5);
  doc.getMap('m').delete('cell');
  // Of more people than one byte can count, and with deletions alone.
  const many = Array.from({ length: 400 }, (_, client) => {
    const other = new Y.Doc();
    other.clientID = 1 + client * 7_919;
    other.getArray('a').insert(0, [client]);
    return Y.encodeStateAsUpdate(other);
  });
  updates.push(Y.mergeUpdates(many.slice(0, 127)), Y.mergeUpdates(many.slice(0, 128)), Y.mergeUpdates(many));
  const crowd = new Y.Doc();
  Y.applyUpdate(crowd, Y.mergeUpdates(many));
  crowd.on('update', (bytes: Uint8Array) => updates.push(bytes));
  crowd.getArray('a').delete(0, 400);
  expect(updates.at(-1)?.[0], 'an update of deletions alone').toBe(0);
  const sent = updates.map((bytes) => ({ id: UpdateId.parse(world.random.uuid()), bytes }));
  expect(await world.people.freelancer.call('push_updates', { script_id, updates: wire(sent) })).toMatchObject({
    head: sent.length,
  });
});
