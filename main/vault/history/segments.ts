import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { chainNext } from '../chain.ts';
import { failureOf } from '../failures.ts';
import { sha256 } from '../seal.ts';
import type { LoggedUpdate } from '../update-log.ts';
import { decodeRun, encodeRun, type Entry } from './run-layout.ts';
import type { Segment } from './segment-table.ts';

/** A run of the log as the keeper packs it. What else a segment says the writer takes from the rows themselves. */
export interface PackedRun {
  readonly first: number;
  readonly last: number;
  readonly runBytes: number;
  readonly runSha: Uint8Array;
  readonly body: Uint8Array;
}

/** Level 19 takes eight times as long for two parts in a hundred. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 12 } };

export function packRun(first: number, run: readonly Entry[]): PackedRun {
  const laidOut = encodeRun(run);
  return {
    first,
    last: first + run.length - 1,
    runBytes: laidOut.length,
    runSha: sha256(laidOut),
    body: zstdCompressSync(laidOut, LEVEL),
  };
}

/**
 * What is in a segment.
 * @throws Failure `damaged` when it is not what was packed.
 */
export function entriesOf({ first, last, runBytes, runSha, body }: PackedRun): readonly Entry[] {
  const run = unpack(body, runBytes);
  if (!sha256(run).equals(runSha)) throw failureOf('damaged');
  const entries = decodeRun(run);
  if (entries.length !== last - first + 1) throw failureOf('damaged');
  return entries;
}

/**
 * The same updates as the log had them, each with its digest and its link, held against the chain on both sides.
 * @throws Failure `damaged`
 */
export function linkedEntriesOf(segment: Segment): readonly LoggedUpdate[] {
  let chain: Uint8Array = segment.chainBefore;
  const updates = entriesOf(segment).map((entry, index): LoggedUpdate => {
    const sha = sha256(entry.bytes);
    chain = chainNext(chain, { ...entry, sha });
    return { ...entry, ordinal: segment.first + index, sha, chain };
  });
  if (!Buffer.from(chain).equals(segment.chainAfter)) throw failureOf('damaged');
  return updates;
}

function unpack(body: Uint8Array, bytes: number): Buffer {
  try {
    return zstdDecompressSync(body, { maxOutputLength: Math.max(bytes, 1) });
  } catch (error) {
    throw failureOf('damaged', { cause: error });
  }
}
