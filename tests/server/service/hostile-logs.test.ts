import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { append } from './appended.ts';
import { untruths } from './full-replay.ts';
import { finish, openServiceWorld, type ServiceWorld } from './service-world.ts';
import { anyScript, Writer } from './writer.ts';

/** A script with a person who has written in it, all of it read by the service. */
async function written(service: ServiceWorld): Promise<{ readonly scriptId: string; readonly writer: Writer }> {
  const scriptId = await service.world.script();
  const base = anyScript(service.world.random);
  await append(
    service,
    scriptId,
    base.map((bytes) => ({ bytes })),
  );
  const writer = new Writer(service.world.people.admin, scriptId, { seed: 5, base });
  writer.edit(20);
  await writer.push();
  return { scriptId, writer };
}

const progress = async ({ query }: ServiceWorld, scriptId: string): Promise<unknown> =>
  (
    await query(
      `select position::int, held_reason, attempts, retry_at > now() as waits from private.script_progress
       where script_id = $1`,
      [scriptId],
    )
  )[0];

test('[SERVICE-3] updates that nobody can read are set aside, and what comes behind them is read', async () => {
  await using service = await openServiceWorld(11);
  const task = service.scripts();
  const { scriptId, writer } = await written(service);
  const [{ head } = { head: 0 }] = await service.query('select head::int from public.scripts where id = $1', [
    scriptId,
  ]);
  const noise = Uint8Array.from({ length: 1_000 }, () => service.world.random.below(256));
  await append(service, scriptId, [
    { bytes: new Uint8Array([1, 1]) },
    { bytes: noise },
    { bytes: new Uint8Array(1_048_576).fill(0xff) },
  ]);
  writer.edit(20);
  await writer.push();
  await finish(task, service);
  expect(await untruths(service, scriptId)).toEqual([]);
  const aside = await service.query(
    'select position::int, reason from public.script_updates_set_aside where script_id = $1 order by position',
    [scriptId],
  );
  expect(aside).toEqual([1, 2, 3].map((next) => ({ position: Number(head) + next, reason: 'unreadable' })));
});

test('[SERVICE-4] a script waits in front of an update in a newer format, and goes on when the service knows it', async () => {
  await using service = await openServiceWorld(12);
  const task = service.scripts();
  const { scriptId, writer } = await written(service);
  const [{ head } = { head: 0 }] = await service.query('select head::int from public.scripts where id = $1', [
    scriptId,
  ]);
  await append(service, scriptId, [{ bytes: new Uint8Array([0, 0]), format: 2 }]);
  writer.edit(5);
  await writer.push();
  await finish(task, service);
  expect(await progress(service, scriptId)).toEqual({
    position: head,
    held_reason: 'unknown-format',
    attempts: 1,
    waits: true,
  });
  expect(await untruths(service, scriptId, { mayLag: true })).toEqual([]);
  expect(await service.query('select from public.script_updates_set_aside')).toEqual([]);
  // As if a newer service had started, and the wait were over.
  await service.query('alter table public.script_updates disable trigger user');
  await service.query('update public.script_updates set format = 1 where script_id = $1', [scriptId]);
  await service.query('update private.script_progress set retry_at = now() where script_id = $1', [scriptId]);
  await finish(task, service);
  expect(await untruths(service, scriptId)).toEqual([]);
  expect(await progress(service, scriptId)).toMatchObject({ held_reason: null, attempts: 0 });
});

test('[SERVICE-4] bytes that were swapped or changed in the log are told by the chain, and nothing of them is read', async () => {
  await using service = await openServiceWorld(13);
  const task = service.scripts();
  const { scriptId } = await written(service);
  const [{ position } = { position: 0 }] = await service.query(
    'select max(position)::int as position from public.script_updates where script_id = $1',
    [scriptId],
  );
  await service.query('alter table public.script_updates disable trigger user');
  await service.query(
    `update public.script_updates as one set bytes = other.bytes from public.script_updates as other
     where one.script_id = $1 and other.script_id = $1 and one.position + other.position = 2 * $2::int - 1
       and one.position in ($2::int, $2::int - 1)`,
    [scriptId, position],
  );
  await finish(task, service);
  expect(await progress(service, scriptId)).toMatchObject({
    position: Number(position) - 2,
    held_reason: 'broken-chain',
  });
  expect(await untruths(service, scriptId, { mayLag: true })).toEqual([]);
});

test('[SERVICE-4] updates that came before what they build on are read as well', async () => {
  await using service = await openServiceWorld(14);
  const scriptId = await service.world.script();
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const letter of 'backwards') doc.getMap('script').set('schema', letter);
  await append(
    service,
    scriptId,
    updates.toReversed().map((bytes) => ({ bytes })),
  );
  await finish(service.scripts(), service);
  expect(await untruths(service, scriptId)).toEqual([]);
});

test('[SERVICE-5] a script that costs too much is put off, and the others are read', async () => {
  await using service = await openServiceWorld(15);
  const bomb = await written(service);
  await append(service, bomb.scriptId, [{ bytes: crowd(1, 60_000) }]);
  const other = await written(service);
  await finish(service.scripts({ withinMs: 60_000, heapMb: 32 }), service);
  expect(await progress(service, bomb.scriptId)).toMatchObject({ held_reason: 'too-costly', attempts: 1, waits: true });
  expect(await untruths(service, other.scriptId)).toEqual([]);
  expect(service.logged.filter((line) => line.includes('replay.ended'))).toHaveLength(1);
});

test('[SERVICE-5] words that Postgres cannot keep as JSON do not stop a script', async () => {
  await using service = await openServiceWorld(16);
  const { scriptId, writer } = await written(service);
  const row = writer.model.insertRow({ endOf: null }, { audio: [{ text: 'a\u0000b' }], video: [{ text: '\ud800x' }] });
  expect(row).toBeDefined();
  await writer.push();
  await finish(service.scripts(), service);
  expect(await untruths(service, scriptId)).toEqual([]);
});

/** One update in which clients, from the first to the last, each insert one character into one text. */
function crowd(first: number, last: number): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  encoder.writeLen(last - first + 1);
  for (let client = last; client >= first; client--) {
    encoder.writeLen(1);
    encoder.writeClient(client);
    encoder.writeLen(0);
    // A string that hangs on nothing but the name of a root.
    encoder.writeInfo(4);
    encoder.writeParentInfo(true);
    encoder.writeString('crowd');
    encoder.writeString('x');
  }
  encoder.writeLen(0);
  return encoder.toUint8Array();
}
