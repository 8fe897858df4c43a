import type { ScriptId } from '../../../app/ids.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { HeadTable, type Head } from '../head-table.ts';
import { UpdateLog, type NamedUpdate } from '../update-log.ts';

/** Both included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Few enough that each read transaction ends at once, and the WAL can be emptied between them. */
const UPDATES_PER_READ = 256;

/** The whole log of a script, wherever its parts lie. */
export class HistoryLog {
  readonly #heads: HeadTable;
  readonly #log: UpdateLog;

  constructor(db: Sqlite) {
    this.#heads = new HeadTable(db);
    this.#log = new UpdateLog(db);
  }

  /** @throws Failure `not-found`, `damaged` */
  headOf(scriptId: ScriptId): Head {
    const head = this.#heads.find(scriptId);
    if (head === undefined) throw failureOf('not-found');
    return head;
  }

  /**
   * Every update from one ordinal to another, in order, checked while reading; all of them when no stretch is named.
   * What is newer than the head that was found at the call is not read. A caller may stop at any time, and may let others
   * work between two updates: nothing is held open.
   * @throws Failure `not-found`, `damaged` at the first update that is missing or not what was written.
   */
  *read(scriptId: ScriptId, stretch: Partial<Stretch> = {}): Generator<NamedUpdate, void> {
    const head = this.headOf(scriptId);
    const last = Math.min(stretch.to ?? head.count, head.count);
    for (let next = stretch.from ?? 1; next <= last;) {
      const updates = this.#log.readFrom(head, next, Math.min(UPDATES_PER_READ, last - next + 1));
      for (const update of updates) if (update.ordinal <= last) yield update;
      next += updates.length;
    }
  }
}
