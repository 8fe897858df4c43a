import { expect, test } from 'vitest';
import { SyncWorld, type Device } from '../../tests/support/sync/world.ts';

const texts = ['One.', 'Two.', 'Three.', 'Four.'];

async function written(world: SyncWorld): Promise<readonly [Device, Device]> {
  const ana = await world.device();
  const ben = await world.device();
  await ana.join();
  await ben.join();
  for (const text of texts) {
    ana.type(text);
    await world.clock.pass(150);
  }
  return [ana, ben];
}

test('[ENGINE-13] what a restored server lost is brought back, under the ids it had', async () => {
  const world = new SyncWorld();
  const [ana] = await written(world);
  const ids = world.server.scripts.get(world.script)?.log.map(({ id }) => id);
  world.server.restore(world.script, 1);
  await world.clock.pass(120_000);
  expect(world.server.texts(world.script).toSorted()).toEqual(texts.toSorted());
  expect(
    world.server.scripts
      .get(world.script)
      ?.log.map(({ id }) => id)
      .toSorted(),
  ).toEqual(ids?.toSorted());
  expect(ana.standing()?.kind).toBe('on-server');
  expect(ana.engine.overview().events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['healing', 'healed']));
});

test('[ENGINE-13] a restored server that was written past is noticed, also where its log is as long as before', async () => {
  const world = new SyncWorld();
  const [ana, ben] = await written(world);
  await ben.stop();
  await ana.stop();
  world.server.restore(world.script, 2);
  const cleo = await world.device();
  await cleo.join();
  cleo.type('Five.');
  await world.clock.pass(150);
  cleo.type('Six.');
  await world.clock.pass(150);
  expect(world.server.texts(world.script)).toHaveLength(4);
  await ana.start();
  // Not even open in a window.
  ana.engine.session('signed-in');
  await world.clock.pass(10_000);
  expect(world.server.texts(world.script).toSorted()).toEqual([...texts, 'Five.', 'Six.'].toSorted());
  expect(ana.log.texts(world.script).toSorted()).toEqual([...texts, 'Five.', 'Six.'].toSorted());
  expect(ana.standing()?.kind).toBe('on-server');
});

test('[ENGINE-13] while it heals nothing is claimed; a crash at any call goes on from there', async () => {
  for (let crashAfter = 1; crashAfter < 25; crashAfter += 1) {
    const world = new SyncWorld();
    const [ana, ben] = await written(world);
    await ben.stop();
    world.server.restore(world.script, 1);
    ana.log.calls.length = 0;
    ana.log.crashAfter = crashAfter;
    ana.engine.woke();
    await world.clock.pass(20_000);
    const wholly = world.server.texts(world.script).length === 4;
    if (!wholly) expect(ana.standing()?.kind).not.toBe('on-server');
    await ana.stop();
    ana.log.crashAfter = null;
    await ana.start();
    await ana.join();
    await world.clock.pass(61_000);
    expect(world.server.texts(world.script).toSorted()).toEqual(texts.toSorted());
    expect(ana.standing()?.kind).toBe('on-server');
  }
});

test('[ENGINE-13] what somebody else wrote is brought back as theirs', async () => {
  const world = new SyncWorld();
  const [ana, ben] = await written(world);
  await ana.stop();
  world.server.restore(world.script, 0);
  ben.engine.woke();
  await world.clock.pass(10_000);
  const log = world.server.scripts.get(world.script)?.log ?? [];
  expect(log.map(({ pushedBy, claimedAuthor }) => [pushedBy, claimedAuthor])).toEqual(
    texts.map(() => [ben.person, ana.person]),
  );
});

test('[ENGINE-13] rights hold while healing: who may not write keeps what the server lost, held', async () => {
  const world = new SyncWorld();
  const [ana, ben] = await written(world);
  await ana.stop();
  world.server.roles.set(ben.person, 'viewer');
  world.server.restore(world.script, 1);
  ben.engine.woke();
  await world.clock.pass(10_000);
  expect(world.server.texts(world.script)).toEqual(['One.']);
  expect(ben.standing()).toMatchObject({ kind: 'held', edits: 3, why: 'role-may-not-write' });
  expect(ben.log.texts(world.script)).toEqual(texts);
});

test('[ENGINE-14] a script that the restored server does not know is given its place again by who may', async () => {
  const world = new SyncWorld();
  const [ana] = await written(world);
  world.server.scripts.delete(world.script);
  await world.clock.pass(130_000);
  expect(world.server.texts(world.script).toSorted()).toEqual(texts.toSorted());
  expect(ana.standing()?.kind).toBe('on-server');
});

test('[ENGINE-13] what was acknowledged beyond the cursor and then lost is sent again, also after a restart', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const ben = await world.device();
  await ana.join();
  await ben.join();
  ana.bell.isDeaf = true;
  world.server.trouble = (call) => (call === 'pull' ? { kind: 'unreadable' } : null);
  ben.type('Hail.');
  await world.clock.pass(150);
  ana.type('Rain.');
  await world.clock.pass(150);
  expect(ana.log.states(world.script)).toEqual({ acknowledged: 1 });
  await ana.stop();
  await ben.stop();
  // To where ana's cursor is: her chain fits, and nobody writes any more.
  world.server.restore(world.script, 0);
  world.server.trouble = null;
  await ana.start();
  await ana.join();
  await world.clock.pass(5_000);
  expect(world.server.texts(world.script)).toEqual(['Rain.']);
  expect(ana.standing()?.kind).toBe('on-server');
});
