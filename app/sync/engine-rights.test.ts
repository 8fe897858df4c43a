import { expect, test } from 'vitest';
import { SyncWorld } from '../../tests/support/sync/world.ts';

test('[ENGINE-15] a freelancer writes on while the script is in review: it is held, and goes when it reopens', async () => {
  const world = new SyncWorld();
  const ana = await world.device('freelancer');
  await ana.join();
  const script = world.server.scripts.get(world.script);
  if (script === undefined) throw new RangeError('The world has a script.');
  script.status = 'in_review';
  ana.type('Rain.');
  await world.clock.pass(2_000);
  expect(ana.standing()).toMatchObject({ kind: 'held', edits: 1, why: 'in-review' });
  ana.type('Hail.');
  await world.clock.pass(2_000);
  expect(ana.standing()).toMatchObject({ kind: 'held', edits: 2, why: 'in-review' });
  expect(ana.log.states(world.script)).toEqual({ held: 2 });
  const pushes = world.server.calls.filter((call) => call === 'push').length;
  await world.clock.pass(120_000);
  expect(world.server.calls.filter((call) => call === 'push')).toHaveLength(pushes);
  script.status = 'changes_requested';
  await world.clock.pass(61_000);
  expect(world.server.texts(world.script)).toEqual(['Rain.', 'Hail.']);
  expect(ana.standing()?.kind).toBe('on-server');
  const kinds = ana.engine.overview().events.map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['held', 'released']));
});

test('[ENGINE-16] who is no member any more keeps everything here, listens to nothing, and goes on when let in again', async () => {
  const world = new SyncWorld();
  const ana = await world.device('freelancer');
  await ana.join();
  world.server.roles.delete(ana.person);
  ana.type('Rain.');
  await world.clock.pass(5_000);
  expect(ana.standing()).toMatchObject({ kind: 'access-ended', edits: 1 });
  expect(ana.bell.topics).toEqual([]);
  expect(ana.log.texts(world.script)).toEqual(['Rain.']);
  world.server.roles.set(ana.person, 'freelancer');
  await world.clock.pass(61_000);
  expect(world.server.texts(world.script)).toEqual(['Rain.']);
  expect(ana.standing()?.kind).toBe('on-server');
});

test('[ENGINE-17] when a topic is given up, a fresh access names the new one', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const ben = await world.device();
  await ana.join();
  await ben.join();
  const script = world.server.scripts.get(world.script);
  if (script === undefined) throw new RangeError('The world has a script.');
  script.epoch = world.server.newEpoch();
  ben.bell.tell({ kind: 'epoch-over', scriptId: world.script });
  await world.clock.pass(1_500);
  expect(ben.bell.topics).toEqual([{ scriptId: world.script, epoch: script.epoch }]);
  ana.type('Rain.');
  await world.clock.pass(150);
  expect(ben.received).toEqual(['Rain.']);
});

test('[ENGINE-18] a script made offline gets its place on the server before anything of it is sent', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  await ana.join();
  const made = world.newScript();
  ana.log.make(made, world.server.projectId);
  ana.engine.laneChanged(made);
  await world.clock.pass(0);
  ana.type('Rain.', made);
  await world.clock.pass(2_000);
  expect(world.server.texts(made)).toEqual(['Rain.']);
  expect(ana.standing(made)?.kind).toBe('on-server');
  expect(world.server.calls.filter((call) => call === 'register')).toHaveLength(1);
});

test('[ENGINE-18] a place that was made before is found again', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const made = world.newScript();
  ana.log.make(made, world.server.projectId);
  world.server.make(made);
  world.server.refuseRegister = 'already-done';
  ana.log.type(made, 'Rain.');
  ana.engine.laneChanged(made);
  await ana.join();
  await world.clock.pass(3_000);
  expect(world.server.texts(made)).toEqual(['Rain.']);
});

test('[ENGINE-18] a freelancer cannot give a script a place: it is held', async () => {
  const world = new SyncWorld();
  const ana = await world.device('freelancer');
  const made = world.newScript();
  ana.log.make(made, world.server.projectId);
  ana.engine.laneChanged(made);
  ana.log.type(made, 'Rain.');
  await ana.join();
  ana.engine.typed(made);
  await world.clock.pass(3_000);
  expect(world.server.calls).not.toContain('register');
  expect(ana.standing(made)).toMatchObject({ kind: 'held', edits: 1, why: 'role-may-not-write' });
});

test('[ENGINE-19] what is in front and whole is told as seen, at most every ten seconds', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  await ana.join();
  world.server.calls.length = 0;
  for (let edit = 0; edit < 30; edit += 1) {
    ana.type(`Row ${edit}.`);
    await world.clock.pass(1_000);
  }
  const told = world.server.calls.filter((call) => call === 'tellSeen').length;
  expect(told).toBeGreaterThanOrEqual(2);
  expect(told).toBeLessThanOrEqual(4);
  ana.engine.attend(new Map([[world.script, { isFocused: false }]]));
  await world.clock.pass(30_000);
  expect(world.server.calls.filter((call) => call === 'tellSeen').length).toBeLessThanOrEqual(told + 1);
});

test('[ENGINE-19] who has seen all of it is named', async () => {
  const world = new SyncWorld();
  const ana = await world.device();
  const ben = await world.device();
  await ana.join();
  await ben.join();
  ana.type('Rain.');
  await world.clock.pass(21_000);
  expect(ana.standing()).toEqual({ kind: 'on-server', seenBy: [{ personId: ben.person, name: null }] });
});
