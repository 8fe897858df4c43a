import { PersonId, ProjectId, ScriptId } from '../../../app/ids.ts';
import { EMPTY_CHAIN } from '../../../app/server/chain.ts';
import { Epoch } from '../../../app/server/topics.ts';
import type { Lane, Outbox } from '../../../app/sync/facts.ts';
import { openLane, type LaneState, type Moment } from '../../../app/sync/lane-state.ts';
import { step, type LaneEvent, type Stepped } from '../../../app/sync/step.ts';
import { Random } from '../random.ts';
import { digest } from './updates.ts';

const random = new Random(17);
const NOTHING: Outbox = { waiting: 0, held: 0, heldBecause: null, refused: 0, refusedBecause: null, oldestAt: null };

export const me = PersonId.parse(random.uuid());

/** A script that the server has, in which this person writes, and of which everything is known to be here. */
export function aLane(facts: Partial<Omit<Lane, 'outbox'>> & { outbox?: Partial<Outbox> } = {}): Lane {
  return {
    scriptId: ScriptId.parse('5f0c2d1e-0000-4000-8000-000000000001'),
    projectId: ProjectId.parse('5f0c2d1e-0000-4000-8000-000000000002'),
    title: 'Autumn campaign',
    isRegistered: true,
    cursor: { position: 0, chain: EMPTY_CHAIN },
    reached: 0,
    epoch: Epoch.parse('0'.repeat(32)),
    role: 'internal',
    status: 'draft',
    hasAccess: true,
    isHealing: false,
    attempts: 0,
    retryAt: null,
    hasNewerFormat: false,
    ...facts,
    outbox: { ...NOTHING, ...facts.outbox },
  };
}

/** The next moment of a time that goes on by itself; connection 1 is open. */
export function momentOf(given: Partial<Moment> = {}): Moment {
  return {
    turn: (turn += 1),
    elapsed: 1_000,
    now: 1_000_000,
    connection: 1,
    project: { role: 'internal', isArchived: false },
    intervalMs: 100,
    digest,
    ...given,
  };
}
let turn = 0;

/** A lane that access was told of in connection 1, with its log's end where the cursor is unless it is said otherwise. */
export function inStep(lane: Lane = aLane(), head = lane.cursor.position): LaneState {
  const opened = openLane(lane, { elapsed: 0, now: 0 });
  const server = { title: lane.title, status: 'draft', version: 1, epoch: Epoch.parse('0'.repeat(32)), head } as const;
  const moment = momentOf();
  const event = {
    kind: 'access',
    lane,
    server: { ...server, chain: lane.cursor.chain },
    askedAt: moment.turn,
  } as const;
  return step(opened, event, moment).state;
}

/** Steps through events one after the other and answers the last. */
export function happen(state: LaneState, events: readonly LaneEvent[], moment: Partial<Moment> = {}): Stepped {
  let stepped: Stepped = { state, commands: [], wake: null };
  for (const event of events) stepped = step(stepped.state, event, momentOf(moment));
  return stepped;
}
