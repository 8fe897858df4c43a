import { expect, test } from 'vitest';
import { Failure } from '../../app/failure.ts';
import { PersonId, ProjectId, RowId, ScriptId } from '../../app/ids.ts';
import { PresenceId, type CursorPlace, type Peer } from '../../app/ipc/together.ts';
import { EMPTY_CHAIN } from '../../app/server/chain.ts';
import { Epoch } from '../../app/server/topics.ts';
import type { Lane } from '../../app/sync/facts.ts';
import { Random } from '../../tests/support/random.ts';
import type { Together } from '../cloud/cursors.ts';
import { PresenceDesk } from './presence-desk.ts';

const random = new Random(17);
const [PILOT, SPOT, ALONE] = [random, random, random].map((it) => ScriptId.parse(it.uuid())) as [
  ScriptId,
  ScriptId,
  ScriptId,
];
const INES = PersonId.parse(random.uuid());
const PEER: Peer = {
  presenceId: PresenceId.parse(random.uuid()),
  personId: PersonId.parse(random.uuid()),
  name: 'Felix',
  place: null,
};
const PLACE: CursorPlace = { rowId: RowId.parse(random.uuid()), cell: 'audio', anchor: '{}', head: '{}' };
const epochOf = (digit: string) => Epoch.parse(digit.repeat(32));

function laneOf(scriptId: ScriptId, change: Partial<Lane>): Lane {
  return {
    scriptId,
    projectId: ProjectId.parse(new Random(3).uuid()),
    title: 'Harbour pilot',
    isRegistered: true,
    cursor: { position: 0, chain: EMPTY_CHAIN },
    reached: 0,
    epoch: epochOf('a'),
    role: 'internal',
    status: 'draft',
    hasAccess: true,
    isHealing: false,
    attempts: 0,
    retryAt: null,
    hasNewerFormat: false,
    outbox: { waiting: 0, held: 0, heldBecause: null, refused: 0, refusedBecause: null, oldestAt: null },
    ...change,
  };
}

/** A desk with a way to the others that writes down what it is told; `PEER` is in every script. */
function openDesk() {
  const done: string[] = [];
  const told: unknown[] = [];
  const lanes = new Map<ScriptId, Lane>([
    [PILOT, laneOf(PILOT, {})],
    [SPOT, laneOf(SPOT, { role: 'viewer' })],
  ]);
  const name = (scriptId: ScriptId): string => (scriptId === PILOT ? 'pilot' : 'spot');
  let tell: (scriptId: ScriptId) => void = () => undefined;
  const together: Together = {
    enter: (scriptId, epoch, me) =>
      void done.push(`enter ${name(scriptId)} ${epoch.slice(0, 1)} ${me.isShown ? 'shown' : 'hidden'}`),
    leave: (scriptId) => void done.push(`leave ${name(scriptId)}`),
    move: (scriptId, _presenceId, place) => void done.push(`move ${name(scriptId)} ${place?.cell ?? 'nowhere'}`),
    peers: () => [PEER],
    hear: (listener) => {
      tell = listener;
      return { [Symbol.dispose]: () => void (tell = () => undefined) };
    },
  };
  const desk = new PresenceDesk({
    account: INES,
    local: {
      lane: async (scriptId) => {
        const lane = lanes.get(scriptId);
        if (lane === undefined) throw new Failure('not-found', 'It belongs to no project.');
        return lane;
      },
      access: async () => null,
    },
    windows: { send: (windowId, event, payload) => void told.push([windowId, event, payload]) },
    newId: () => random.uuid(),
    onTrouble: (error) => expect.unreachable(String(error)),
  });
  const become = (scriptId: ScriptId, change: Partial<Lane>): void =>
    void lanes.set(scriptId, laneOf(scriptId, change));
  return { desk, together, done, told, tell: (scriptId: ScriptId) => tell(scriptId), become };
}

test('[SYNC-16] a window is with the others in the script that it shows, and in no other', async () => {
  const { desk, together, done } = openDesk();
  using _following = desk.follow(together);
  desk.attend(1, PILOT);
  await expect.poll(() => done).toEqual(['enter pilot a shown']);
  desk.attend(1, PILOT);
  desk.move(1, PILOT, PLACE);
  desk.move(1, SPOT, PLACE);
  desk.attend(1, SPOT);
  await expect.poll(() => done.slice(1)).toEqual(['move pilot audio', 'leave pilot', 'enter spot a hidden']);
  desk.attend(1, null);
  desk.move(1, SPOT, null);
  expect(done.slice(4)).toEqual(['leave spot']);
});

test('[SYNC-16] what was shown before there was a way is told once there is one, and nobody is shown after it ended', async () => {
  const { desk, together, done, told, tell } = openDesk();
  desk.attend(1, PILOT);
  desk.attend(2, ALONE);
  expect(desk.peers(1, PILOT)).toEqual([]);
  {
    using _following = desk.follow(together);
    await expect.poll(() => new Set(done)).toEqual(new Set(['enter pilot a shown']));
    tell(PILOT);
    expect([desk.peers(1, PILOT), desk.peers(1, SPOT), desk.peers(9, PILOT)]).toEqual([[PEER], [], []]);
    expect(told).toEqual([[1, 'together.changed', { scriptId: PILOT, peers: [PEER] }]]);
  }
  expect(told).toContainEqual([1, 'together.changed', { scriptId: PILOT, peers: [] }]);
  expect(desk.peers(1, PILOT)).toEqual([]);
});

test('[SYNC-16] another topic is entered anew, and one who may not be there any more leaves', async () => {
  const { desk, together, done, become } = openDesk();
  using _following = desk.follow(together);
  desk.attend(1, PILOT);
  await expect.poll(() => done).toHaveLength(1);
  become(PILOT, { epoch: epochOf('b') });
  desk.lookAgain();
  await expect.poll(() => done.slice(1)).toEqual(['enter pilot b shown']);
  become(PILOT, { hasAccess: false, role: null });
  desk.lookAgain();
  await expect.poll(() => done.slice(2)).toEqual(['leave pilot']);
  become(PILOT, { role: 'client' });
  desk.lookAgain();
  await expect.poll(() => done.slice(3)).toEqual(['leave pilot']);
});
