import * as z from 'zod';
import type { Transaction } from '../database.ts';
import type { HoldReason } from '../log-events.ts';
import { bytes, position } from '../rows.ts';
import { CHAIN_START } from './chain.ts';
import type { LogPlace } from './log-reader.ts';

export interface Claimed {
  readonly scriptId: string;
  /** Up to where the script's rows are written. */
  readonly written: LogPlace;
  /** How often it has been held in a row. */
  readonly attempts: number;
  /** The log is not the one that the rows were made of: the database was put back to an earlier state in parts. */
  readonly isOtherLog: boolean;
}

const Row = z.object({
  script_id: z.uuid(),
  position,
  chain: bytes,
  attempts: z.int(),
  is_other_log: z.boolean(),
});

/**
 * The script that has waited longest for the service, locked until the transaction ends: others pass over it, and a
 * process that dies lets go of it. People's pushes never wait for this lock.
 */
export async function claimScript(transaction: Transaction): Promise<Claimed | undefined> {
  const [row] = await transaction.query(
    Row,
    `select progress.script_id, progress.position, progress.chain, progress.attempts,
       progress.position > 0 and not exists (
         select from public.script_updates as entry
         where entry.script_id = progress.script_id and entry.position = progress.position
           and entry.chain = progress.chain
       ) as is_other_log
     from private.script_progress as progress join public.scripts as script on script.id = progress.script_id
     where (script.head <> progress.position or script.chain <> progress.chain)
       and (progress.retry_at is null or progress.retry_at <= pg_catalog.clock_timestamp())
     order by progress.updated_at limit 1
     for no key update of progress skip locked`,
  );
  if (row === undefined) return undefined;
  const written = { position: row.position, chain: row.chain };
  return {
    scriptId: row.script_id,
    written: row.is_other_log ? { position: 0, chain: CHAIN_START } : written,
    attempts: row.attempts,
    isOtherLog: row.is_other_log,
  };
}

/** Up to here the script's rows are written; it is not held any more. */
export async function moveOn(transaction: Transaction, scriptId: string, place: LogPlace): Promise<void> {
  await transaction.execute(
    `update private.script_progress set position = $2, chain = $3, held_reason = null, attempts = 0, retry_at = null,
       updated_at = pg_catalog.clock_timestamp() where script_id = $1`,
    [scriptId, place.position, place.chain],
  );
}

const FIRST_RETRY_MINUTES = 1;
const LAST_RETRY_MINUTES = 60;

/** Tried again in a minute, then ever later up to an hour: after an update of the service, say. */
export async function hold(
  transaction: Transaction,
  { scriptId, attempts }: Claimed,
  reason: HoldReason,
): Promise<void> {
  const minutes = Math.min(LAST_RETRY_MINUTES, FIRST_RETRY_MINUTES * 2 ** Math.min(attempts, 10));
  await transaction.execute(
    `update private.script_progress set held_reason = $2, attempts = $3,
       retry_at = pg_catalog.clock_timestamp() + pg_catalog.make_interval(mins => $4),
       updated_at = pg_catalog.clock_timestamp() where script_id = $1`,
    [scriptId, reason, attempts + 1, minutes],
  );
}
