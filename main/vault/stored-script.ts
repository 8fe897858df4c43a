import { chainStart } from './chain.ts';
import type { Head } from './head-table.ts';
import { stateOf, type SnapshotTable } from './snapshot-table.ts';
import type { LogPlace, StoredUpdate, UpdateLog } from './update-log.ts';

export interface StoredScript {
  /** The newest snapshot's V1 update. */
  readonly state: Uint8Array | null;
  /** Everything after it, in order. */
  readonly updates: readonly StoredUpdate[];
  /** Where the log stood. */
  readonly place: LogPlace;
}

/** Few enough that a read transaction of updates of the largest size still ends within a second. */
const UPDATES_PER_READ = 256;

/**
 * What opening a script needs, each part checked while reading. Reads in short transactions, because a long one would keep
 * the WAL from being emptied; what a head counts never changes underneath.
 * @throws Failure `damaged`
 */
export function readStored(
  head: Head,
  { log, snapshots }: { readonly log: UpdateLog; readonly snapshots: SnapshotTable },
): StoredScript {
  const snapshot = snapshots.newest(head.script);
  const state = snapshot === undefined ? null : stateOf(snapshot);
  let place: LogPlace =
    snapshot === undefined
      ? { ordinal: 0, chain: chainStart(head.scriptId) }
      : { ordinal: snapshot.ordinal, chain: snapshot.chain };
  const updates: StoredUpdate[] = [];
  while (place.ordinal < head.count) {
    const read = log.readAfter(head, place, UPDATES_PER_READ);
    updates.push(...read.updates);
    place = read.place;
  }
  log.checkEnd(head, place);
  return { state, updates, place };
}
