import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { ME, MUCH, plain, World, type OpenDevice } from './world.ts';

/** What becomes of what is written here, wherever the log runs. */
export function sendingSuite(where: string, open: OpenDevice): void {
  test(`[LOCAL-1] ${where}: every update is in one batch, in order, and batches hold the same words`, async () => {
    await using world = await World.open(open);
    for (let index = 0; index < 600; index += 1) await world.type();
    const batches = await world.sendAll();
    expect(batches.map(({ bytes }) => Y.decodeUpdate(bytes).structs.length > 0)).toEqual([true, true, true]);
    expect(world.server.text()).toBe(await world.text());
    const { outbox } = await world.log.lane(world.scriptId);
    expect(outbox).toEqual({
      waiting: 0,
      held: 0,
      heldBecause: null,
      refused: 0,
      refusedBecause: null,
      oldestAt: null,
    });
    await world.type();
    const [alone, ...more] = await world.log.nextBatches(world.scriptId, MUCH);
    expect(more).toEqual([]);
    expect(
      Buffer.from(alone?.bytes ?? []).equals((await world.device.updatesOf(world.scriptId)).at(-1) ?? Uint8Array.of()),
    ).toBe(true);
  });

  test(`[LOCAL-1] ${where}: a batch holds no more than 256 KB, one format, and nothing that cannot be read beside what can`, async () => {
    await using world = await World.open(open);
    for (let index = 0; index < 3; index += 1) await world.type('long '.repeat(20_000));
    await world.device.append(world.scriptId, world.newUpdate(Uint8Array.of(1, 2, 3, 4)));
    await world.type();
    await world.device.append(world.scriptId, world.newUpdate(Uint8Array.of(9), 7));
    await world.type();
    const batches = await world.log.nextBatches(world.scriptId, MUCH);
    expect(batches.map(({ format, bytes }) => [format, bytes.length > 100_000 ? 'long' : bytes.length])).toEqual([
      [1, 'long'],
      [1, 'long'],
      [1, 4],
      [1, expect.any(Number)],
      [7, 1],
      [1, expect.any(Number)],
    ]);
    expect((await world.log.lane(world.scriptId)).outbox.waiting).toBe(7);
  });

  test(`[LOCAL-1] ${where}: no more is handed out than was asked for, and one at least`, async () => {
    await using world = await World.open(open);
    for (let index = 0; index < 5; index += 1) {
      await world.type('x'.repeat(1_000));
      await world.log.nextBatches(world.scriptId, MUCH);
    }
    expect(await world.log.nextBatches(world.scriptId, { batches: 3, bytes: 1e6 })).toHaveLength(3);
    expect(await world.log.nextBatches(world.scriptId, { batches: 9, bytes: 2_100 })).toHaveLength(2);
    expect(await world.log.nextBatches(world.scriptId, { batches: 9, bytes: 1 })).toHaveLength(1);
  });

  test(`[LOCAL-2] ${where}: a batch keeps its id and bytes until it is acknowledged, also across an end of the program`, async () => {
    await using world = await World.open(open);
    for (let index = 0; index < 4; index += 1) await world.type();
    const first = await world.log.nextBatches(world.scriptId, MUCH);
    await world.type();
    await world.reopen();
    const again = await world.log.nextBatches(world.scriptId, MUCH);
    expect(plain(again.slice(0, 1))).toEqual(plain(first));
    expect(again).toHaveLength(2);
    await world.log.acknowledge(world.scriptId, world.server.push(again.slice(0, 1), ME));
    await world.log.acknowledge(world.scriptId, world.server.push(again.slice(0, 1), ME));
    expect(await world.log.nextBatches(world.scriptId, MUCH)).toMatchObject([{ batchId: again[1]?.batchId }]);
  });

  test(`[LOCAL-2] ${where}: the same updates make a batch of the same id, in whatever vault`, async () => {
    await using one = await World.open(open);
    await using two = await World.open(open);
    for (const update of [await one.type(), await one.type()]) await two.device.append(two.scriptId, update);
    const [mine, theirs] = [
      await one.log.nextBatches(one.scriptId, MUCH),
      await two.log.nextBatches(two.scriptId, MUCH),
    ];
    expect(plain(mine)).toEqual(plain(theirs));
  });

  test(`[LOCAL-6] ${where}: the oldest edit that is only here keeps its age while younger ones go`, async () => {
    await using world = await World.open(open);
    await world.type();
    const savedAt = world.clock.now().getTime();
    world.clock.advance(60_000);
    const [batch] = await world.log.nextBatches(world.scriptId, MUCH);
    if (batch === undefined) throw new Error('There is no batch.');
    await world.log.setAside(world.scriptId, batch.batchId, 'too-large');
    await world.type();
    await world.sendAll();
    const { outbox } = await world.log.lane(world.scriptId);
    expect(outbox).toMatchObject({ waiting: 0, refused: 1, refusedBecause: 'too-large', oldestAt: savedAt });
  });

  test(`[LOCAL-7] ${where}: what is held is kept, counted and not handed out until it is released`, async () => {
    await using world = await World.open(open);
    await world.type();
    await world.log.nextBatches(world.scriptId, MUCH);
    await world.type();
    expect((await world.log.hold(world.scriptId, 'in-review')).outbox).toMatchObject({
      waiting: 0,
      held: 2,
      heldBecause: 'in-review',
    });
    await world.reopen();
    expect(await world.log.nextBatches(world.scriptId, MUCH)).toEqual([]);
    await world.type();
    expect((await world.log.lane(world.scriptId)).outbox).toMatchObject({ waiting: 1, held: 2 });
    expect((await world.log.hold(world.scriptId, 'approved')).outbox).toMatchObject({ waiting: 0, held: 3 });
    expect((await world.log.release(world.scriptId)).outbox).toMatchObject({ waiting: 3, held: 0, heldBecause: null });
    await world.sendAll();
    expect(world.server.text()).toBe(await world.text());
  });

  test(`[LOCAL-8] ${where}: what was set aside stays, the rest goes, and a person may send it again`, async () => {
    await using world = await World.open(open);
    await world.type('poison ');
    const [batch] = await world.log.nextBatches(world.scriptId, MUCH);
    if (batch === undefined) throw new Error('There is no batch.');
    await world.log.setAside(world.scriptId, batch.batchId, 'other-bytes');
    await world.type('rest ');
    await world.reopen();
    expect(await world.sendAll()).toHaveLength(1);
    expect((await world.log.lane(world.scriptId)).outbox).toMatchObject({ refused: 1, refusedBecause: 'other-bytes' });
    expect((await world.log.sendAgain(world.scriptId)).outbox).toMatchObject({ waiting: 1, refused: 0 });
    expect(plain(await world.log.nextBatches(world.scriptId, MUCH))).toEqual(plain([batch]));
  });

  test(`[LOCAL-9] ${where}: when a lane may try again survives an end of the program`, async () => {
    await using world = await World.open(open);
    await world.log.setRetry(world.scriptId, { attempts: 4, retryAt: 99_000 });
    await world.reopen();
    expect(await world.log.lane(world.scriptId)).toMatchObject({ attempts: 4, retryAt: 99_000 });
    expect(await world.log.setRetry(world.scriptId, { attempts: 0, retryAt: null })).toMatchObject({ retryAt: null });
  });
}
