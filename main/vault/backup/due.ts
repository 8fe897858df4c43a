import type { Manifest } from './manifest.ts';
import { dayOf } from './retention.ts';

export interface DueFacts {
  readonly newest: Pick<Manifest, 'madeAt' | 'turn'> | undefined;
  /** The vault's last turn. */
  readonly turn: number;
  readonly at: number;
}

/** The first backup is made as soon as there is something to back up; then one on each day on which something is new. */
export function isDue({ newest, turn, at }: DueFacts): boolean {
  if (turn === 0) return false;
  if (newest === undefined) return true;
  return newest.turn !== turn && dayOf(newest.madeAt) !== dayOf(at);
}
