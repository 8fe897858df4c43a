import { Failure } from '../../../app/failure.ts';
import type { ScriptId } from '../../../app/ids.ts';
import type { Sqlite } from '../database.ts';
import { HeadTable, type Head } from '../head-table.ts';

/** Whether everything that is due for a script was done. */
export type Outcome = 'done' | 'stuck';

const UNKNOWN = -1;

/** Does one thing for script after script. One that cannot be done holds up no other, and is left alone until it changes. */
export class PerScript {
  readonly #heads: HeadTable;
  readonly #onTrouble: (scriptId: ScriptId, error: unknown) => void;
  /** How many updates a script had when nothing could be done for it. */
  readonly #stuckAt = new Map<ScriptId, number>();

  constructor(db: Sqlite, onTrouble: (scriptId: ScriptId, error: unknown) => void) {
    this.#heads = new HeadTable(db);
    this.#onTrouble = onTrouble;
  }

  async run(scriptId: ScriptId, work: (head: Head) => Promise<Outcome>): Promise<void> {
    let count = UNKNOWN;
    try {
      const head = this.#heads.find(scriptId);
      if (head === undefined || this.#stuckAt.get(scriptId) === head.count) return;
      count = head.count;
      if ((await work(head)) === 'done') this.#stuckAt.delete(scriptId);
      else this.#stuckAt.set(scriptId, count);
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'closed') throw error;
      // Removed meanwhile: there is nothing left to do.
      if (error.code === 'not-found') return;
      if (error.code === 'damaged') this.#stuckAt.set(scriptId, count);
      this.#onTrouble(scriptId, error);
    }
  }
}
