import * as z from 'zod';
import { UpdateId } from '../../../app/ids.ts';
import { FORMAT } from '../../../app/script/format.ts';
import { chainAfter } from '../../../app/server/chain.ts';
import type { Transaction } from '../database.ts';
import { bytes, position } from '../rows.ts';
import { isSame, sha256 } from './chain.ts';
import type { LogUpdate } from './replay.ts';

/** A place in a script's log. */
export interface LogPlace {
  readonly position: number;
  readonly chain: Uint8Array;
}

export interface ReadLog {
  readonly updates: readonly LogUpdate[];
  /** The last place that was read, and so what a snapshot of it covers. */
  readonly place: LogPlace;
  /** Why reading ended there, when it was not at the head or at the turn's measure. */
  readonly stopped: 'unknown-format' | 'broken-chain' | null;
  readonly bytes: number;
}

const Row = z.object({ position, id: UpdateId, format: z.int(), bytes, chain: bytes });
const PAGE_UPDATES = 1_000;
const PAGE_BYTES = 4 * 1024 * 1024;
/** One turn reads so much at most; the rest is the next turn's. */
export const TURN = { updates: 5_000, bytes: 16 * 1024 * 1024 } as const;

/**
 * Reads on from a place. Every row must be the next one and carry the chain that follows from its bytes: what is read is
 * what was pushed, in the order it was pushed, with nothing left out.
 */
export async function readLog(transaction: Transaction, scriptId: string, from: LogPlace): Promise<ReadLog> {
  const updates: LogUpdate[] = [];
  let place = from;
  let read = 0;
  const result = (stopped: ReadLog['stopped']): ReadLog => ({ updates, place, stopped, bytes: read });
  while (updates.length < TURN.updates && read < TURN.bytes) {
    const rows = await readPage(transaction, scriptId, place.position);
    for (const row of rows) {
      const chain = chainAfter(place.chain, row, sha256);
      if (row.position !== place.position + 1 || !isSame(chain, row.chain)) return result('broken-chain');
      if (row.format > FORMAT) return result('unknown-format');
      updates.push({ position: row.position, bytes: row.bytes });
      read += row.bytes.byteLength;
      place = { position: row.position, chain };
    }
    if (rows.length === 0) break;
  }
  return result(null);
}

/** As many whole rows as fit into a page, and at least one. */
function readPage(transaction: Transaction, scriptId: string, after: number): Promise<readonly z.output<typeof Row>[]> {
  return transaction.query(
    Row,
    `select position, id, format, bytes, chain from (
       select position, id, format, bytes, chain,
         pg_catalog.sum(pg_catalog.length(bytes)) over (order by position) - pg_catalog.length(bytes) as before
       from (
         select position, id, format, bytes, chain from public.script_updates
         where script_id = $1 and position > $2 order by position limit $3
       ) as following
     ) as measured
     where before < $4 order by position`,
    [scriptId, after, PAGE_UPDATES, PAGE_BYTES],
  );
}
