import { expect, test } from 'vitest';
import { untruths } from './full-replay.ts';
import { finish, openServiceWorld } from './service-world.ts';
import { anyScript, push, Writer } from './writer.ts';

test('[SERVICE-1] snapshots and rows are what a replay of the whole log gives, read in pieces or at once', async () => {
  await using service = await openServiceWorld(1);
  const { world } = service;
  const scriptId = await world.script();
  const base = anyScript(world.random);
  await push(world.people.admin, scriptId, base, world.random);
  const writers = Array.from(
    { length: 4 },
    (_, index) => new Writer(world.people.freelancer, scriptId, { seed: index + 1, base }),
  );
  const task = service.scripts();
  await finish(task, service);
  for (let round = 0; round < 5; round++) {
    for (const writer of writers) {
      writer.edit(60);
      await writer.push();
    }
    expect(await finish(task, service)).toBe(1);
    expect(await untruths(service, scriptId)).toEqual([]);
  }
  const kept = await service.query('select position from public.script_snapshots where script_id = $1', [scriptId]);
  expect(kept.length).toBeGreaterThan(0);
});
