/** What was read of a log since its newest snapshot. */
export interface Tail {
  readonly updates: number;
  readonly bytes: number;
  /** Size of that snapshot; 0 when there is none. */
  readonly stateBytes: number;
}

/** As the keeper on a device has it: opening then reads one snapshot and at most so many updates more. */
const TAIL_UPDATES = 500;
const TAIL_BYTES = 256 * 1024;
/** Below what one turn reads (log-reader.ts): a turn that ends before the head leaves a snapshot to go on from. */
const MOST_TAIL_BYTES = 8 * 1024 * 1024;

/**
 * So many of a script's snapshots are kept: the newest serves, the next when that one is damaged, and one more for whoever
 * is reading it just now. The log itself is never deleted.
 */
export const KEPT_SNAPSHOTS = 3;

/** A large script may have a longer tail, so that it is not written out again for every few pastes. */
export function isSnapshotDue({ updates, bytes, stateBytes }: Tail): boolean {
  return updates >= TAIL_UPDATES || bytes >= Math.max(TAIL_BYTES, Math.min(stateBytes / 2, MOST_TAIL_BYTES));
}
