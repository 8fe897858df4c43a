import { expect, test } from 'vitest';
import { SyncWorld } from '../../tests/support/sync/world.ts';
import type { SyncChange } from './engine.ts';

test('[ENGINE-1] what one person types is with the other at once, and each is told the truth', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const ben = await world.device();
  await ana.join();
  await ben.join();
  ana.type('Rain.');
  expect(ana.standing()?.kind).toBe('sending');
  await world.clock.pass(0);
  expect(world.server.texts(world.script)).toEqual(['Rain.']);
  expect(ben.received).toEqual(['Rain.']);
  expect([ana.standing()?.kind, ben.standing()?.kind]).toEqual(['on-server', 'on-server']);
  expect(ana.log.states(world.script)).toEqual({ acknowledged: 1 });
});

test('[ENGINE-1] rings that follow the cursor are stored without asking the server, those that queue as one page', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const ben = await world.device();
  await ana.join();
  await ben.join();
  world.server.calls.length = 0;
  ben.log.calls.length = 0;
  const texts = Array.from({ length: 20 }, (_, index) => `Row ${index}.`);
  for (const text of texts) {
    ana.type(text);
    await world.clock.pass(100);
  }
  expect(ben.received).toEqual(texts);
  expect(world.server.calls.filter((call) => call === 'pull')).toEqual([]);
  expect(ben.log.calls.filter((call) => call === 'receive')).toHaveLength(20);

  // Stored one at a time; what rings meanwhile waits for the next.
  ben.log.calls.length = 0;
  const release = ben.log.pause();
  for (const text of ['One.', 'Two.', 'Three.', 'Four.']) {
    ana.type(text);
    await world.clock.pass(100);
  }
  release();
  await world.clock.pass(0);
  expect(ben.received.slice(20)).toEqual(['One.', 'Two.', 'Three.', 'Four.']);
  expect(ben.log.calls.filter((call) => call === 'receive')).toHaveLength(2);
});

test('[ENGINE-2] what was typed offline is kept, counted, and sent when there is a way again', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  await ana.join();
  world.server.trouble = () => ({ kind: 'offline', because: 'network' });
  for (const text of ['One.', 'Two.', 'Three.']) {
    ana.type(text);
    await world.clock.pass(1_500);
  }
  expect(ana.standing()).toMatchObject({ kind: 'offline', edits: 3 });
  expect(ana.engine.overview().link.kind).toBe('offline');
  world.server.trouble = null;
  await world.clock.pass(60_000);
  expect(world.server.texts(world.script)).toEqual(['One.', 'Two.', 'Three.']);
  expect(ana.standing()?.kind).toBe('on-server');
});

test('[ENGINE-2] a push whose answer was lost is made again with the same ids, and is on the server once', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  // Its ring would tell as much as the answer.
  ana.bell.isDeaf = true;
  await ana.join();
  ana.type('Rain.');
  world.server.loseAnswers = 1;
  await world.clock.pass(30_000);
  expect(world.server.texts(world.script)).toEqual(['Rain.']);
  expect(world.server.calls.filter((call) => call === 'push')).toHaveLength(2);
  expect(ana.standing()?.kind).toBe('on-server');
});

test('[ENGINE-3] lost, doubled and reordered rings cost a pull and nothing else', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const ben = await world.device();
  await ana.join();
  await ben.join();
  const rings = ben.bell.catchRings();
  const texts = ['One.', 'Two.', 'Three.', 'Four.'];
  for (const text of texts) {
    ana.type(text);
    await world.clock.pass(150);
  }
  const [first, second, third, fourth] = rings;
  // The first is lost; a later one comes, then an old one, then one twice.
  for (const ring of [third, second, fourth, fourth, first]) {
    ben.bell.deliver(ring);
    await world.clock.pass(1);
    expect(ben.received).toEqual(texts.slice(0, ben.received.length));
  }
  expect(ben.received).toEqual(texts);
  expect(ben.standing()?.kind).toBe('on-server');
});

test('[ENGINE-3] without rings, what others write comes within a minute, and is not said to be here before', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const ben = await world.device();
  ben.bell.isDeaf = true;
  await ana.join();
  await ben.join();
  expect(ben.engine.overview().link).toEqual({ kind: 'online', isLive: false });
  ana.type('Rain.');
  await world.clock.pass(61_000);
  expect(ben.received).toEqual(['Rain.']);
});

test('[ENGINE-4] five hundred scripts cost one question at the start, and a pull where something is new', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const scripts = Array.from({ length: 500 }, () => world.newScript());
  for (const script of scripts) world.server.make(script);
  await ana.join();
  await ana.stop();
  const ben = await world.device();
  await ben.join();
  for (const script of scripts.slice(0, 20)) ben.type('Rain.', script);
  await world.clock.pass(1_000);
  await ben.stop();

  world.server.calls.length = 0;
  await ana.start();
  await ana.join();
  expect(world.server.calls.filter((call) => call !== 'pull' && call !== 'readSeen' && call !== 'tellSeen')).toEqual([
    'access',
  ]);
  expect(world.server.calls.filter((call) => call === 'pull').length).toBeLessThanOrEqual(22);
  expect(ana.received).toHaveLength(20);
  expect(world.server.mostAtOnce).toBeLessThanOrEqual(6);
});

test('[ENGINE-5] changes are told at most ten times a second, and events kept up to two hundred', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const changes: SyncChange[] = [];
  ana.engine.onChanged((change) => changes.push(change));
  await ana.join();
  changes.length = 0;
  for (let edit = 0; edit < 100; edit += 1) {
    ana.type(`Row ${edit}.`);
    await world.clock.pass(10);
  }
  expect(changes.length).toBeGreaterThan(1);
  expect(changes.length).toBeLessThanOrEqual(11);
  await world.clock.pass(11_000);
  expect(ana.engine.overview().events.filter(({ kind }) => kind === 'sent')).toHaveLength(1);
  for (let turn = 0; turn < 150; turn += 1) {
    ana.engine.session('signed-out');
    ana.engine.session('signed-in');
  }
  expect(ana.engine.overview().events).toHaveLength(200);
});

test('[ENGINE-6] settled is when nothing is under way and nothing can be done now', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  await ana.join();
  ana.type('Rain.');
  let isSettled = false;
  const settled = ana.engine.settled().then(() => (isSettled = true));
  expect(isSettled).toBe(false);
  await world.clock.pass(200);
  await settled;
  expect(world.server.texts(world.script)).toEqual(['Rain.']);

  world.server.trouble = () => ({ kind: 'offline', because: 'network' });
  ana.type('Hail.');
  const offline = ana.engine.settled();
  await world.clock.pass(2_000);
  await offline;
  await ana.stop();
  expect(world.clock.waiting).toBe(0);
});
