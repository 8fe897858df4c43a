import type { Sqlite } from '../database.ts';
import { HeadTable } from '../head-table.ts';
import { ScriptTable } from '../script-table.ts';
import type { UnsentOfScript } from '../sync/vault-belongings.ts';
import { UpdateLog } from '../update-log.ts';
import { UnsentUpdates } from './unsent.ts';

/** Every script that has something on this device and nowhere else, those in the trash included. */
export class UnsentScripts {
  readonly #scripts: ScriptTable;
  readonly #heads: HeadTable;
  readonly #log: UpdateLog;
  readonly #unsent: UnsentUpdates;

  constructor(db: Sqlite) {
    this.#scripts = new ScriptTable(db);
    this.#heads = new HeadTable(db);
    this.#log = new UpdateLog(db);
    this.#unsent = new UnsentUpdates(db);
  }

  list(): readonly UnsentOfScript[] {
    return this.#scripts.list().flatMap(({ scriptId, title }) => {
      const head = this.#heads.find(scriptId);
      const first = head === undefined ? undefined : this.#unsent.stretches(head)[0];
      if (head === undefined || first === undefined) return [];
      const oldestAt = this.#log.savedAt(head, first.from) ?? this.#log.readFrom(head, first.from, 1)[0]?.savedAt ?? 0;
      return [{ scriptId, title, edits: this.#unsent.count(head), oldestAt }];
    });
  }
}
