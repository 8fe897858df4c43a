import * as z from 'zod';
import { Bytes } from '../../app/bytes.ts';
import type { ScriptId } from '../../app/ids.ts';
import { chainStart } from '../../main/vault/chain.ts';
import type { Sqlite } from '../../main/vault/database.ts';
import { HeadTable } from '../../main/vault/head-table.ts';
import { UpdateLog } from '../../main/vault/update-log.ts';

export interface LoggedUpdate {
  /** A UUID. */
  readonly updateId: string;
  readonly bytes: Uint8Array;
}

const Ids = z.array(Bytes);

/**
 * Everything a script's log holds, from the first update to where its head stands, checked against digests and chain.
 * @throws Failure `damaged`
 */
export function readWholeLog(db: Sqlite, scriptId: ScriptId): readonly LoggedUpdate[] {
  const head = new HeadTable(db).find(scriptId);
  if (head === undefined) return [];
  const log = new UpdateLog(db);
  const { updates, place } = log.readAfter(head, { ordinal: 0, chain: chainStart(scriptId) }, head.count);
  log.checkEnd(head, place);
  const ids = Ids.parse(
    db.prepare('SELECT update_id FROM script_update WHERE script = ? ORDER BY entry').pluck().all(head.script),
  );
  return updates.map(({ bytes }, index) => ({ updateId: uuidOf(ids[index]), bytes }));
}

const uuidOf = (bytes: Uint8Array = new Uint8Array()): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
