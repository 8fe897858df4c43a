import { expect, test } from 'vitest';
import { Replayer } from '../../../supabase/service/scripts/replayer.ts';
import { ScriptTurns } from '../../../supabase/service/scripts/script-turns.ts';
import { untruths } from './full-replay.ts';
import { finish, openServiceWorld } from './service-world.ts';
import { anyScript, push, Writer } from './writer.ts';

/** Rows of 60 KB each: a few of them are worth a snapshot. */
function grow(writer: Writer, rows: number): void {
  const audio = [{ text: 'long '.repeat(12_000) }];
  writer.model.insertRows(
    { endOf: null },
    Array.from({ length: rows }, () => ({ audio })),
  );
}

test('[SERVICE-7] two services read as one would; one passes over the script that the other has', async () => {
  await using service = await openServiceWorld(21);
  const { people, random } = service.world;
  const [one, two] = [service.scripts(), service.scripts()];
  await finish(one, service);
  const scripts: string[] = [];
  const writers: Writer[] = [];
  for (let index = 0; index < 4; index++) {
    const scriptId = await service.world.script();
    const base = anyScript(random);
    await push(people.admin, scriptId, base, random);
    scripts.push(scriptId);
    writers.push(new Writer(people.freelancer, scriptId, { seed: 100 + index, base }));
  }
  for (let round = 0; round < 4; round++) {
    for (const writer of writers) {
      writer.edit(40);
      await writer.push();
    }
    await Promise.all([finish(one, service), finish(two, service)]);
    for (const scriptId of scripts) expect(await untruths(service, scriptId)).toEqual([]);
  }
});

test('[SERVICE-7] a script that somebody holds is passed over, and people who push do not wait', async () => {
  await using service = await openServiceWorld(22);
  const { world } = service;
  const task = service.scripts();
  await finish(task, service);
  const [held, free] = [await world.script(), await world.script()];
  for (const scriptId of [held, free]) await push(world.people.admin, scriptId, anyScript(world.random), world.random);
  const other = await world.database.admin.connect();
  try {
    await other.query('begin');
    await other.query('select from private.script_progress where script_id = $1 for update', [held]);
    expect(await finish(task, service)).toBe(1);
    await push(world.people.admin, held, [new Uint8Array([0, 0])], world.random);
    expect(await untruths(service, free)).toEqual([]);
    await other.query('rollback');
  } finally {
    other.release();
  }
  expect(await finish(task, service)).toBe(1);
  expect(await untruths(service, held)).toEqual([]);
});

test('[SERVICE-2] a snapshot covers what was read and no more, whatever is pushed while it is made', async () => {
  await using service = await openServiceWorld(23);
  const { world } = service;
  const task = service.scripts();
  await finish(task, service);
  const scriptId = await world.script();
  const base = anyScript(world.random);
  await push(world.people.admin, scriptId, base, world.random);
  const writer = new Writer(world.people.admin, scriptId, { seed: 7, base });
  grow(writer, 5);
  await writer.push();
  writer.edit(30);
  const replayer = new Replayer();
  const disturbed = new ScriptTurns({
    ...service,
    replayer: {
      replay: async (question, signal) => {
        await writer.push();
        return replayer.replay(question, signal);
      },
    },
  });
  expect(await disturbed.run(service.signal)).toBe(true);
  await replayer[Symbol.asyncDispose]();
  expect(await untruths(service, scriptId, { mayLag: true })).toEqual([]);
  expect(await service.query('select from public.script_snapshots where script_id = $1', [scriptId])).toHaveLength(1);
  await finish(task, service);
  expect(await untruths(service, scriptId)).toEqual([]);
});

test('[SERVICE-2] the newest three snapshots are kept; a damaged one is removed and read past', async () => {
  await using service = await openServiceWorld(24);
  const { world } = service;
  const task = service.scripts();
  const scriptId = await world.script();
  const base = anyScript(world.random);
  await push(world.people.admin, scriptId, base, world.random);
  const writer = new Writer(world.people.admin, scriptId, { seed: 8, base });
  const snapshots = (): Promise<readonly Record<string, unknown>[]> =>
    service.query('select position::int from public.script_snapshots where script_id = $1 order by position', [
      scriptId,
    ]);
  for (const rows of [5, 5, 7, 9]) {
    grow(writer, rows);
    await writer.push();
    await finish(task, service);
  }
  const kept = await snapshots();
  expect(kept).toHaveLength(3);
  await service.query(
    `update public.script_snapshots set bytes = set_byte(bytes, 20, 255 - get_byte(bytes, 20))
     where script_id = $1 and position = $2`,
    [scriptId, kept[2]?.['position']],
  );
  writer.edit(20);
  await writer.push();
  await finish(task, service);
  expect(await untruths(service, scriptId)).toEqual([]);
  expect((await snapshots()).map(({ position }) => position)).not.toContain(kept[2]?.['position']);
});

test('[SERVICE-6] only rows that changed are written, rows that are gone are removed, and all carry the status', async () => {
  await using service = await openServiceWorld(25);
  const { world } = service;
  const task = service.scripts();
  const scriptId = await world.script();
  const writer = new Writer(world.people.admin, scriptId, { seed: 9 });
  const ids = writer.model.insertRows(
    { endOf: null },
    Array.from({ length: 50 }, () => ({ audio: [{ text: 'a' }] })),
  );
  await writer.push();
  await finish(task, service);
  const places = (): Promise<readonly Record<string, unknown>[]> =>
    service.query(
      `select row_id, position::int, script_status from public.script_rows where script_id = $1 order by ordinal`,
      [scriptId],
    );
  const before = await places();
  expect(before.map((row) => row['row_id'])).toEqual(ids);
  await world.people.admin.call('set_status', { script_id: scriptId, status: 'in_review', expected_version: 1 });
  writer.model.setSpeaker(ids.slice(3, 4), 'Ana');
  writer.model.deleteRows(ids.slice(49));
  await writer.push();
  await finish(task, service);
  const after = await places();
  const moved = after.filter((row, index) => row['position'] !== before[index]?.['position']);
  expect(moved.map((row) => row['row_id'])).toEqual([ids[3]]);
  expect(after).toHaveLength(49);
  expect(new Set(after.map((row) => row['script_status']))).toEqual(new Set(['in_review']));
});
