import { expect, test } from 'vitest';
import { aLane, inStep, me, momentOf } from '../../tests/support/sync/lane.ts';
import type { Standing } from '../ipc/sync.ts';
import { PersonId } from '../ids.ts';
import { Random } from '../../tests/support/random.ts';
import type { LaneState, Moment } from './lane-state.ts';
import { FIRST_LINK, type LinkState, type Way } from './link-step.ts';
import { standing } from './status.ts';
import { UNTROUBLED } from './backoff.ts';

const OPEN: LinkState = { ...FIRST_LINK, session: 'signed-in', way: { kind: 'open' }, connections: 1 };
const linkOf = (way: Way): LinkState => ({ ...OPEN, way, retry: { ...UNTROUBLED, at: 2_000, nextTryAt: 77 } });

function standingOf(state: LaneState, link: LinkState = OPEN, moment: Partial<Moment> = {}): Standing {
  return standing(state, { link, moment: momentOf(moment), seen: [], me });
}

const waiting = { outbox: { waiting: 3, oldestAt: 42 } };
const three = { edits: 3, oldestAt: 42 };
const none = { edits: 0, oldestAt: null };

test('[ENGINE-20] each state of the way and of the outbox has one standing', () => {
  const idle = inStep();
  const unsent = inStep(aLane(waiting));
  const rows: readonly (readonly [string, LaneState, LinkState, Standing])[] = [
    ['whole', idle, OPEN, { kind: 'on-server', seenBy: [] }],
    ['unsent', unsent, OPEN, { kind: 'sending', ...three }],
    ['behind', inStep(aLane(), 2), OPEN, { kind: 'receiving' }],
    ['signed out', unsent, { ...OPEN, session: 'signed-out' }, { kind: 'signed-out', ...three }],
    ['signed out, whole', idle, { ...OPEN, session: 'signed-out' }, { kind: 'signed-out', ...none }],
    ['session not taken', unsent, linkOf({ kind: 'signed-out' }), { kind: 'signed-out', ...three }],
    ['offline', unsent, linkOf({ kind: 'offline', because: 'network', since: 1 }), { kind: 'offline', ...three }],
    ['offline, whole', idle, linkOf({ kind: 'offline', because: 'network', since: 1 }), { kind: 'offline', ...none }],
    ['unavailable', idle, linkOf({ kind: 'unavailable', since: 1 }), { kind: 'unavailable', ...none, nextTryAt: 77 }],
    ['too old', idle, linkOf({ kind: 'too-old' }), { kind: 'unavailable', ...none, nextTryAt: null }],
    ['connecting', unsent, linkOf({ kind: 'connecting' }), { kind: 'sending', ...three }],
    ['connecting, nothing unsent', idle, linkOf({ kind: 'connecting' }), { kind: 'receiving' }],
    ['healing', inStep(aLane({ isHealing: true })), OPEN, { kind: 'healing', ...none }],
    ['newer format', inStep(aLane({ hasNewerFormat: true })), OPEN, { kind: 'newer-format', ...none }],
    ['access ended', inStep(aLane({ ...waiting, hasAccess: false })), OPEN, { kind: 'access-ended', ...three }],
    [
      'held',
      inStep(
        aLane({ role: 'freelancer', status: 'in_review', outbox: { held: 3, heldBecause: 'in-review', oldestAt: 42 } }),
      ),
      OPEN,
      { kind: 'held', ...three, why: 'in-review' },
    ],
    ['a viewer who wrote nothing', inStep(aLane({ role: 'viewer' })), OPEN, { kind: 'on-server', seenBy: [] }],
    [
      'refused among others',
      inStep(aLane({ outbox: { waiting: 3, refused: 1, refusedBecause: 'too-large', oldestAt: 42 } })),
      OPEN,
      { kind: 'refused', edits: 1, oldestAt: 42, why: 'too-large' },
    ],
  ];
  for (const [name, state, link, expected] of rows) {
    // Nobody else may give an ended script its place again here.
    expect(standingOf(state, link, { project: { role: 'freelancer', isArchived: false } }), name).toEqual(expected);
  }
});

test('[ENGINE-20] on the server is said only of what was seen whole in this very connection, with nothing unsent', () => {
  const whole = inStep();
  expect(standingOf(whole).kind).toBe('on-server');
  for (const [name, state, link] of [
    ['typed and not counted yet', { ...whole, typed: 1 }, OPEN],
    ['seen in an earlier connection', whole, { ...OPEN, connections: 2 }],
    ['head not known', { ...whole, head: null }, OPEN],
    ['head further on', { ...whole, head: 1 }, OPEN],
    ['head further back', { ...inStep(aLane()), head: -1 }, OPEN],
    ['another history was noticed', { ...whole, needsHealing: true }, OPEN],
    ['not on the server at all', { ...whole, lane: aLane({ isRegistered: false }) }, OPEN],
  ] as const satisfies readonly (readonly [string, LaneState, LinkState])[]) {
    expect(standingOf(state, link).kind, name).not.toBe('on-server');
  }
});

test('[ENGINE-19] seen by are those others who have, on some device, everything that is here', () => {
  const random = new Random(2);
  const [ana, ben] = [PersonId.parse(random.uuid()), PersonId.parse(random.uuid())];
  const cursor = { ...aLane().cursor, position: 5 };
  const seen = [
    { personId: ana, name: 'Ana', position: 5 },
    { personId: ben, name: 'Ben', position: 4 },
    { personId: me, name: 'Me', position: 5 },
  ];
  expect(standing(inStep(aLane({ cursor })), { link: OPEN, moment: momentOf(), seen, me })).toEqual({
    kind: 'on-server',
    seenBy: [{ personId: ana, name: 'Ana' }],
  });
});
