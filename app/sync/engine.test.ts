import { expect, test } from 'vitest';
import { SyncWorld } from '../../tests/support/sync/world.ts';

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
