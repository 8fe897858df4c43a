import type { ScriptId } from '../../app/ids.ts';
import { MomentId } from '../../app/ids.ts';
import type { TestVault } from './vault.ts';
import { sceneOf, WrittenScript } from './written-script.ts';

/** A little of everything that a vault holds: two scripts, a rename, a trashed one, a snapshot and a named moment. */
export async function fillVault(test: TestVault): Promise<void> {
  const harbour = await WrittenScript.create(
    test,
    'Harbour',
    sceneOf('Quay', ['Gulls over the quay', 'The tide is out.']),
  );
  for (let edit = 0; edit < 520; edit += 1) {
    harbour.type(0, ` ${edit}`);
    test.clock.advance(1_000);
    await harbour.save();
  }
  await test.vault.settle();
  harbour.type(0, ' After the snapshot.');
  await harbour.save();
  await test.vault.nameMoment({
    scriptId: harbour.scriptId,
    momentId: MomentId.parse(test.random.uuid()),
    ordinal: null,
    kind: 'named',
    name: 'For the first read',
  });
  await test.vault.rename({ scriptId: harbour.scriptId, title: 'Harbour at dawn' });
  const station = await WrittenScript.create(
    test,
    'Station',
    sceneOf('Platform', 'The clock is slow.', '', 'Nobody waits.'),
  );
  await test.vault.trash(station.scriptId);
  await WrittenScript.create(test, '夜の電車', sceneOf('車内', '窓に街の灯が流れる。'));
}

/** All that a person finds in it again. */
export async function contentOf({ vault }: TestVault): Promise<unknown> {
  const scripts = (await vault.list()).toSorted((a, b) => a.createdAt - b.createdAt || a.title.localeCompare(b.title));
  const read = async (scriptId: ScriptId): Promise<unknown> => ({
    plain: await vault.readPlain(scriptId),
    moments: (await vault.timeline(scriptId)).moments,
    count: (await vault.timeline(scriptId)).count,
  });
  return Promise.all(
    scripts.map(async ({ scriptId, title, createdAt, editedAt, trashedAt }) => ({
      scriptId,
      title,
      createdAt,
      editedAt,
      trashedAt,
      ...((await read(scriptId)) as object),
    })),
  );
}
