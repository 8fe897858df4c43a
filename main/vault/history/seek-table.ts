import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import type { Sqlite } from '../database.ts';
import { seal, sha256 } from '../seal.ts';
import type { LogPlace } from '../update-log.ts';

/**
 * A place along a log that is reached fast: what changed since the seek point before it, as one update. From the first
 * to any one of them, applied in order, they make the document there.
 */
export interface SeekPoint {
  readonly ordinal: number;
  /** The log's chain there. */
  readonly chain: Uint8Array;
  readonly madeAt: number;
  /** Size and digest of what is in body. */
  readonly contentBytes: number;
  readonly sha: Uint8Array;
  /** zstd of the digest of the seek point before it and one V1 update: none can be missing, and none be another's. */
  readonly body: Uint8Array;
}

/** The seek point that another one was made after. */
export type Before = Pick<SeekPoint, 'ordinal' | 'sha'>;

/** In the place of a snapshot's whole state. */
const ENCODING_CHANGE_ZSTD = 2;
const SHA_BYTES = 32;
const NOTHING_BEFORE = Buffer.alloc(SHA_BYTES);
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 12 } };

const Row = z
  .object({
    ordinal: z.int(),
    chain: Bytes,
    made_at: z.number(),
    encoding: z.literal(ENCODING_CHANGE_ZSTD),
    state_bytes: z.int(),
    state_sha: Bytes,
    seal: Bytes,
    body: Bytes,
  })
  .transform((row) => ({
    point: {
      ordinal: row.ordinal,
      chain: row.chain,
      madeAt: row.made_at,
      contentBytes: row.state_bytes,
      sha: row.state_sha,
      body: row.body,
    } satisfies SeekPoint,
    seal: row.seal,
  }));

/** What can be used of a script's seek points. */
export interface Way {
  /** One update for each, in order. */
  readonly changes: readonly Uint8Array[];
  /** The last of them. */
  readonly end: SeekPoint | null;
}

/** The snapshots kept along the way. They can be made again: one that is not what was written only ends the way there. */
export class SeekTable {
  readonly #upTo;
  readonly #sha;
  readonly #insert;
  readonly #deleteAfter;

  constructor(db: Sqlite) {
    this.#upTo = db.prepare(
      `SELECT ordinal, chain, made_at, encoding, state_bytes, state_sha, seal, body FROM snapshot
       WHERE script = ? AND purpose = 'seek' AND ordinal <= ? ORDER BY ordinal`,
    );
    this.#sha = db
      .prepare("SELECT state_sha FROM snapshot WHERE script = ? AND purpose = 'seek' AND ordinal = ?")
      .pluck();
    this.#insert = db.prepare(
      `INSERT INTO snapshot (script, ordinal, chain, purpose, made_at, encoding, state_bytes, state_sha, seal, body)
       VALUES (?, ?, ?, 'seek', ?, ${ENCODING_CHANGE_ZSTD}, ?, ?, ?, ?)`,
    );
    this.#deleteAfter = db.prepare("DELETE FROM snapshot WHERE script = ? AND purpose = 'seek' AND ordinal > ?");
  }

  /** The way to the last seek point that is not behind an ordinal, as far as it is whole. */
  wayTo(script: number, ordinal: number): Way {
    const changes: Uint8Array[] = [];
    let end: SeekPoint | null = null;
    for (const row of this.#upTo.iterate(script, ordinal)) {
      const found = Row.safeParse(row);
      if (!found.success || !sealOf(script, found.data.point).equals(found.data.seal)) break;
      const change = changeIn(found.data.point, end);
      if (change === undefined) break;
      changes.push(change);
      end = found.data.point;
    }
    return { changes, end };
  }

  has(script: number, { ordinal, sha }: Before): boolean {
    const found = Bytes.optional().parse(this.#sha.get(script, ordinal));
    return found !== undefined && Buffer.from(found).equals(sha);
  }

  /** Takes the place of whatever stood behind the seek point before it. */
  put(script: number, point: SeekPoint, before: Before | null): void {
    this.#deleteAfter.run(script, before?.ordinal ?? 0);
    const { ordinal, chain, madeAt, contentBytes, sha, body } = point;
    this.#insert.run(script, ordinal, chain, madeAt, contentBytes, sha, sealOf(script, point), body);
  }
}

export function seekPoint(
  { ordinal, chain }: LogPlace,
  change: Uint8Array,
  { before, at }: { readonly before: Before | null; readonly at: number },
): SeekPoint {
  const content = Buffer.concat([before?.sha ?? NOTHING_BEFORE, change]);
  const body = zstdCompressSync(content, LEVEL);
  return { ordinal, chain, madeAt: at, contentBytes: content.length, sha: sha256(content), body };
}

function changeIn({ body, contentBytes, sha }: SeekPoint, before: Before | null): Uint8Array | undefined {
  try {
    const content = zstdDecompressSync(body, { maxOutputLength: Math.max(contentBytes, 1) });
    const isNext = content.subarray(0, SHA_BYTES).equals(before?.sha ?? NOTHING_BEFORE);
    return isNext && sha256(content).equals(sha) ? content.subarray(SHA_BYTES) : undefined;
  } catch {
    // It can be made again, and until then the way only ends before it.
    return undefined;
  }
}

function sealOf(script: number, { ordinal, chain, madeAt, contentBytes, sha }: SeekPoint): Buffer {
  return seal([script, ordinal, chain, 'seek', madeAt, ENCODING_CHANGE_ZSTD, contentBytes, sha]);
}
