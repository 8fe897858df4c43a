import { expect, test } from 'vitest';
import { Failure } from '../../app/failure.ts';
import { ImportId, ScriptId } from '../../app/ids.ts';
import type { ReadImport } from '../../app/script/formats/read-import.ts';
import { Random } from '../../tests/support/random.ts';
import type { NewUpdate } from '../vault/protocol.ts';
import { PendingImports } from './pending-imports.ts';

const READ: ReadImport = {
  preview: { fileName: 'a.txt', title: 'A', format: 'text', scenes: 0, rows: 1, words: 1, notes: [], sample: [] },
  updates: [new Uint8Array([1]), new Uint8Array([2])],
};

function world() {
  const random = new Random(7);
  const timers = new Set<() => void>();
  const made: { readonly scriptId: ScriptId; readonly updates: readonly NewUpdate[] }[] = [];
  const pending = new PendingImports({
    newId: () => random.uuid(),
    wake: (_afterMs, callBack) => {
      timers.add(callBack);
      return { [Symbol.dispose]: () => timers.delete(callBack) };
    },
  });
  const scriptId = (): ScriptId => ScriptId.parse(random.uuid());
  const confirm = (importId: ImportId, as: ScriptId): Promise<void> =>
    pending.confirm({ importId, scriptId: as }, async (updates) => void made.push({ scriptId: as, updates }));
  return { pending, timers, made, scriptId, confirm };
}

test('[FORMAT-12] a script is made when it is confirmed, once, however often that is asked', async () => {
  const { pending, made, scriptId, confirm } = world();
  const { importId } = pending.add(READ);
  expect(made).toEqual([]);
  const id = scriptId();
  await Promise.all([confirm(importId, id), confirm(importId, id)]);
  await confirm(importId, id);
  expect(made.map((one) => ({ ...one, updates: one.updates.map(({ bytes }) => bytes) }))).toEqual([
    { scriptId: id, updates: READ.updates },
  ]);
  await expect(confirm(importId, scriptId())).rejects.toMatchObject({ code: 'not-found' });
});

test('[FORMAT-12] when it could not be made it is still waiting, with the same updates under the same ids', async () => {
  const { pending, made, scriptId, confirm } = world();
  const { importId } = pending.add(READ);
  const id = scriptId();
  const tried: (readonly NewUpdate[])[] = [];
  await expect(
    pending.confirm({ importId, scriptId: id }, async (updates) => {
      tried.push(updates);
      throw new Failure('disk-full', 'full');
    }),
  ).rejects.toMatchObject({ code: 'disk-full' });
  await confirm(importId, id);
  expect(made).toEqual([{ scriptId: id, updates: tried[0] }]);
});

test('[FORMAT-12] a discarded, expired or displaced import makes nothing, and no timer is left', async () => {
  const { pending, timers, made, scriptId, confirm } = world();
  const ids = Array.from({ length: 6 }, () => pending.add(READ).importId);
  expect(timers.size).toBe(4);
  const [displaced, , expired, discarded, kept] = ids;
  if (!displaced || !expired || !discarded || !kept) throw new Error('Four imports were added.');
  [...timers][0]?.();
  pending.discard(discarded);
  for (const gone of [displaced, expired, discarded])
    await expect(confirm(gone, scriptId())).rejects.toMatchObject({
      code: 'not-found',
      message:
        'This import is not waiting any more. The file is unchanged, and nothing was imported just now. Choose the file again.',
    });
  await confirm(kept, scriptId());
  expect(made).toHaveLength(1);
  pending[Symbol.dispose]();
  expect(timers.size).toBe(0);
});
