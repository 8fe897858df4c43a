import { expect, test } from 'vitest';
import { SyncWorld } from '../../tests/support/sync/world.ts';
import { Failure } from '../failure.ts';
import { EMPTY_CHAIN } from '../server/chain.ts';
import type { Pulled } from './ports.ts';

const START = { position: 0, chain: EMPTY_CHAIN };

test('[ENGINE-7] a batch that the server refuses is set aside alone, and the rest of the script goes on', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const texts = Array.from({ length: 60 }, (_, index) => `Row ${index}.`);
  await ana.join();
  world.server.trouble = () => ({ kind: 'offline', because: 'network' });
  for (const text of texts) ana.type(text);
  await world.clock.pass(10);
  world.server.trouble = null;
  world.server.poison = (bytes) => (new TextDecoder().decode(bytes) === 'Row 37.' ? 'bad-request' : null);
  await world.clock.pass(70_000);
  expect(world.server.texts(world.script)).toEqual(texts.filter((text) => text !== 'Row 37.'));
  expect(ana.standing()).toMatchObject({ kind: 'refused', edits: 1, why: 'bad-request' });
  ana.type('And on.');
  await world.clock.pass(1_000);
  expect(world.server.texts(world.script).at(-1)).toBe('And on.');

  world.server.poison = null;
  await ana.engine.sendAgain(world.script);
  await world.clock.pass(1_000);
  expect(world.server.texts(world.script).at(-1)).toBe('Row 37.');
  expect(ana.standing()?.kind).toBe('on-server');
});

test('[ENGINE-8] one script in trouble backs off alone, and its timer outlives a restart and a calendar that jumps', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const other = world.newScript();
  world.server.make(other);
  await ana.join();
  world.server.trouble = (call) => (call === 'push' ? { kind: 'unreadable' } : null);
  ana.type('Rain.');
  await world.clock.pass(120_000);
  const tries = world.server.calls.filter((call) => call === 'push').length;
  expect(tries).toBeGreaterThan(3);
  expect(tries).toBeLessThan(40);
  const [lane] = await ana.log.lanes();
  expect(lane?.attempts).toBeGreaterThan(3);
  expect(lane?.retryAt).toBeGreaterThan(0);
  expect(ana.standing()).toMatchObject({ kind: 'unavailable', edits: 1 });

  for (const years of [10, -10]) {
    await ana.stop();
    world.clock.jumpCalendar(years * 365 * 86_400_000);
    await ana.start();
    world.server.calls.length = 0;
    await ana.join();
    await world.clock.pass(60_000);
    expect(world.server.calls.filter((call) => call === 'push').length).toBeGreaterThan(0);
  }
  world.server.trouble = null;
  ana.engine.tryNow();
  await world.clock.pass(1_000);
  expect(ana.standing()?.kind).toBe('on-server');
});

test('[ENGINE-8] a timer is kept over a restart', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  await ana.join();
  ana.type('Rain.');
  await world.clock.pass(100);
  await ana.stop();
  ana.log.type(world.script, 'Hail.');
  await ana.log.setRetry(world.script, { attempts: 6, retryAt: world.clock.now() + 40_000 });
  await ana.start();
  await ana.join();
  await world.clock.pass(30_000);
  expect(world.server.texts(world.script)).toEqual(['Rain.']);
  expect(ana.standing()).toMatchObject({ kind: 'unavailable', edits: 1 });
  await world.clock.pass(11_000);
  expect(world.server.texts(world.script)).toEqual(['Rain.', 'Hail.']);
});

test('[ENGINE-9] a full disk here stops nothing for ever, and nothing is claimed meanwhile', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const ben = await world.device();
  await ana.join();
  await ben.join();
  ben.log.trouble = new Failure('disk-full', 'There is no room left on this disk.');
  ana.type('Rain.');
  await world.clock.pass(5_000);
  expect(ben.received).toEqual([]);
  expect(ben.standing()?.kind).not.toBe('on-server');
  ben.log.trouble = null;
  ben.type('Hail.');
  await world.clock.pass(60_000);
  expect(ben.received).toEqual(['Rain.']);
  expect(ben.standing()?.kind).toBe('on-server');
  expect(world.server.texts(world.script)).toEqual(['Rain.', 'Hail.']);
});

