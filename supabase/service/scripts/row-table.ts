import * as z from 'zod';
import type { Transaction } from '../database.ts';
import { rowChanges, type RowChanges, type VisibleRow } from './visible-rows.ts';

const Row = z.object({
  row_id: z.uuid(),
  scene_id: z.uuid().nullable(),
  ordinal: z.int(),
  content: z.strictObject({
    video: z.string(),
    audio: z.string(),
    speaker: z.string().nullable(),
    seconds: z.number().nullable(),
    disputed: z.boolean(),
  }),
});
const Status = z.object({ status: z.string() });

/** A statement carries so many rows; a whole script of 10,000 rows is ten of them. */
const ROWS_AT_ONCE = 1_000;

/** Brings a script's rows to what they are at a position: writes those that changed, removes those that are gone. */
export async function writeRows(
  transaction: Transaction,
  scriptId: string,
  { rows, position }: { readonly rows: readonly VisibleRow[]; readonly position: number },
): Promise<RowChanges> {
  const before = await transaction.query(
    Row.catch(({ value }) => ({ ...Row.pick({ row_id: true }).parse(value), ...UNREADABLE })),
    'select row_id, scene_id, ordinal, content from public.script_rows where script_id = $1',
    [scriptId],
  );
  const changes = rowChanges(before, rows);
  if (changes.written.length + changes.removed.length === 0) return changes;
  // From here to the end nobody changes the status under the rows that carry it.
  const [held] = await transaction.query(Status, 'select private.hold_status($1) as status', [scriptId]);
  for (let from = 0; from < changes.written.length; from += ROWS_AT_ONCE) {
    await transaction.execute(
      `insert into public.script_rows (script_id, row_id, scene_id, ordinal, content, script_status, position)
       select $1, fresh.row_id, fresh.scene_id, fresh.ordinal, fresh.content, $2::public.script_status, $3
       from pg_catalog.jsonb_to_recordset($4::jsonb)
         as fresh (row_id uuid, scene_id uuid, ordinal integer, content jsonb)
       on conflict (script_id, row_id) do update set scene_id = excluded.scene_id, ordinal = excluded.ordinal,
         content = excluded.content, script_status = excluded.script_status, position = excluded.position,
         updated_at = pg_catalog.now()`,
      [scriptId, held?.status, position, JSON.stringify(changes.written.slice(from, from + ROWS_AT_ONCE))],
    );
  }
  await transaction.execute('delete from public.script_rows where script_id = $1 and row_id = any ($2::uuid[])', [
    scriptId,
    changes.removed,
  ]);
  return changes;
}

/** What an older service wrote in another shape is different from everything, and so is written anew. */
const UNREADABLE = {
  scene_id: null,
  ordinal: -1,
  content: { video: '', audio: '', speaker: null, seconds: null, disputed: false },
} as const;
