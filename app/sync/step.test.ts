import { expect, test } from 'vitest';
import { aLane, happen, inStep, me, momentOf } from '../../tests/support/sync/lane.ts';
import { ringOf } from '../../tests/support/sync/small-server.ts';
import { anUpdate, digest } from '../../tests/support/sync/updates.ts';
import { Random } from '../../tests/support/random.ts';
import type { UpdateId } from '../ids.ts';
import { EMPTY_CHAIN, type Cursor } from '../server/chain.ts';
import { ringHeard, walk } from './exchange.ts';
import type { Batch } from './facts.ts';
import type { LaneState } from './lane-state.ts';
import { step, type LaneCommand, type LaneEvent } from './step.ts';

const random = new Random(21);
const START: Cursor = { position: 0, chain: EMPTY_CHAIN };
const updates = [anUpdate(random), anUpdate(random), anUpdate(random)];
const batches: readonly Batch[] = updates.map(({ id, format, bytes }) => ({
  batchId: id,
  format,
  bytes,
  claimedAuthor: null,
}));
const ids: readonly UpdateId[] = batches.map(({ batchId }) => batchId);
const places = walk(START, updates, digest);
const end = places.at(-1) ?? START;

const jobs = (commands: readonly LaneCommand[]): readonly string[] =>
  commands.map((command) => ('job' in command ? command.job.kind : command.kind));

const refused = (code: 'bad-request' | 'not-allowed' | 'not-found', of = ids): LaneEvent => ({
  kind: 'push-failed',
  ids: of,
  trouble: { kind: 'refused', refusal: { code, message: 'No.', details: null, hint: null } },
  fraction: 0.5,
});

test('[ENGINE-1] what is typed after a pause is pushed at once; what follows keeps the interval; one push at a time', () => {
  const typed = happen(inStep(), [{ kind: 'typed' }]);
  expect(typed.commands).toEqual([
    { kind: 'outgoing', job: { kind: 'send', batches: 100, cursor: START, healings: 0 } },
  ]);
  const again = happen(typed.state, [{ kind: 'typed' }]);
  expect(again).toMatchObject({ commands: [], wake: null });
  const answer = { positions: [1, 2, 3], head: 3, chain: end.chain };
  const pushed = happen(again.state, [{ kind: 'pushed', batches, answer, me }]);
  expect(jobs(pushed.commands)).toEqual(['store', 'acknowledge']);
  const waiting = aLane({ outbox: { waiting: 1, oldestAt: 1 } });
  const done = happen(pushed.state, [{ kind: 'outgoing-done', lane: waiting }], { elapsed: 1_040 });
  expect(done).toMatchObject({ commands: [], wake: { at: 1_100, isWork: true } });
  const due = happen(done.state, [{ kind: 'again' }], { elapsed: 1_100 });
  expect(jobs(due.commands)).toEqual(['send']);
});

test('[ENGINE-1] pushing and receiving run side by side', () => {
  const heard = ringHeard(ringOf(START, updates.slice(0, 1)));
  const both = happen(inStep(), [{ kind: 'typed' }, { kind: 'heard', heard }]);
  expect(both.state.outgoing?.job.kind).toBe('send');
  expect(jobs(both.commands)).toEqual(['store']);
});

test('[ENGINE-7] a refused call is halved until the batch that is refused is alone', () => {
  let state: LaneState = happen(inStep(aLane({ outbox: { waiting: 3, oldestAt: 1 } })), [{ kind: 'again' }]).state;
  expect(state.outgoing?.job).toMatchObject({ kind: 'send', batches: 100 });
  const halved = step(state, refused('bad-request'), momentOf({ elapsed: 1_200 }));
  expect(halved.state.outgoing?.job).toMatchObject({ kind: 'send', batches: 1 });
  const alone = step(halved.state, refused('bad-request', ids.slice(0, 1)), momentOf({ elapsed: 1_400 }));
  expect(alone.commands).toEqual([
    { kind: 'outgoing', job: { kind: 'set-aside', batchId: ids[0], reason: 'bad-request' } },
  ]);
  // Nothing of it is the lane's fault: it does not back off.
  state = step(
    alone.state,
    { kind: 'outgoing-done', lane: aLane({ outbox: { waiting: 2, oldestAt: 1 } }) },
    momentOf({ elapsed: 1_600 }),
  ).state;
  expect(state).toMatchObject({ retry: { attempts: 0 }, outgoing: { job: { kind: 'send', batches: 1 } } });
});

test('[ENGINE-15] a refusal of who sends is held against a fresh access, asked for after it', () => {
  const sending = happen(inStep(aLane({ outbox: { waiting: 1, oldestAt: 1 } })), [{ kind: 'again' }]).state;
  const held = happen(sending, [refused('not-allowed')]);
  expect(jobs(held.commands)).toEqual(['hold', 'ask-access', 'keep-retry']);
  const lane = aLane({ outbox: { held: 1, heldBecause: 'role-may-not-write', oldestAt: 1 } });
  const holding = happen(held.state, [{ kind: 'outgoing-done', lane }]).state;
  const before: LaneEvent = { kind: 'access', lane, server: null, askedAt: holding.doubtedAt - 1 };
  expect(happen(holding, [before]).state.doubt).toBe('role-may-not-write');
  const after = happen(holding, [{ ...before, askedAt: holding.doubtedAt + 1 }]);
  expect(jobs(after.commands)).toEqual(['release']);
});

