import type { Sqlite } from '../database.ts';
import type { Head } from '../head-table.ts';
import { UpdateLog } from '../update-log.ts';
import { SeekTable, type Before, type SeekPoint } from './seek-table.ts';

export interface NewSeekPoint {
  readonly point: SeekPoint;
  /** The one it was made after; null for the first. */
  readonly before: Before | null;
}

/** Stores seek points, in the writer's thread. */
export class SeekStore {
  readonly #log: UpdateLog;
  readonly #seeks: SeekTable;

  constructor(db: Sqlite) {
    this.#log = new UpdateLog(db);
    this.#seeks = new SeekTable(db);
  }

  /**
   * Belongs inside a transaction. Answers whether it was taken: a seek point never stands for a log that this vault does
   * not have, and follows the one it was made after.
   */
  store(head: Head, { point, before }: NewSeekPoint): boolean {
    if (point.ordinal > head.count || point.ordinal <= (before?.ordinal ?? 0)) return false;
    const chain = this.#log.chainAt(head, point.ordinal);
    if (chain === undefined || !Buffer.from(chain).equals(point.chain)) return false;
    if (before !== null && !this.#seeks.has(head.script, before)) return false;
    this.#seeks.put(head.script, point, before);
    return true;
  }
}
