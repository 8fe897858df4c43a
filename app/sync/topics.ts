import { may } from '../access/roles.ts';
import type { ScriptId } from '../ids.ts';
import type { Epoch } from '../server/topics.ts';
import type { Lane } from './facts.ts';

export interface Topic {
  readonly scriptId: ScriptId;
  readonly epoch: Epoch;
}

/** A hosted project carries a hundred channels on a connection; half of them are for cursors. */
export const MOST_TOPICS = 50;

/** What is listened to: the scripts that windows show, as far as they may be read, the first ones first. */
export function topicsFor(
  attended: Iterable<ScriptId>,
  laneOf: (scriptId: ScriptId) => Lane | undefined,
): readonly Topic[] {
  const topics: Topic[] = [];
  for (const scriptId of attended) {
    const lane = laneOf(scriptId);
    if (lane === undefined || lane.epoch === null || !lane.isRegistered || !lane.hasAccess) continue;
    if (lane.role !== null && !may(lane.role, 'read', 'live text')) continue;
    topics.push({ scriptId, epoch: lane.epoch });
    if (topics.length === MOST_TOPICS) break;
  }
  return topics;
}

export function areSame(some: readonly Topic[], others: readonly Topic[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ scriptId, epoch }, index) => others[index]?.scriptId === scriptId && others[index].epoch === epoch)
  );
}