test('[ENGINE-15] nothing is sent on rights that were told in an earlier connection', () => {
  const state = inStep(aLane({ outbox: { waiting: 1, oldestAt: 1 } }));
  const idle = { ...state, outgoing: null };
  expect(jobs(happen(idle, [{ kind: 'again' }], { connection: 2 }).commands)).toEqual(['ask-access']);
  expect(jobs(happen(idle, [{ kind: 'again' }], { connection: 0 }).commands)).toEqual([]);
  expect(jobs(happen(idle, [{ kind: 'again' }], { elapsed: 2_000 }).commands)).toEqual(['send']);
});

test('[ENGINE-13] a push that is answered with places behind the cursor went into another history', () => {
  const lane = aLane({ cursor: end, outbox: { waiting: 1, oldestAt: 1 } });
  const sending = happen(inStep(lane), [{ kind: 'again' }]).state;
  const [batch = batches[0]] = [batches[0]];
  if (batch === undefined) throw new RangeError('There are batches.');
  for (const [positions, head] of [
    [[3], 3],
    [[2], 2],
  ] as const) {
    const answer = { positions, head, chain: EMPTY_CHAIN };
    expect(jobs(happen(sending, [{ kind: 'pushed', batches: [batch], answer, me }]).commands)).toEqual([
      'begin-healing',
    ]);
  }
});

test('[ENGINE-13] an answer from before healing began acknowledges nothing', () => {
  const lane = aLane({ outbox: { waiting: 3, oldestAt: 1 } });
  const sending = happen(inStep(lane), [{ kind: 'again' }, { kind: 'look-there' }]).state;
  expect(sending).toMatchObject({ outgoing: { job: { kind: 'send' } }, incoming: { job: { kind: 'pull' } } });
  const healing = happen(sending, [
    { kind: 'pulled', answer: { kind: 'diverged', head: 0, epoch: lane.epoch ?? sending.lane.epoch ?? neverEpoch() } },
    { kind: 'healed', lane: { ...lane, isHealing: true } },
  ]).state;
  const answer = { positions: [1, 2, 3], head: 3, chain: end.chain };
  const late = happen(healing, [{ kind: 'pushed', batches, answer, me }], { elapsed: 5_000 });
  expect(jobs(late.commands)).toEqual(['send']);
});

test('[ENGINE-3] what access says of a log’s end counts unless something newer was seen since it was asked', () => {
  const lane = aLane();
  const server = { title: '', status: 'draft', version: 1, epoch: neverEpoch(), head: 4, chain: end.chain } as const;
  const state = inStep(lane);
  const heard = ringHeard(ringOf(START, updates));
  const asked = momentOf().turn;
  const rung = happen(state, [{ kind: 'heard', heard }]).state;
  const stale = happen(rung, [
    { kind: 'access', lane, server: { ...server, head: 0, chain: EMPTY_CHAIN }, askedAt: asked },
  ]);
  expect(stale.state.head).toBe(3);
  const told = happen(state, [{ kind: 'access', lane, server, askedAt: momentOf().turn }]);
  expect(jobs(told.commands)).toEqual(['pull']);
  const sameLength = { ...server, head: 0, chain: end.chain };
  const other = happen(state, [{ kind: 'access', lane, server: sameLength, askedAt: momentOf().turn }]);
  expect(jobs(other.commands)).toEqual(['pull']);
});

test('[ENGINE-8] the wait of an earlier connection is over in the next one; one that was kept on disk holds in the first', () => {
  const waiting = { attempts: 6, at: 50_000, nextTryAt: 1_049_000, healthySince: null };
  const state = { ...inStep(aLane({ outbox: { waiting: 1, oldestAt: 1 } })), outgoing: null, retry: waiting };
  const told = (connection: number, toldIn: number) =>
    step(
      { ...state, toldIn },
      { kind: 'access', lane: state.lane, server: null, askedAt: momentOf().turn },
      momentOf({ connection, elapsed: 2_000 }),
    );
  expect(told(2, 1).state.retry).toMatchObject({ attempts: 6, at: null });
  expect(jobs(told(2, 1).commands)).toContain('send');
  expect(told(1, 1).wake).toEqual({ at: 50_000, isWork: false });
  expect(told(1, 0).wake).toEqual({ at: 50_000, isWork: false });
});

function neverEpoch(): NonNullable<ReturnType<typeof aLane>['epoch']> {
  const { epoch } = aLane();
  if (epoch === null) throw new RangeError('A lane of the tests has an epoch.');
  return epoch;
}
