import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ScriptId } from '../../../app/ids.ts';
import { people, scripts } from '../../support/server/people.ts';
import { tokenOf } from '../../support/server/realtime-policies.ts';
import { BellWorld, pilot, type Listener } from './bell-world.ts';

let world: BellWorld;
const opened: Listener[] = [];
beforeAll(async () => {
  world = await BellWorld.open();
});
afterEach(async () => {
  world.faults.clear();
  await Promise.all(opened.splice(0).map((listener) => listener[Symbol.asyncDispose]()));
});
afterAll(() => world[Symbol.asyncDispose]());

async function listener(...given: Parameters<BellWorld['listener']>): Promise<Listener> {
  const made = await world.listener(...given);
  opened.push(made);
  return made;
}

/** Joined to the pilot's topic. */
async function listening(who: Parameters<BellWorld['listener']>[0]): Promise<Listener> {
  const made = await listener(who);
  await made.listen(pilot);
  await made.told('joined');
  return made;
}

/** Whatever happened, the bell rings again: written and heard. */
async function expectRing(hears: Listener, writes: Listener): Promise<void> {
  const before = hears.news.length;
  const bytes = await world.write(writes, pilot);
  const { ring } = await hears.told('rang', before);
  expect(ring.updates?.frames.map((frame) => [...frame.bytes])).toEqual([[...bytes]]);
}

test('[BELL-1] whoever listens hears what others write, from the join on, with its bytes and place', async () => {
  const [ines, felix] = [await listener('ines'), await listening('felix')];
  const bytes = await world.write(ines, pilot);
  const { scriptId, ring } = await felix.told('rang');
  expect(scriptId).toBe(pilot);
  expect(ring.count).toBe(1);
  expect(ring.updates?.frames.map((frame) => [...frame.bytes])).toEqual([[...bytes]]);
  expect(felix.news.map(({ kind }) => kind)).toEqual(['joined', 'rang']);
});

test('[BELL-2] what is no longer listened to is left, and what is new is joined, on the one socket', async () => {
  const ada = await listener('ada');
  const spot = ScriptId.parse(scripts.spot.id);
  const [first] = await ada.listen(pilot, spot);
  await expect.poll(() => ada.standing).toEqual({ socket: 'open', channels: { joined: 2, wanted: 2 } });
  if (first === undefined) throw new Error('no topic');
  ada.doorbell.listen([first]);
  expect(await ada.told('left')).toEqual({ kind: 'left', scriptId: spot });
  expect(ada.standing.channels).toEqual({ joined: 1, wanted: 1 });
  ada.doorbell.listen([]);
  expect(ada.standing).toEqual({ socket: 'none', channels: { joined: 0, wanted: 0 } });
});

test.each([1000, 1011, 1012, 4000])(
  '[BELL-3] a socket closed with code %i is replaced and its topics joined',
  async (code) => {
    const [ines, felix] = [await listener('ines'), await listening('felix')];
    const rule = world.faults.add({
      on: 'outgoing',
      topic: `realtime:script:${pilot}`,
      event: 'ring',
      do: 'close',
      code,
      times: 1,
    });
    const before = felix.news.length;
    await world.write(ines, pilot);
    await felix.told('left', before);
    await felix.told('joined', before);
    rule[Symbol.dispose]();
    await expectRing(felix, ines);
  },
);

test('[BELL-3] a server that was killed and comes back is found again', async () => {
  const [ines, felix] = [await listener('ines'), await listening('felix')];
  const before = felix.news.length;
  await world.stop();
  await felix.told('left', before);
  await world.start();
  await felix.told('joined', before);
  await expectRing(felix, ines);
});

test('[BELL-4] a socket that is let in and never answered is given up, again and again, until one answers', async () => {
  const [ines, felix] = [await listener('ines'), await listener('felix')];
  const hanging = world.faults.add({ on: 'http', path: '/realtime/v1/websocket', do: 'hang' });
  await felix.listen(pilot);
  await expect.poll(() => felix.waits.filter((ms) => ms === 1_000).length, { timeout: 20_000 }).toBe(2);
  hanging[Symbol.dispose]();
  await felix.told('joined');
  await expectRing(felix, ines);
});

test('[BELL-4] a socket that fell silent is given up and replaced, whole', async () => {
  const [ines, felix] = [await listener('ines'), await listening('felix')];
  const before = felix.news.length;
  const silent = world.faults.add({ on: 'incoming', event: 'heartbeat', do: 'hang' });
  await felix.told('left', before);
  silent[Symbol.dispose]();
  await felix.told('joined', before);
  await expectRing(felix, ines);
});