test('[ENGINE-10] signed out, nothing is asked of the server and the outbox stays', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  await ana.join();
  ana.engine.session('signed-out');
  await world.clock.pass(0);
  world.server.calls.length = 0;
  ana.type('Rain.');
  await world.clock.pass(120_000);
  expect(world.server.calls).toEqual([]);
  expect(ana.bell.topics).toEqual([]);
  expect(ana.standing()).toMatchObject({ kind: 'signed-out', edits: 1 });
  expect(ana.log.states(world.script)).toEqual({ waiting: 1 });
  await ana.join();
  expect(world.server.texts(world.script)).toEqual(['Rain.']);
});

test('[ENGINE-10] a session that the server does not take is told, and asked about again', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  await ana.join();
  world.server.trouble = () => ({ kind: 'signed-out' });
  ana.type('Rain.');
  await world.clock.pass(1_000);
  expect(ana.engine.overview().link.kind).toBe('signed-out');
  expect(ana.standing()).toMatchObject({ kind: 'signed-out', edits: 1 });
  world.server.trouble = null;
  await world.clock.pass(60_000);
  expect(ana.standing()?.kind).toBe('on-server');
});

test('[ENGINE-11] after sleep, calls that hang are let go of and everything is asked afresh', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  await ana.join();
  const open = world.server.hang();
  ana.type('Rain.');
  await world.clock.pass(5_000);
  expect(world.server.texts(world.script)).toEqual([]);
  open();
  world.server.calls.length = 0;
  ana.engine.woke();
  await world.clock.pass(200);
  expect(world.server.calls).toEqual(expect.arrayContaining(['access', 'pull', 'push']));
  expect(world.server.texts(world.script)).toEqual(['Rain.']);
  expect(ana.standing()?.kind).toBe('on-server');
});

test('[ENGINE-12] a server that cannot is told apart from no way to it, with the next try', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  await ana.join();
  world.server.trouble = () => ({ kind: 'unavailable', retryAfterMs: null });
  ana.type('Rain.');
  await world.clock.pass(20_000);
  const { link } = ana.engine.overview();
  expect(link.kind).toBe('unavailable');
  expect(ana.standing()).toMatchObject({ kind: 'unavailable', edits: 1 });
  world.server.trouble = () => ({ kind: 'offline', because: 'captive-portal' });
  await world.clock.pass(61_000);
  expect(ana.engine.overview().link).toMatchObject({ kind: 'offline', because: 'captive-portal' });
  world.server.trouble = null;
  await world.clock.pass(61_000);
  expect(ana.standing()?.kind).toBe('on-server');
});

test('[ENGINE-12] answers that lead no further are backed off from, and nothing is concluded from them', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const epoch = world.server.newEpoch();
  const senseless: readonly Pulled[] = [
    { kind: 'diverged', head: 0, epoch },
    { kind: 'updates', page: { from: START, updates: [], to: START, people: [] }, head: 9, epoch },
    { kind: 'snapshot', page: { from: START, state: new Uint8Array(), to: START }, head: 9, epoch },
  ];
  for (const answer of senseless) {
    world.server.pulls = () => answer;
    await ana.join();
    await world.clock.pass(120_000);
    expect(world.server.calls.filter((call) => call === 'pull').length).toBeLessThan(60);
    expect(ana.standing()?.kind).not.toBe('on-server');
    expect(ana.log.calls).not.toContain('beginHealing');
    await ana.stop();
    await ana.start();
    world.server.calls.length = 0;
  }
});

test('[ENGINE-8] a way that opens again, and a topic that is joined again, end the wait of a script', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  await ana.join();
  for (const again of ['way', 'topic'] as const) {
    world.server.trouble = (call) => (call === 'push' ? { kind: 'unreadable' } : null);
    ana.type(`Rain on the ${again}.`);
    await world.clock.pass(300_000);
    // Long enough that the next try by itself may be a minute away.
    ana.log.calls.length = 0;
    if (again === 'topic') {
      world.server.trouble = null;
      const { epoch } = world.server.scripts.get(world.script) ?? { epoch: world.server.newEpoch() };
      ana.bell.tell({ kind: 'left', scriptId: world.script });
      ana.bell.tell({ kind: 'joined', scriptId: world.script, epoch });
    } else {
      world.server.trouble = () => ({ kind: 'offline', because: 'network' });
      await world.clock.pass(61_000);
      world.server.trouble = null;
      while (ana.engine.overview().link.kind !== 'online') await world.clock.pass(100);
    }
    await world.clock.pass(10);
    expect(world.server.texts(world.script).at(-1)).toBe(`Rain on the ${again}.`);
  }
});
