import * as Y from 'yjs';
import { PersonId, type ScriptId } from '../../../app/ids.ts';
import type { AwayLog } from '../../../app/ipc/briefing.ts';
import { FORMAT } from '../../../app/script/format.ts';
import { HYDRATED } from '../../../app/script/origins.ts';
import { readUpdates } from '../../../app/script/read-updates.ts';
import type { Sqlite } from '../database.ts';
import { HistoryLog } from '../history/history-log.ts';
import type { ScriptHistory } from '../history/script-history.ts';
import { Origin, UpdateLog, type StoredUpdate } from '../update-log.ts';
import { readVaultRow } from '../vault-row.ts';
import { AccessTables } from './access-tables.ts';
import { BatchTable } from './batch-table.ts';
import { ReadMarkTable } from './read-mark-table.ts';

/** What is needed to say what happened to a script while a person was away, read beside the writer. */
export class AwayLogReader {
  readonly #account: PersonId | null;
  readonly #history: ScriptHistory;
  readonly #marks: ReadMarkTable;
  readonly #batches: BatchTable;
  readonly #people: AccessTables;
  readonly #log: UpdateLog;
  readonly #all: HistoryLog;

  constructor(db: Sqlite, history: ScriptHistory) {
    this.#account = PersonId.safeParse(readVaultRow(db).account).data ?? null;
    this.#history = history;
    this.#marks = new ReadMarkTable(db);
    this.#batches = new BatchTable(db);
    this.#people = new AccessTables(db);
    this.#log = new UpdateLog(db);
    this.#all = new HistoryLog(db);
  }

  /**
   * Null when nothing of others lies behind what was read, and where nothing is known to have been read.
   * @throws Failure `not-found`, `damaged`
   */
  read(scriptId: ScriptId): AwayLog | null {
    const head = this.#all.headOf(scriptId);
    const mark = this.#marks.of(head.script);
    // A mark of another history, from before a recovery or a restored backup, says nothing about this one.
    if (mark === undefined || !this.#log.isAt(head, mark)) return null;
    const behind = [...this.#all.read(scriptId, { from: mark.ordinal + 1, to: head.count })];
    if (!behind.some(({ origin }) => origin === Origin.received)) return null;
    const authors = this.#batches.authors(head.script, { behind: mark.ordinal });
    const updates = behind.filter(({ format }) => format <= FORMAT).map((update) => this.#told(update, authors));
    const met = new Set(updates.flatMap(({ personId }) => personId ?? []));
    return {
      read: mark.ordinal,
      head: head.count,
      readAt: mark.readAt,
      state: this.#stateAt(scriptId, mark.ordinal),
      updates,
      people: [...met].map((personId) => this.#people.person(personId) ?? { personId, name: null }),
    };
  }

  #told({ ordinal, origin, savedAt, bytes }: StoredUpdate, authors: ReadonlyMap<number, PersonId>) {
    const isMine = origin !== Origin.received;
    const personId = isMine ? this.#account : (authors.get(ordinal) ?? null);
    return { update: bytes, isMine, personId, savedAt };
  }

  #stateAt(scriptId: ScriptId, ordinal: number): Uint8Array | null {
    if (ordinal === 0) return null;
    const { snapshot, updates } = this.#history.at(scriptId, ordinal);
    const { doc } = readUpdates(snapshot === null ? updates : [snapshot, ...updates], HYDRATED);
    try {
      return Y.encodeStateAsUpdate(doc);
    } finally {
      doc.destroy();
    }
  }
}
