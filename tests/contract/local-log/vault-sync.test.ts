import Database from 'better-sqlite3';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MomentId, ProjectId, ScriptId } from '../../../app/ids.ts';
import { ScriptChanges } from '../../../main/vault/script-changes.ts';
import { SyncDesk } from '../../../main/vault/sync/sync-desk.ts';
import { openTestVault, type TestVault } from '../../support/vault.ts';
import { ME, MUCH, openInProcess, OTHER, otherWriter, PROJECT, textOf, World, type Device } from './world.ts';

/** A world whose vault is at hand too, in threads from `toThreads` on where it is filled without them. */
async function openWorld({ isFilledFirst = false } = {}) {
  let test: TestVault | undefined;
  let isFilling = isFilledFirst;
  const world = await World.open(async ({ folder, clock }) => {
    if (isFilling) return openInProcess({ folder, clock });
    const opened = await openTestVault({ folder, account: ME, now: clock.now });
    test = opened;
    const { vault } = opened;
    const device: Device = {
      log: vault.sync,
      append: (scriptId, update) => vault.append({ scriptId, ...update }),
      create: (scriptId, title) => vault.create({ scriptId, title, updates: [] }),
      rename: (scriptId, title) => vault.rename({ scriptId, title }),
      updatesOf: async (scriptId) => {
        const { snapshot, updates } = await vault.openScript(scriptId);
        return snapshot === null ? updates : [snapshot, ...updates];
      },
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    };
    return device;
  });
  const toThreads = async (): Promise<void> => {
    isFilling = false;
    await world.reopen();
  };
  const vault = (): TestVault['vault'] => {
    if (test === undefined) throw new Error('The vault is not open.');
    return test.vault;
  };
  return { world, vault, toThreads };
}

test('[LOCAL-12] a script that was removed from this device comes back only when somebody asks for it', async () => {
  const { world, vault } = await openWorld();
  await using _ = world;
  await world.type();
  await vault().removeScript({ scriptId: world.scriptId, confirmedUnsent: 1 });
  expect(await world.log.storeAccess(world.access())).toEqual([]);
  await vault().belongings.bringAgain(world.scriptId);
  expect(await world.log.storeAccess(world.access())).toMatchObject([{ scriptId: world.scriptId }]);
  expect(await world.text()).toBe('');
});

test('[LOCAL-15] what counts as only on this device is in no batch, or in one that the server has not acknowledged', async () => {
  const { world, vault } = await openWorld();
  await using _ = world;
  const alone = ScriptId.parse(world.random.uuid());
  await vault().create({ scriptId: alone, title: 'Only here', updates: [world.newUpdate(Uint8Array.of(0, 0))] });
  await world.type();
  const oldestAt = world.clock.now().getTime();
  await world.sendAll({ isAnswerLost: true });
  await world.type();
  world.server.write(otherWriter()('theirs '), { id: world.newId() });
  const only = (edits: number) => ({ scriptId: world.scriptId, title: 'Harbour', edits, oldestAt });
  const here = { scriptId: alone, title: 'Only here', edits: 1, oldestAt };
  expect(await vault().belongings.unsent()).toEqual([only(2), here]);
  await world.pullAll();
  expect(await vault().belongings.unsent()).toEqual([only(1), here]);
  await world.log.hold(world.scriptId, 'archived');
  expect(await vault().belongings.unsent()).toEqual([only(1), here]);
  await world.log.release(world.scriptId);
  await world.sendAll();
  expect(await vault().belongings.unsent()).toEqual([here]);
  await world.log.beginHealing(world.scriptId);
  expect(await vault().belongings.unsent()).toEqual([only(3), here]);
  await expect(vault().removeScript({ scriptId: world.scriptId, confirmedUnsent: 0 })).rejects.toMatchObject({
    code: 'conflict',
  });
  await world.log.endHealing(world.scriptId);
  expect(await vault().belongings.usedBytes()).toBeGreaterThan(10_000);
});

