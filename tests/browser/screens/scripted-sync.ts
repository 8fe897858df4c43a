import { PersonId, type ScriptId } from '../../../app/ids.ts';
import type { Link, ScriptSync, Standing, SyncEvent, SyncOverview } from '../../../app/ipc/sync.ts';
import type { Machine } from '../../support/machine.ts';
import { DEMO_NOW } from './demo-scripts.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const ago = (ms: number): number => DEMO_NOW - ms;

export const ONLINE: Link = { kind: 'online', isLive: true };
export const OFFLINE: Link = { kind: 'offline', because: 'network', since: ago(3.2 * HOUR_MS), nextTryAt: null };
export const UNAVAILABLE: Link = { kind: 'unavailable', since: ago(12 * MINUTE_MS), nextTryAt: DEMO_NOW + 48_000 };
export const SIGNED_OUT: Link = { kind: 'signed-out' };

/** Made-up people by their names; null for one who has none. */
export const people = (...names: readonly (string | null)[]) =>
  names.map((name, index) => ({
    personId: PersonId.parse(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`),
    name,
  }));

export function scriptSync(scriptId: ScriptId, standing: Standing): ScriptSync {
  return {
    scriptId,
    standing,
    acknowledgedAt: ago(4 * MINUTE_MS),
    receivedAt: ago(9 * MINUTE_MS),
    position: 1204,
    head: standing.kind === 'receiving' ? 1250 : 1204,
  };
}

/** What main would answer and tell, as the test has it: for the first scripts one standing each. */
export function scripted(
  link: Link,
  standings: readonly (readonly [ScriptId, Standing])[],
  events: readonly SyncEvent[] = [],
): SyncOverview {
  return {
    link,
    scripts: standings.map(([scriptId, standing]) => scriptSync(scriptId, standing)),
    events: [...events],
  };
}

/** From now on main tells this, to whoever asks and to whoever listens. */
export function syncIs(machine: Machine, overview: SyncOverview): void {
  machine.lie('sync.overview', overview);
  machine.tell('sync.changed', overview);
}
