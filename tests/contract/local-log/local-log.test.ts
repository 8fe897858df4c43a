import { expect, test } from 'vitest';
import { receivingSuite } from './receiving-suite.ts';
import { sendingSuite } from './sending-suite.ts';
import { MUCH, openInProcess, openInThread, otherWriter, World } from './world.ts';

sendingSuite('in the process', openInProcess);
receivingSuite('in the process', openInProcess);
sendingSuite('in the thread', openInThread);
receivingSuite('in the thread', openInThread);

test('[LOCAL-6] counts and the age of the oldest are what the log and its batches say, whatever happens', async () => {
  await using world = await World.open(openInProcess, { seed: 6 });
  const { random, scriptId } = world;
  const write = otherWriter();
  let refused = 0;
  for (let step = 0; step < 120; step += 1) {
    world.clock.advance(1_000);
    const what = random.below(9);
    if (what < 3) await world.type();
    else if (what === 3) world.server.write(write('x '), { id: world.newId() });
    else if (what === 4) await world.pullAll({ perPage: 1 + random.below(4) });
    else if (what === 5) await world.sendAll({ isAnswerLost: random.chance(50) });
    else if (what === 6) await world.log.nextBatches(scriptId, { batches: 1 + random.below(3), bytes: 4_000 });
    else if (what === 7) await world.reopen();
    else {
      const [batch] = await world.log.nextBatches(scriptId, MUCH);
      if (batch !== undefined) await world.log.setAside(scriptId, batch.batchId, 'bad-request');
      refused += batch === undefined ? 0 : 1;
    }
    const before = (await world.log.lane(scriptId)).outbox;
    if (what === 7) continue;
    await world.reopen();
    expect((await world.log.lane(scriptId)).outbox).toEqual(before);
  }
  expect(refused).toBeGreaterThan(0);
  await world.log.sendAgain(scriptId);
  await world.pullAll();
  await world.sendAll();
  await world.pullAll();
  expect((await world.log.lane(scriptId)).outbox).toMatchObject({ waiting: 0, refused: 0, oldestAt: null });
  expect(world.server.text()).toBe(await world.text());
});