test('[BELL-4] joins that are never answered are made again', async () => {
  const felix = await listener('felix');
  world.faults.add({ on: 'incoming', event: 'phx_join', do: 'drop', times: 1 });
  await felix.listen(pilot);
  await felix.told('joined');
  expect(felix.standing).toEqual({ socket: 'open', channels: { joined: 1, wanted: 1 } });
});

test('[BELL-5] a channel that the server closes is joined anew, with a token that is good', async () => {
  const ines = await listener('ines');
  const expiresAt = Math.floor(world.now().getTime() / 1_000) + 20;
  const felix = await listener('felix', tokenOf(people.felix.id, { expiresAt }));
  await felix.listen(pilot);
  await felix.told('joined');
  felix.session.newToken = () => world.token('felix');
  const before = felix.news.length;
  // Not as long as a socket may be idle: it stays, and the channel alone is closed.
  world.advance(25_000);
  await felix.told('left', before);
  expect(felix.standing.socket).toBe('open');
  await felix.told('joined', before);
  await expectRing(felix, ines);
});

test('[BELL-8] after sleep the old token is not joined with: a fresh socket has the one that is good now', async () => {
  const felix = await listening('felix');
  felix.session.newToken = () => world.token('felix');
  world.advance(2 * 3_600_000);
  const before = felix.news.length;
  await felix.cloud.woke();
  await felix.told('joined', before);
  expect(felix.session.refusedTokens).toEqual([]);
  await expectRing(felix, await listener('ines'));
});

test('[BELL-9] whoever may not listen is told that the topic is over, once, and asks again only rarely', async () => {
  const [ada, clara] = [await listener('ada'), await listener('clara')];
  const topicsOfAda = await ada.listen(pilot);
  clara.doorbell.listen(topicsOfAda);
  expect(await clara.told('epoch-over')).toEqual({ kind: 'epoch-over', scriptId: pilot });
  await ada.told('joined');
  const joins = world.faults.add({ on: 'incoming', event: 'phx_join', do: 'delay', ms: 0 });
  await expectRing(ada, ada);
  expect(joins.hits).toBe(0);
  expect(Math.max(...clara.waits)).toBeGreaterThanOrEqual(30_000);
  expect(clara.news.map(({ kind }) => kind)).toEqual(['epoch-over']);
});

test('[BELL-9] when somebody loses the right to read, all are told that the topic is over, and listen on the next', async () => {
  const [ada, felix, victor] = [await listener('ada'), await listening('felix'), await listening('victor')];
  const before = felix.news.length;
  await ada.client
    .rpc('revoke_member', { person_id: people.victor.id, project_id: scripts.pilot.project })
    .throwOnError();
  await felix.told('epoch-over', before);
  await victor.told('epoch-over');
  await felix.listen(pilot);
  await felix.told('joined', before);
  const heardByVictor = victor.news.length;
  await expectRing(felix, ada);
  expect(victor.news.slice(heardByVictor).filter(({ kind }) => kind === 'rang')).toEqual([]);
});

test('[BELL-10] signed out, no socket is opened; signed in, topics are joined', async () => {
  const ines = await listener('ines');
  const felix = await listener('felix', null);
  felix.doorbell.listen(await ines.listen(pilot));
  await ines.told('joined');
  expect(felix.standing.channels.joined).toBe(0);
  felix.session.set(await world.token('felix'));
  await felix.told('joined');
});

test('[BELL-11] frames and rings that cannot be read end nothing', async () => {
  const felix = await listening('felix');
  const { rows } = await world.admin.query<{ epoch: string }>('select epoch from public.scripts where id = $1', [
    pilot,
  ]);
  const topic = `script:${pilot}:${rows[0]?.epoch}`;
  const ring = `select realtime.send_binary('\\x0102'::bytea, 'ring', $1, true)`;
  await world.admin.query(ring, [topic]);
  expect(await felix.told('rang-unread')).toEqual({ kind: 'rang-unread', scriptId: pilot });
  await world.admin.query(`select realtime.send('{"a": 1}'::jsonb, 'ring', $1, true)`, [topic]);
  await expect.poll(() => felix.news.filter(({ kind }) => kind === 'rang-unread').length).toBe(2);
  await world.admin.query(`select realtime.send('{"a": 1}'::jsonb, 'something-newer', $1, true)`, [topic]);
  await expectRing(felix, await listener('ines'));
});
