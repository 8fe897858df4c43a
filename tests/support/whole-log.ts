import type { ScriptId } from '../../app/ids.ts';
import { chainStart } from '../../main/vault/chain.ts';
import type { Sqlite } from '../../main/vault/database.ts';
import { HeadTable } from '../../main/vault/head-table.ts';
import { UpdateLog, type LogPlace } from '../../main/vault/update-log.ts';

export interface ReadUpdate {
  /** A UUID. */
  readonly updateId: string;
  readonly bytes: Uint8Array;
}

/**
 * Everything a script's log holds, from the first update to where its head stands, in rows and in segments, checked
 * against digests and chain.
 * @throws Failure `damaged`
 */
export function readWholeLog(db: Sqlite, scriptId: ScriptId): readonly ReadUpdate[] {
  const head = new HeadTable(db).find(scriptId);
  if (head === undefined) return [];
  const log = new UpdateLog(db);
  const all: ReadUpdate[] = [];
  let at: LogPlace = { ordinal: 0, chain: chainStart(scriptId) };
  while (at.ordinal < head.count) {
    const { updates, place } = log.readAfter(head, at, head.count - at.ordinal);
    all.push(...updates.map(({ id, bytes }) => ({ updateId: uuidOf(id), bytes })));
    at = place;
  }
  log.checkEnd(head, at);
  return all;
}

const uuidOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
