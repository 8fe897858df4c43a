import { zstdDecompressSync } from 'node:zlib';
import * as z from 'zod';
import { Bytes } from '../../app/bytes.ts';
import type { Sqlite } from './database.ts';
import { failureOf } from './failures.ts';
import { seal, sha256 } from './seal.ts';

/** The whole state of a script after one of its updates, ready to be stored. */
export interface Snapshot {
  readonly ordinal: number;
  /** The log's chain at that ordinal. */
  readonly chain: Uint8Array;
  readonly madeAt: number;
  /** The digest and size of the V1 update before compression. */
  readonly stateSha: Uint8Array;
  readonly stateBytes: number;
  /** zstd of one V1 update. */
  readonly body: Uint8Array;
}

const ENCODING_V1_ZSTD = 1;

const Row = z
  .object({
    ordinal: z.int(),
    chain: Bytes,
    made_at: z.number(),
    encoding: z.literal(ENCODING_V1_ZSTD),
    state_bytes: z.int(),
    state_sha: Bytes,
    seal: Bytes,
    body: Bytes,
  })
  .transform((row) => ({
    snapshot: {
      ordinal: row.ordinal,
      chain: row.chain,
      madeAt: row.made_at,
      stateBytes: row.state_bytes,
      stateSha: row.state_sha,
      body: row.body,
    } satisfies Snapshot,
    seal: row.seal,
  }));

export class SnapshotTable {
  readonly #newest;
  readonly #newestUpTo;
  readonly #newestOrdinal;
  readonly #stateBytes;
  readonly #insert;
  readonly #deleteOlder;

  constructor(db: Sqlite) {
    this.#newest = db.prepare(
      `SELECT ordinal, chain, made_at, encoding, state_bytes, state_sha, seal, body FROM snapshot
       WHERE script = ? AND purpose = 'open' ORDER BY ordinal DESC LIMIT 1`,
    );
    this.#newestUpTo = db.prepare(
      `SELECT ordinal, chain, made_at, encoding, state_bytes, state_sha, seal, body FROM snapshot
       WHERE script = ? AND purpose = 'open' AND ordinal <= ? ORDER BY ordinal DESC LIMIT 1`,
    );
    this.#stateBytes = db
      .prepare("SELECT coalesce(max(state_bytes), 0) FROM snapshot WHERE script = ? AND purpose = 'open'")
      .pluck();
    this.#newestOrdinal = db
      .prepare("SELECT coalesce(max(ordinal), 0) FROM snapshot WHERE script = ? AND purpose = 'open'")
      .pluck();
    this.#insert = db.prepare(
      `INSERT INTO snapshot (script, ordinal, chain, purpose, made_at, encoding, state_bytes, state_sha, seal, body)
       VALUES (?, ?, ?, 'open', ?, ${ENCODING_V1_ZSTD}, ?, ?, ?, ?)`,
    );
    this.#deleteOlder = db.prepare("DELETE FROM snapshot WHERE script = ? AND purpose = 'open' AND ordinal < ?");
  }

  /** How large the state is that opening decodes, without its tail; 0 without a snapshot. */
  stateBytes(script: number): number {
    return z.int().parse(this.#stateBytes.get(script));
  }

  /** @throws Failure `damaged` when the row's values are not what was written; `stateOf` checks its content. */
  newest(script: number): Snapshot | undefined {
    return checked(script, this.#newest.get(script));
  }

  /** Where the newest stands, without reading it; 0 when there is none. */
  newestOrdinal(script: number): number {
    return z.int().parse(this.#newestOrdinal.get(script));
  }

  /**
   * The newest that holds nothing after an ordinal.
   * @throws Failure `damaged`
   */
  newestUpTo(script: number, ordinal: number): Snapshot | undefined {
    return checked(script, this.#newestUpTo.get(script, ordinal));
  }

  /** Takes the place of the ones before it. */
  replace(script: number, snapshot: Snapshot): void {
    const { ordinal, chain, madeAt, stateBytes, stateSha, body } = snapshot;
    this.#insert.run(script, ordinal, chain, madeAt, stateBytes, stateSha, sealOf(script, snapshot), body);
    this.#deleteOlder.run(script, ordinal);
  }
}

function checked(script: number, row: unknown): Snapshot | undefined {
  if (row === undefined) return undefined;
  const found = Row.safeParse(row);
  if (!found.success || !sealOf(script, found.data.snapshot).equals(found.data.seal)) throw failureOf('damaged');
  return found.data.snapshot;
}

/**
 * The V1 update inside a snapshot.
 * @throws Failure `damaged` when it is not what was stored.
 */
export function stateOf({ body, stateBytes, stateSha }: Snapshot): Uint8Array {
  let state: Buffer;
  try {
    state = zstdDecompressSync(body, { maxOutputLength: stateBytes });
  } catch (error) {
    throw failureOf('damaged', { cause: error });
  }
  if (!sha256(state).equals(stateSha)) throw failureOf('damaged');
  return state;
}

function sealOf(script: number, { ordinal, chain, madeAt, stateBytes, stateSha }: Snapshot): Buffer {
  return seal([script, ordinal, chain, 'open', madeAt, ENCODING_V1_ZSTD, stateBytes, stateSha]);
}
