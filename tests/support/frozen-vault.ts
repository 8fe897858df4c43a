import { MomentId, OrganizationId, PersonId, ProjectId, ScriptId, UpdateId } from '../../app/ids.ts';
import { Chain, EMPTY_CHAIN } from '../../app/server/chain.ts';
import { Epoch } from '../../app/server/topics.ts';
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
  const train = await WrittenScript.create(test, '夜の電車', sceneOf('車内', '窓に街の灯が流れる。'));
  await connect(test, { joined: harbour.scriptId, reached: ScriptId.parse(test.random.uuid()) });
  await test.vault.places.join(train.scriptId, PROJECT);
}

const PROJECT = ProjectId.parse('00000000-0000-4000-8000-0000000000a1');
const PERSON = PersonId.parse('00000000-0000-4000-8000-00000000000a');

/** What a vault holds of a server: access, batches that wait, are acknowledged and were received, and a read mark. */
async function connect(
  { vault, random }: TestVault,
  { joined, reached }: { readonly joined: ScriptId; readonly reached: ScriptId },
): Promise<void> {
  const organizationId = OrganizationId.parse('00000000-0000-4000-8000-0000000000a2');
  const project = {
    id: PROJECT,
    organizationId,
    name: 'Spring',
    role: 'internal',
    version: 1,
    archivedAt: null,
  } as const;
  const about = { status: 'draft', version: 2, epoch: Epoch.parse('0'.repeat(32)), chain: null, dueAt: null } as const;
  await vault.sync.storeAccess({
    person: { personId: PERSON, name: 'Ana' },
    organizations: [{ id: organizationId, name: 'Harbour films', role: 'internal' }],
    projects: [project],
    scripts: [
      { id: joined, projectId: PROJECT, title: 'Harbour', head: 0, ...about },
      { id: reached, projectId: PROJECT, title: 'Lighthouse', head: 1, ...about },
    ],
  });
  const [first] = await vault.sync.nextBatches(joined, { batches: 2, bytes: 1e6 });
  if (first !== undefined) await vault.sync.acknowledge(joined, [{ batchId: first.batchId, position: 1 }]);
  await vault.briefing.markRead({ scriptId: joined, ordinal: 'all' });
  const update = { id: UpdateId.parse(random.uuid()), format: 1, bytes: Uint8Array.of(0, 0), claimedAuthor: null };
  await vault.sync.receive(reached, {
    from: { position: 0, chain: EMPTY_CHAIN },
    updates: [{ ...update, pushedBy: PERSON }],
    to: { position: 1, chain: Chain.parse('1'.repeat(64)) },
    people: [{ personId: PERSON, name: 'Ana' }],
  });
}

/** All that a person finds in it again, and how its scripts stand with their server. */
export async function contentOf({ vault }: TestVault): Promise<unknown> {
  const scripts = (await vault.list()).toSorted((a, b) => a.createdAt - b.createdAt || a.title.localeCompare(b.title));
  const read = async (scriptId: ScriptId): Promise<unknown> => ({
    plain: await vault.readPlain(scriptId),
    moments: (await vault.timeline(scriptId)).moments,
    count: (await vault.timeline(scriptId)).count,
  });
  // Without what a later build may count from the rows besides.
  const lanes = new Map((await vault.sync.lanes()).map(({ reached: _reached, ...lane }) => [lane.scriptId, lane]));
  return Promise.all(
    scripts.map(async ({ scriptId, title, createdAt, editedAt, trashedAt }) => ({
      scriptId,
      title,
      createdAt,
      editedAt,
      trashedAt,
      ...((await read(scriptId)) as object),
      ...(lanes.has(scriptId) ? { lane: lanes.get(scriptId) } : {}),
    })),
  );
}
