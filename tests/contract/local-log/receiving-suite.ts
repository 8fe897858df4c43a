import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { ScriptId, type UpdateId } from '../../../app/ids.ts';
import { editOf, ME, MUCH, otherWriter, OTHER, plain, PROJECT, textOf, World, type OpenDevice } from './world.ts';

/** What becomes of what the server says, wherever the log runs. */
export function receivingSuite(where: string, open: OpenDevice): void {
  test(`[LOCAL-3] ${where}: a page is stored with its cursor, and not at all where it does not begin at it`, async () => {
    await using world = await World.open(open);
    const write = otherWriter();
    for (const word of ['one ', 'two ']) world.server.write(write(word), { id: world.newId() });
    const page = world.server.pageAfter(world.server.cursorAt(0), 10);
    const stored = await world.log.receive(world.scriptId, page);
    expect(stored).toMatchObject({
      kind: 'stored',
      fresh: page.updates.map(({ bytes }) => ({ bytes, personId: OTHER })),
      lane: { cursor: page.to, outbox: { waiting: 0 } },
    });
    expect(await world.log.receive(world.scriptId, page)).toMatchObject({ kind: 'moved', lane: { cursor: page.to } });
    world.server.write(write('three '), { id: world.newId() });
    world.server.write(write('four '), { id: world.newId() });
    const further = world.server.pageAfter(world.server.cursorAt(3), 10);
    const otherwise = { ...world.server.pageAfter(page.to, 10), from: { ...page.to, chain: further.to.chain } };
    for (const wrong of [further, otherwise]) {
      expect(await world.log.receive(world.scriptId, wrong)).toMatchObject({
        kind: 'moved',
        lane: { cursor: page.to },
      });
    }
    await world.reopen();
    expect((await world.log.lane(world.scriptId)).cursor).toEqual(page.to);
    expect(await world.text()).toBe('one two ');
    expect(await world.log.nextBatches(world.scriptId, MUCH)).toEqual([]);
  });

  test(`[LOCAL-4] ${where}: an own batch that comes back is acknowledged by that and stored once`, async () => {
    await using world = await World.open(open);
    const write = otherWriter();
    await world.type('mine ');
    await world.sendAll({ isAnswerLost: true });
    world.server.write(write('theirs '), { id: world.newId() });
    await world.type('more ');
    expect(await world.pullAll()).toHaveLength(1);
    const { outbox, cursor } = await world.log.lane(world.scriptId);
    expect([outbox.waiting, cursor]).toEqual([1, world.server.cursorAt(2)]);
    await world.sendAll();
    expect(await world.pullAll()).toEqual([]);
    expect(await world.text()).toBe(world.server.text());
    expect(await world.device.updatesOf(world.scriptId)).toHaveLength(3);
  });

  test(`[LOCAL-5] ${where}: what cannot be read or shown is stored, moves the cursor, and is not handed to windows`, async () => {
    await using world = await World.open(open);
    const write = otherWriter();
    world.server.write(Uint8Array.of(200, 1, 7), { id: world.newId() });
    world.server.write(write('words '), { id: world.newId() });
    expect(await world.pullAll()).toHaveLength(1);
    expect((await world.log.lane(world.scriptId)).hasNewerFormat).toBe(false);
    world.server.write(Uint8Array.of(1), { id: world.newId(), format: 9 });
    expect(await world.pullAll()).toEqual([]);
    const lane = await world.log.lane(world.scriptId);
    expect([lane.hasNewerFormat, lane.cursor]).toEqual([true, world.server.cursorAt(3)]);
  });

  test(`[LOCAL-5] ${where}: an id that stands for something else here does not keep what comes under it from being stored`, async () => {
    await using world = await World.open(open);
    const mine = await world.type('mine ');
    const write = otherWriter();
    world.server.write(write('theirs '), { id: mine.updateId });
    expect(await world.pullAll()).toHaveLength(1);
    await world.log.beginHealing(world.scriptId);
    expect(await world.pullAll()).toEqual([]);
    expect((await world.text()).split(' ').toSorted()).toEqual(['', 'mine', 'theirs']);
  });

  test(`[LOCAL-10] ${where}: a server that lost updates gets them back under their ids, with their writers' names`, async () => {
    await using world = await World.open(open);
    const write = otherWriter();
    for (let round = 0; round < 4; round += 1) {
      await world.type();
      await world.sendAll();
      world.server.write(write(`theirs ${round} `), { id: world.newId() });
      await world.pullAll();
    }
    const before = world.server.updates.map((update) => ({ ...update }));
    world.server.restore(3);
    expect(await world.log.beginHealing(world.scriptId)).toMatchObject({
      isHealing: true,
      cursor: world.server.cursorAt(0),
    });
    const ids = await provable(world, 3);
    expect(ids).toEqual(before.map((update) => update.id));
    await world.log.lost(world.scriptId, ids.slice(3, 5));
    await world.reopen();
    expect((await world.log.lane(world.scriptId)).isHealing).toBe(true);
    const after = ids[4] ?? null;
    expect(await world.log.provableIds(world.scriptId, after, 100)).toEqual(ids.slice(5));
    await world.log.lost(world.scriptId, ids.slice(5));
    expect((await world.log.lane(world.scriptId)).outbox).toMatchObject({ waiting: 5 });
    await world.sendAll();
    const claimed = before.slice(3).map((update) => ({
      ...update,
      pushedBy: ME,
      claimedAuthor: update.pushedBy === OTHER ? OTHER : null,
    }));
    expect(plain(world.server.updates.slice(3))).toEqual(plain(claimed));
    expect(await world.pullAll()).toEqual([]);
    const healed = await world.log.endHealing(world.scriptId);
    expect(healed).toMatchObject({ isHealing: false, outbox: { waiting: 0 }, cursor: world.server.cursorAt(8) });
  });

  test(`[LOCAL-10] ${where}: what the server got from others since it was restored takes the places of what it lost`, async () => {
    await using world = await World.open(open);
    for (const word of ['a ', 'b ', 'c ']) {
      await world.type(word);
      await world.sendAll();
      await world.pullAll();
    }
    world.server.restore(1);
    const write = otherWriter();
    for (const word of ['x ', 'y ']) world.server.write(write(word), { id: world.newId() });
    await world.log.beginHealing(world.scriptId);
    const known = new Set(world.server.updates.map((update) => update.id));
    const ids = await provable(world, 100);
    await world.log.lost(
      world.scriptId,
      ids.filter((one) => !known.has(one)),
    );
    await world.sendAll();
    expect(await world.pullAll()).toHaveLength(2);
    await world.log.endHealing(world.scriptId);
    expect(world.server.text()).toBe(await world.text());
    expect(world.server.updates).toHaveLength(5);
  });

  test(`[LOCAL-10] ${where}: batches that somebody else brought back stand where they stand now`, async () => {
    await using world = await World.open(open);
    for (const word of ['a ', 'b ', 'c ']) {
      await world.type(word);
      await world.sendAll();
      await world.pullAll();
    }
    const brought = world.server.updates.slice(1).toReversed();
    world.server.restore(1);
    for (const { bytes, id } of brought) world.server.write(bytes, { id });
    await world.log.beginHealing(world.scriptId);
    expect(await world.pullAll({ perPage: 1 })).toEqual([]);
    const lane = await world.log.endHealing(world.scriptId);
    expect(lane).toMatchObject({ cursor: world.server.cursorAt(3), outbox: { waiting: 0 } });
  });

  test(`[LOCAL-11] ${where}: a vault put back to an older state finds its own batches again and doubles nothing`, async () => {
    await using world = await World.open(open);
    const write = otherWriter();
    for (let index = 0; index < 3; index += 1) await world.type();
    world.server.write(write('theirs '), { id: world.newId() });
    await world.pullAll();
    await world.type();
    const copy = await world.backUp();
    await world.sendAll();
    await world.pullAll();
    await world.putBack(copy);
    expect((await world.log.lane(world.scriptId)).outbox.waiting).toBe(4);
    expect(await world.pullAll()).toEqual([]);
    expect((await world.log.lane(world.scriptId)).outbox.waiting).toBe(0);
    await world.type('after ');
    expect(await world.sendAll()).toHaveLength(1);
    expect(world.server.text()).toBe(await world.text());
  });

  test(`[LOCAL-12] ${where}: access makes scripts, ends it for those missing, and takes no word away`, async () => {
    await using world = await World.open(open);
    await world.type('words ');
    const other = ScriptId.parse(world.random.uuid());
    const both = world.access([world.accessScript({ head: 4, dueAt: 5 }), world.accessScript({ id: other })]);
    const lanes = await world.log.storeAccess(both);
    expect(lanes.map((lane) => [lane.scriptId, lane.isRegistered, lane.hasAccess, lane.role])).toEqual([
      [world.scriptId, true, true, 'internal'],
      [other, true, true, 'internal'],
    ]);
    await world.reopen();
    expect(await world.log.access()).toEqual(both);
    const [mine, theirs] = await world.log.storeAccess(world.access([world.accessScript({ id: other })]));
    expect(mine).toMatchObject({ hasAccess: false, role: null, outbox: { waiting: 1 } });
    expect(theirs).toMatchObject({ hasAccess: true });
    expect(await world.text()).toBe('words ');
    await world.log.storeAccess({ ...world.access([]), projects: [], organizations: [] });
    expect((await world.log.lanes()).map(({ hasAccess }) => hasAccess)).toEqual([false, false]);
    expect(await world.log.storeAccess(both)).toMatchObject([{ hasAccess: true }, { hasAccess: true }]);
  });

  test(`[LOCAL-12] ${where}: a script of no project has no lane, and is told so`, async () => {
    await using world = await World.open(open);
    const local = ScriptId.parse(world.random.uuid());
    await world.device.create(local, 'Only here');
    expect(await world.log.lanes()).toHaveLength(1);
    await expect(world.log.lane(local)).rejects.toMatchObject({ code: 'not-found' });
    await expect(world.log.nextBatches(local, MUCH)).rejects.toMatchObject({ code: 'not-found' });
    await expect(world.log.lane(ScriptId.parse(world.random.uuid()))).rejects.toMatchObject({ code: 'not-found' });
  });

  test(`[LOCAL-13] ${where}: a title follows the server, and one that was changed here waits for its turn`, async () => {
    await using world = await World.open(open);
    const told = async (title: string, version: number): Promise<string> => {
      const [lane] = await world.log.storeAccess(world.access([world.accessScript({ title, version })]));
      return lane?.title ?? '';
    };
    expect(await told('Harbour II', 2)).toBe('Harbour II');
    await world.device.rename(world.scriptId, 'Mine');
    expect(await told('Harbour II', 3)).toBe('Mine');
    expect(await told('Theirs', 4)).toBe('Mine');
    const server = { title: 'Mine', status: 'draft', version: 5, epoch: world.accessScript().epoch } as const;
    expect(await world.log.registered(world.scriptId, server)).toMatchObject({ title: 'Mine', isRegistered: true });
    expect(await told('Theirs again', 6)).toBe('Theirs again');
  });

  test(`[LOCAL-14] ${where}: a server's snapshot is stored in pieces that an update may have, with its cursor`, async () => {
    await using world = await World.open(open);
    const doc = new Y.Doc();
    editOf(doc, 'a long state '.repeat(200_000));
    const to = { position: 5_000, chain: world.server.cursorAt(0).chain };
    const page = { from: world.server.cursorAt(0), state: Y.encodeStateAsUpdateV2(doc), to };
    await world.type('mine ');
    const stored = await world.log.receiveSnapshot(world.scriptId, page);
    if (stored.kind !== 'stored') throw new Error('It was not stored.');
    expect(stored.lane).toMatchObject({ cursor: to, outbox: { waiting: 1 } });
    expect(stored.fresh.length).toBeGreaterThan(2);
    expect(Math.max(...stored.fresh.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(1024 * 1024);
    expect(textOf(stored.fresh.map(({ bytes }) => bytes))).toBe(doc.getText('words').toJSON());
    expect(await world.log.receiveSnapshot(world.scriptId, page)).toMatchObject({ kind: 'moved' });
    const bad = { ...page, from: to, state: Uint8Array.of(1, 2, 3) };
    await expect(world.log.receiveSnapshot(world.scriptId, bad)).rejects.toMatchObject({ code: 'invalid' });
    expect(await world.log.lane(world.scriptId)).toMatchObject({ cursor: to, projectId: PROJECT });
  });
}

async function provable({ log, scriptId }: World, limit: number): Promise<readonly UpdateId[]> {
  const all: UpdateId[] = [];
  for (;;) {
    const page = await log.provableIds(scriptId, all.at(-1) ?? null, limit);
    if (page.length === 0) return all;
    all.push(...page);
  }
}
