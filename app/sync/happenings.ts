import type { SyncEvent } from '../ipc/sync.ts';
import type { Lane } from './facts.ts';

/** What a person may want to know of a change in a script's facts. */
export interface Happening {
  readonly kind: SyncEvent['kind'];
  readonly count: number | null;
}

export function happenings(before: Lane, after: Lane): readonly Happening[] {
  const all: Happening[] = [];
  const add = (kind: SyncEvent['kind'], count: number | null = null): void => void all.push({ kind, count });
  if (!before.isRegistered && after.isRegistered) add('registered');
  if (before.hasAccess && !after.hasAccess) add('access-ended');
  if (before.isRegistered && !before.hasAccess && after.hasAccess) add('access-granted');
  if (!before.isHealing && after.isHealing) add('healing');
  if (before.isHealing && !after.isHealing) add('healed');
  if (before.outbox.held === 0 && after.outbox.held > 0) add('held', after.outbox.held);
  if (before.outbox.held > 0 && after.outbox.held === 0) add('released', before.outbox.held);
  if (after.outbox.refused > before.outbox.refused) add('refused', after.outbox.refused - before.outbox.refused);
  return all;
}
