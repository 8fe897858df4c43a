import type { ScriptSync, Standing } from '../ipc/sync.ts';
import type { PersonId } from '../ids.ts';
import { holdReason } from './outgoing.ts';
import type { LaneState, Moment } from './lane-state.ts';
import { connectionOf, type LinkState } from './link-step.ts';
import type { Seen } from './ports.ts';

export interface StatusContext {
  readonly link: LinkState;
  readonly moment: Moment;
  /** How far others have come, as last read. */
  readonly seen: readonly Seen[];
  readonly me: PersonId | null;
}

export function scriptSync(state: LaneState, context: StatusContext): ScriptSync {
  const { lane } = state;
  return {
    scriptId: lane.scriptId,
    standing: standing(state, context),
    acknowledgedAt: state.acknowledgedAt,
    receivedAt: state.receivedAt,
    position: lane.cursor.position,
    head: Math.max(lane.cursor.position, state.head ?? 0),
  };
}

/**
 * Where a script's edits are. What concerns this script alone comes before what concerns the way to the server. It is on
 * the server only when nothing is on this device alone, and the server's log was seen in this connection to end where
 * this device's copy ends, in the same history.
 */
export function standing(state: LaneState, { link, moment, seen, me }: StatusContext): Standing {
  const { lane } = state;
  const { outbox } = lane;
  // What was typed since the counts were taken comes on top: rather one too many than one that nobody speaks of.
  const edits = outbox.waiting + outbox.held + outbox.refused + Math.max(0, state.typed - state.counted);
  const oldestAt = edits === 0 ? null : (outbox.oldestAt ?? state.typedAt ?? moment.now);
  const reason = holdReason(state, moment) ?? (outbox.held > 0 ? outbox.heldBecause : null);

  if (reason === 'access-ended') return { kind: 'access-ended', edits, oldestAt };
  // What the server has is not known then, and every other word without edits would say that it has everything.
  if (edits === 0 && isHealing(state)) return { kind: 'healing', edits, oldestAt };
  if (lane.hasNewerFormat) return { kind: 'newer-format', edits, oldestAt };
  if (outbox.refused > 0 && outbox.refusedBecause !== null && oldestAt !== null) {
    return { kind: 'refused', edits: outbox.refused, oldestAt, why: outbox.refusedBecause };
  }
  const sendable = edits - outbox.refused;
  if (reason !== null && sendable > 0 && oldestAt !== null) {
    return { kind: 'held', edits: sendable, oldestAt, why: reason };
  }
  return onTheWay(state, { link, moment, edits, oldestAt }) ?? { kind: 'on-server', seenBy: whoSaw(state, seen, me) };
}

/** Null when there is nothing on any way. */
function onTheWay(
  state: LaneState,
  { link, moment, edits, oldestAt }: { link: LinkState; moment: Moment; edits: number; oldestAt: number | null },
): Standing | null {
  if (link.session === 'signed-out') return { kind: 'signed-out', edits, oldestAt };
  switch (link.way.kind) {
    case 'offline':
      return { kind: 'offline', edits, oldestAt };
    case 'signed-out':
      return { kind: 'signed-out', edits, oldestAt };
    case 'unavailable':
      return { kind: 'unavailable', edits, oldestAt, nextTryAt: link.retry.nextTryAt };
    case 'too-old':
      return { kind: 'unavailable', edits, oldestAt, nextTryAt: null };
    case 'connecting':
    case 'open':
      break;
    default:
      return link.way satisfies never;
  }
  if (isHealing(state)) return { kind: 'healing', edits, oldestAt };
  if (state.retry.at !== null && state.retry.at > moment.elapsed) {
    return { kind: 'unavailable', edits, oldestAt, nextTryAt: state.retry.nextTryAt };
  }
  if (oldestAt !== null) return { kind: 'sending', edits, oldestAt };
  return isWhole(state, link) ? null : { kind: 'receiving' };
}

/** Everything that the server is known to have is here, and it was seen so in this connection. */
export function isWhole(state: LaneState, link: LinkState): boolean {
  const connection = connectionOf(link);
  return (
    connection !== 0 &&
    state.verifiedIn === connection &&
    state.lane.isRegistered &&
    !isHealing(state) &&
    state.head === state.lane.cursor.position
  );
}

const isHealing = ({ lane, needsHealing }: LaneState): boolean => lane.isHealing || needsHealing;

function whoSaw(
  state: LaneState,
  seen: readonly Seen[],
  me: PersonId | null,
): { personId: PersonId; name: string | null }[] {
  return seen
    .filter(({ personId, position }) => personId !== me && position >= state.lane.cursor.position)
    .map(({ personId, name }) => ({ personId, name }));
}
