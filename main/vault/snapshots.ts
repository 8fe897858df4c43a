import { zstdCompressSync } from 'node:zlib';
import * as Y from 'yjs';
import { sha256 } from './seal.ts';
import type { Snapshot } from './snapshot-table.ts';
import type { LogPlace } from './update-log.ts';

/** Opening then reads one snapshot and at most this many updates more: about a tenth of the time of decoding a long script. */
const TAIL_UPDATES = 500;
const TAIL_BYTES = 256 * 1024;

export interface Tail {
  readonly updates: number;
  readonly bytes: number;
  /** Size of the state that the present snapshot holds; 0 when there is none. */
  readonly stateBytes: number;
}

/** A large script may have a longer tail, so that it is not written out again for every few pastes. */
export function isSnapshotDue({ updates, bytes, stateBytes }: Tail): boolean {
  return updates >= TAIL_UPDATES || bytes >= Math.max(TAIL_BYTES, stateBytes / 2);
}

/**
 * A document's state as a snapshot at that place in its log, or undefined when decoding it does not give the document
 * again: the log is then kept as it is, which is slower and never wrong.
 */
export function takeSnapshot(doc: Y.Doc, place: LogPlace, { at }: { readonly at: number }): Snapshot | undefined {
  const state = Y.encodeStateAsUpdate(doc);
  if (!holdsAllOf(state, doc)) return undefined;
  return {
    ordinal: place.ordinal,
    chain: place.chain,
    madeAt: at,
    stateBytes: state.length,
    stateSha: sha256(state),
    body: zstdCompressSync(state),
  };
}

/** Encoded once more after decoding it must be the same bytes: same items, same deletions, same waiting updates. */
function holdsAllOf(state: Uint8Array, doc: Y.Doc): boolean {
  const again = new Y.Doc({ gc: doc.gc });
  try {
    Y.applyUpdate(again, state);
    return Buffer.from(Y.encodeStateAsUpdate(again)).equals(state);
  } finally {
    again.destroy();
  }
}
