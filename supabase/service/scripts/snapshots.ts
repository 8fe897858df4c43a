import * as z from 'zod';
import type { Transaction } from '../database.ts';
import { bytes, position } from '../rows.ts';
import { CHAIN_START, isSame, sha256 } from './chain.ts';
import type { LogPlace } from './log-reader.ts';
import { KEPT_SNAPSHOTS } from './snapshot-policy.ts';

/** Where reading begins: a snapshot, or the beginning of the log. */
export interface Base {
  readonly place: LogPlace;
  readonly state: Uint8Array | null;
}

const BEGINNING: Base = { place: { position: 0, chain: CHAIN_START }, state: null };
const Row = z.object({ position, chain: bytes, bytes, sha256: bytes, is_of_log: z.boolean() });

/**
 * The newest snapshot that is whole and is of this log. Any newer one that is not is removed: nobody shall be handed it,
 * and the log has all that was in it.
 */
export async function openBase(transaction: Transaction, scriptId: string): Promise<Base> {
  for (;;) {
    const [row] = await transaction.query(
      Row,
      `select kept.position, kept.chain, kept.bytes, kept.sha256, exists (
         select from public.script_updates as entry
         where entry.script_id = kept.script_id and entry.position = kept.position and entry.chain = kept.chain
       ) as is_of_log
       from public.script_snapshots as kept where kept.script_id = $1 order by kept.position desc limit 1`,
      [scriptId],
    );
    if (row === undefined) return BEGINNING;
    if (row.is_of_log && isSame(sha256(row.bytes), row.sha256)) {
      return { place: { position: row.position, chain: row.chain }, state: new Uint8Array(row.bytes) };
    }
    await removeSnapshot(transaction, scriptId, row.position);
  }
}

export async function removeSnapshot(transaction: Transaction, scriptId: string, at: number): Promise<void> {
  await transaction.execute('delete from public.script_snapshots where script_id = $1 and position = $2', [
    scriptId,
    at,
  ]);
}

/** Written only where the log has that chain at that position; and none but the newest few are kept. */
export async function writeSnapshot(
  transaction: Transaction,
  scriptId: string,
  { place, state }: { readonly place: LogPlace; readonly state: Uint8Array },
): Promise<void> {
  const written = await transaction.execute(
    `insert into public.script_snapshots (script_id, position, chain, bytes, sha256)
     select entry.script_id, entry.position, entry.chain, $4, $5 from public.script_updates as entry
     where entry.script_id = $1 and entry.position = $2 and entry.chain = $3
     on conflict (script_id, position) do nothing`,
    [scriptId, place.position, place.chain, state, sha256(state)],
  );
  if (written === 0) return;
  await transaction.execute(
    `delete from public.script_snapshots where script_id = $1 and position not in (
       select position from public.script_snapshots where script_id = $1 order by position desc limit $2
     )`,
    [scriptId, KEPT_SNAPSHOTS],
  );
}