test('[LOCAL-16] a script goes from one account to another with its log, its ids, times and moments', async () => {
  await using local = await openTestVault();
  const scriptId = local.scriptId();
  const write = otherWriter(5);
  const updates = [local.update(write('one ')), local.update(write('two '))];
  await local.vault.create({ scriptId, title: 'Harbour', updates });
  const momentId = MomentId.parse(local.random.uuid());
  await local.vault.nameMoment({ scriptId, momentId, ordinal: 1, kind: 'named', name: 'First' });
  const { world, vault } = await openWorld();
  await using _ = world;
  const taken = await local.vault.belongings.readLog(scriptId);
  await vault().belongings.bring(scriptId, taken);
  await local.vault.trash(scriptId);
  expect(await vault().belongings.readLog(scriptId)).toEqual(taken);
  expect((await vault().timeline(scriptId)).moments).toMatchObject([{ momentId, ordinal: 1, name: 'First' }]);
  expect(await vault().authors(scriptId)).toEqual([{ clientId: 5, personId: ME, name: null }]);
  await expect(vault().belongings.bring(scriptId, taken)).rejects.toMatchObject({ code: 'conflict' });
  await expect(world.log.lane(scriptId)).rejects.toMatchObject({ code: 'not-found' });
  await vault().places.join(scriptId, PROJECT);
  expect(await world.log.lane(scriptId)).toMatchObject({
    isRegistered: false,
    role: 'internal',
    outbox: { waiting: 2 },
  });
  const [batch, ...more] = await world.log.nextBatches(scriptId, MUCH);
  expect([textOf([batch?.bytes ?? Uint8Array.of()]), more]).toEqual(['one two ', []]);
  const elsewhere = ProjectId.parse(world.random.uuid());
  await expect(vault().places.join(scriptId, elsewhere)).rejects.toMatchObject({ code: 'conflict' });
});

test('[LOCAL-11] a script that comes back from a backup finds everything of it on the server, and doubles nothing', async () => {
  const { world, vault } = await openWorld();
  await using _ = world;
  const { scriptId } = world;
  await world.type('one ');
  await world.type('two ');
  await world.sendAll();
  world.server.write(otherWriter()('theirs '), { id: world.newId() });
  await world.pullAll();
  await world.type('later ');
  const saved = await vault().belongings.readLog(scriptId);
  await world.sendAll();
  await vault().removeScript({ scriptId, confirmedUnsent: 0 });
  await vault().belongings.bring(scriptId, saved);
  expect(await world.log.storeAccess(world.access())).toMatchObject([{ cursor: world.server.cursorAt(0) }]);
  expect((await world.log.lane(scriptId)).outbox.waiting).toBe(4);
  expect(await world.pullAll()).toEqual([]);
  expect(await world.log.lane(scriptId)).toMatchObject({ cursor: world.server.cursorAt(3), outbox: { waiting: 0 } });
  expect(await world.device.updatesOf(scriptId)).toHaveLength(4);
  expect(await vault().authors(scriptId)).toContainEqual({ clientId: 77, personId: OTHER, name: 'Bo' });
});

test('[LOCAL-17] what others wrote behind what was read is told with the state before it, and once', async () => {
  const { world, vault } = await openWorld();
  await using _ = world;
  const { scriptId } = world;
  const log = () => vault().briefing.log(scriptId);
  const read = (ordinal: number | 'all') => vault().briefing.markRead({ scriptId, ordinal });
  await world.type('mine ');
  const write = otherWriter();
  world.server.write(write('early '), { id: world.newId() });
  await world.pullAll();
  expect(await log()).toBeNull();
  await read('all');
  const readAt = world.clock.now().getTime();
  await world.type('away ');
  expect(await log()).toBeNull();
  world.server.write(write('theirs '), { id: world.newId() });
  world.clock.advance(5_000);
  await world.pullAll();
  const away = await log();
  expect(away).toMatchObject({
    read: 2,
    head: 4,
    readAt,
    updates: [
      { isMine: true, personId: ME, savedAt: readAt },
      { isMine: false, personId: OTHER, savedAt: readAt + 5_000 },
    ],
    people: [
      { personId: ME, name: 'Ana' },
      { personId: OTHER, name: 'Bo' },
    ],
  });
  expect(
    textOf([away?.state ?? Uint8Array.of(0, 0)])
      .split(' ')
      .toSorted(),
  ).toEqual(['', 'early', 'mine']);
  const behind = away?.updates.map(({ update }) => update) ?? [];
  expect(textOf([away?.state ?? Uint8Array.of(0, 0), ...behind])).toBe(await world.text());
  await read(1);
  expect(await log()).toEqual(away);
  await read(4);
  expect(await log()).toBeNull();
  await read(2);
  expect(await log()).toBeNull();
});

test('[LOCAL-17] a mark of another history says nothing, and the next one takes its place', async () => {
  const { world, vault } = await openWorld();
  await using _ = world;
  const { scriptId } = world;
  await world.type();
  const copy = await world.backUp();
  await world.type();
  await vault().briefing.markRead({ scriptId, ordinal: 'all' });
  await world.close();
  const db = new Database(world.file);
  const mark = db.prepare('SELECT * FROM read_mark').get() as Record<string, unknown>;
  db.close();
  await world.putBack(copy);
  await world.close();
  const older = new Database(world.file);
  older.prepare('INSERT INTO read_mark VALUES (@script, @ordinal, @chain, @read_at, @seal)').run(mark);
  older.close();
  rmSync(join(world.folder, 'vault.witness'));
  await world.reopen();
  world.server.write(otherWriter()('theirs '), { id: world.newId() });
  await world.pullAll();
  expect(await vault().briefing.log(scriptId)).toBeNull();
  await vault().briefing.markRead({ scriptId, ordinal: 1 });
  expect(await vault().briefing.log(scriptId)).toMatchObject({ read: 1, head: 2 });
});

