import * as z from 'zod';
import { Bytes } from '../../../app/bytes.ts';
import { chainStart } from '../chain.ts';
import type { Sqlite } from '../database.ts';
import { HeadTable } from '../head-table.ts';
import { ScriptTable } from '../script-table.ts';
import { sha256 } from '../seal.ts';
import { parseRow } from '../stored-row.ts';
import { sealedTables } from './sealed-tables.ts';
import type { Testimony } from './witness.ts';
import { ScriptId } from '../../../app/ids.ts';

const ORDINALS = 2 ** 32;
const Ids = z.array(ScriptId);
const Last = z.tuple([z.int(), Bytes]).optional();
const Seals = z.array(Bytes);
const Count = z.int();

/**
 * What can be checked in a few microseconds per script: that every script has a head, that their seals are right, and that
 * each log ends exactly where its head says.
 * @throws Failure `damaged` from a row that is not what was written.
 */
export function headsAreRight(db: Sqlite): boolean {
  const heads = new HeadTable(db);
  const scripts = new ScriptTable(db);
  const last = db
    .prepare('SELECT entry, chain FROM script_update WHERE entry > ? AND entry < ? ORDER BY entry DESC LIMIT 1')
    .raw();
  const lastSegment = db
    .prepare('SELECT last, chain_after FROM segment WHERE script = ? ORDER BY first DESC LIMIT 1')
    .raw();
  const ids = parseRow(Ids, db.prepare('SELECT script_id FROM head').pluck().all());
  const areMatched = Count.parse(db.prepare('SELECT count(*) FROM script').pluck().get()) === ids.length;
  return (
    areMatched &&
    ids.every((scriptId) => {
      const [head, script] = [heads.find(scriptId), scripts.find(scriptId)];
      if (head === undefined || script?.script !== head.script) return false;
      const from = head.script * ORDINALS;
      const row = parseRow(Last, last.get(from, from + ORDINALS));
      const segment = row === undefined ? parseRow(Last, lastSegment.get(head.script)) : undefined;
      const [place, chain] = row ?? segment ?? [0, chainStart(scriptId)];
      return place % ORDINALS === head.count && Buffer.from(chain).equals(head.chain);
    })
  );
}

/** Digests of the seals of all tables: two files with the same ones say the same. */
export function sealsOf(db: Sqlite): NonNullable<Testimony['seals']> {
  return Object.fromEntries(
    sealedTables.map(({ name, keys, columns }) => {
      const order = columns.slice(0, keys === 'rowid' ? 1 : keys).join(', ');
      const seals = parseRow(Seals, db.prepare(`SELECT seal FROM ${name} ORDER BY ${order}`).pluck().all());
      return [name, sha256(Buffer.concat(seals)).toString('hex', 0, 16)];
    }),
  );
}

/** Tables that are not what the testimony says of them. */
export function tablesChanged(db: Sqlite, { seals }: Testimony): readonly string[] {
  if (seals === null) return [];
  return Object.entries(sealsOf(db)).flatMap(([name, digest]) => ((seals[name] ?? digest) === digest ? [] : [name]));
}