test('[LOCAL-18] whoever wrote what was received is known by name under their client ids', async () => {
  const { world, vault } = await openWorld();
  await using _ = world;
  world.server.write(otherWriter(7)('theirs '), { id: world.newId() });
  await world.pullAll();
  await world.type();
  expect(await vault().authors(world.scriptId)).toEqual([
    { clientId: 7, personId: OTHER, name: 'Bo' },
    { clientId: 1_001, personId: ME, name: null },
  ]);
});

/** Changes the closed file behind the vault's back. */
async function meddle(world: World, sql: string): Promise<void> {
  await world.close();
  const db = new Database(world.file);
  db.exec(sql);
  db.close();
  await world.reopen();
}

test('[LOCAL-19] batches that a damaged file has lost are made again, and no word stays behind', async () => {
  const { world, vault, toThreads } = await openWorld({ isFilledFirst: true });
  await using _ = world;
  for (let index = 0; index < 1_100; index += 1) await world.type('w');
  await world.sendAll();
  await world.type('last ');
  await toThreads();
  await meddle(world, 'DELETE FROM batch WHERE first < 600');
  expect((await vault().recovery.incidents()).length).toBe(1);
  expect((await world.log.lane(world.scriptId)).outbox.waiting).toBeGreaterThan(500);
  await world.sendAll();
  expect(world.server.text()).toBe(await world.text());
  expect((await vault().recovery.check()).findings).toBe(0);
});

test('[LOCAL-19] received updates that a damaged file has lost are fetched again', async () => {
  const { world, vault, toThreads } = await openWorld({ isFilledFirst: true });
  await using _ = world;
  const write = otherWriter();
  for (const word of ['one ', 'two ', 'three ']) world.server.write(write(word), { id: world.newId() });
  await world.pullAll();
  await world.type('mine ');
  await toThreads();
  await meddle(world, "UPDATE script_update SET bytes = x'0000' WHERE ordinal = 2");
  await world.text();
  expect((await vault().recovery.incidents()).length).toBe(1);
  await world.pullAll();
  await world.sendAll();
  expect((await world.text()).split(' ').toSorted()).toEqual(['', 'mine', 'one', 'three', 'two']);
  expect(world.server.text().split(' ').toSorted()).toEqual(['', 'mine', 'one', 'three', 'two']);
});

test('[LOCAL-19] a lane that takes for batched what no batch holds is found by the full check', async () => {
  const { world, vault, toThreads } = await openWorld({ isFilledFirst: true });
  await using _ = world;
  for (let index = 0; index < 1_100; index += 1) await world.type('w');
  await world.sendAll();
  await toThreads();
  await world.close();
  rmSync(join(world.folder, 'vault.witness'));
  await meddle(world, 'DELETE FROM batch WHERE first < 600');
  expect((await vault().recovery.check()).findings).toBe(1);
});

test('[LOCAL-20] nothing that the engine asks for looks at every batch or every update of a script', async () => {
  await using world = await World.open(openInProcess);
  await world.close();
  const db = new Database(world.file);
  const asked: string[] = [];
  const prepare = db.prepare.bind(db);
  db.prepare = ((sql: string) => {
    asked.push(sql);
    return prepare(sql);
  }) as typeof db.prepare;
  const changes = new ScriptChanges(db, { account: ME });
  new SyncDesk(db, { account: ME, changes });
  const plans = asked.flatMap((sql) => {
    if (!/^\s*SELECT/.test(sql) || !/FROM (?:batch|script_update|segment)\b/.test(sql)) return [];
    const values = Array.from(sql.matchAll(/\?/g), () => 1);
    const steps = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as readonly { readonly detail: string }[];
    return [{ sql, plan: steps.map(({ detail }) => detail).join('; ') }];
  });
  db.close();
  expect(plans.length).toBeGreaterThan(8);
  expect(plans.filter(({ plan }) => !plan.startsWith('SEARCH'))).toEqual([]);
  const ofUnsent = plans.filter(({ sql }) => sql.includes("'set-aside'"));
  expect(ofUnsent.filter(({ plan }) => !plan.includes('INDEX batch_outbox'))).toEqual([]);
});
