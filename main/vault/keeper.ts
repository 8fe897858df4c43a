import type * as Y from 'yjs';
import { Failure } from '../../app/failure.ts';
import type { ScriptId } from '../../app/ids.ts';
import type { SearchHit } from '../../app/ipc/contract.ts';
import { FORMAT } from '../../app/script/format.ts';
import { HYDRATED } from '../../app/script/origins.ts';
import { buildScript, readScript, type PlainScript } from '../../app/script/plain-script.ts';
import { readUpdates, type ReadUpdates } from '../../app/script/read-updates.ts';
import type { Office } from './backup/backup-calls.ts';
import { BackupDesk, type DeskParts } from './backup/backup-desk.ts';
import { LogRecorder } from '../health/blind/log-recorder.ts';
import { StoredHealthReader } from '../health/stored-health.ts';
import { BackupJournal } from './backup/backup-journal.ts';
import { Backups, type BackupsParts } from './backup/backups.ts';
import { checkpoint } from './checkpoint.ts';
import { assertPragmas, openDatabase, transact, type Sqlite } from './database.ts';
import { asFailure, failureOf } from './failures.ts';
import { HeadTable, type Head } from './head-table.ts';
import { project, ProjectionTable } from './projection-table.ts';
import { SeekChore } from './history/seek-chore.ts';
import { SegmentChore } from './history/segment-chore.ts';
import type { Pace } from './history/pace.ts';
import type { Chore } from './chores.ts';
import { ScriptHistory } from './history/script-history.ts';
import { StorageUsed } from './history/storage-used.ts';
import { UnsentScripts } from './history/unsent-scripts.ts';
import { AwayLogReader } from './sync/away-log-reader.ts';
import type { KeeperJobs } from './protocol.ts';
import type { Questions } from './questions.ts';
import { CheckChore, type CheckChoreParts } from './recovery/check-chore.ts';
import { SearchTable } from './search-table.ts';
import { findablesOf } from './search-text.ts';
import { SnapshotTable } from './snapshot-table.ts';
import { isSnapshotDue, takeSnapshot } from './snapshots.ts';
import { readStored, type StoredScript } from './stored-script.ts';
import { textChanges } from './text-changes.ts';
import { UpdateLog } from './update-log.ts';

export interface KeeperParts {
  readonly writer: Pick<Questions<KeeperJobs>, 'ask'>;
  /** The library's counts have changed. */
  readonly onCounts: () => void;
  /** A script, or some of its updates, could not be read. The others go on; this one is tried again when it changes. */
  readonly onTrouble: (scriptId: ScriptId, error: unknown) => void;
}

/** So many texts in one transaction of the writer, about 2 ms: whoever types meanwhile waits for one of them. */
const TEXTS_PER_JOB = 25;

/** Reads the vault beside the writer: takes snapshots, keeps the index, answers searches. Asks the writer to store. */
export class Keeper implements Disposable {
  readonly history: ScriptHistory;
  readonly storage: StorageUsed;
  readonly unsent: UnsentScripts;
  readonly away: AwayLogReader;
  readonly health: StoredHealthReader;
  readonly recorder: LogRecorder;
  readonly #db: Sqlite;
  readonly #parts: KeeperParts;
  readonly #heads: HeadTable;
  readonly #log: UpdateLog;
  readonly #snapshots: SnapshotTable;
  readonly #projections: ProjectionTable;
  readonly #search: SearchTable;
  /** Scripts that could not be read, and how many updates they had then. */
  readonly #unreadable = new Map<ScriptId, number>();
  /** How many of a script's updates nobody can read, where that was told. */
  readonly #leftOut = new Map<ScriptId, number>();
  #turn: Promise<void> = Promise.resolve();
  #isClosed = false;

  private constructor(db: Sqlite, parts: KeeperParts) {
    this.#db = db;
    this.#parts = parts;
    this.#heads = new HeadTable(db);
    this.#log = new UpdateLog(db);
    this.#snapshots = new SnapshotTable(db);
    this.#projections = new ProjectionTable(db);
    this.#search = new SearchTable(db);
    this.history = new ScriptHistory(db);
    this.storage = new StorageUsed(db);
    this.unsent = new UnsentScripts(db);
    this.away = new AwayLogReader(db, this.history);
    this.health = new StoredHealthReader(db);
    this.recorder = new LogRecorder(db);
  }

  static open(file: string, parts: KeeperParts): Keeper {
    try {
      const db = openDatabase(file, { purpose: 'read' });
      transact(db, () => db.prepare('SELECT count(*) FROM script').get(), 'deferred');
      assertPragmas(db);
      return new Keeper(db, parts);
    } catch (error) {
      throw asFailure(error);
    }
  }

  /** Brings every script's index, counts and snapshot up to what was saved when this was called. One at a time. */
  settle({ at }: { readonly at: number }): Promise<void> {
    const turn = this.#turn.then(() => this.#tendAll(at));
    // Whoever asked is told when it fails; the next one starts afresh.
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Everything saved before the call can be found. */
  async search({
    query,
    limit,
    at,
  }: {
    readonly query: string;
    readonly limit: number;
    readonly at: number;
  }): Promise<readonly SearchHit[]> {
    await this.settle({ at });
    return this.#search.search(query, limit);
  }

  /**
   * The script as saved when asked: from its projection where that is up to date, else from the log.
   * @throws Failure `not-found`, `damaged`
   */
  readPlain(scriptId: ScriptId): PlainScript {
    const head = this.#heads.find(scriptId);
    if (head === undefined) throw failureOf('not-found');
    const projected = this.#projections.read(head);
    if (projected !== undefined) return projected;
    const { doc } = read(this.#read(head));
    try {
      return readScript(doc);
    } finally {
      doc.destroy();
    }
  }

  /**
   * What a duplicate begins with: updates made from what is visible, with new ids and without history.
   * @throws Failure `not-found`, `damaged`
   */
  readCopy(scriptId: ScriptId, newId: () => string): readonly Uint8Array[] {
    return buildScript(this.readPlain(scriptId), { newId });
  }

  /** The backups of this vault. They read through this keeper's connection. */
  /** The chore that looks at everything. */
  check(parts: Pick<CheckChoreParts, 'tell' | 'elapsed' | 'pace'>): CheckChore {
    return new CheckChore({ ...parts, db: this.#db, writer: this.#parts.writer });
  }

  backups(parts: Omit<BackupsParts, 'db' | 'journal'> & Pick<DeskParts, 'surroundings'>): Omit<Office, 'settle'> {
    const db = this.#db;
    const journal = new BackupJournal({ db, writer: this.#parts.writer });
    const desk = new BackupDesk({ db, journal, folder: parts.folder, surroundings: parts.surroundings });
    return { backups: new Backups({ ...parts, db, journal }), desk, journal, onChanged: parts.onChanged };
  }

  /** Keeps every script's past small, and fast to move through. */
  historyChores(pace: Pace): readonly Chore[] {
    const { writer, onTrouble } = this.#parts;
    const parts = { db: this.#db, writer, pace, onTrouble };
    return [new SeekChore(parts), new SegmentChore(parts)];
  }

  /** Empties the log beside the writer, so that none of its commits has to while somebody types without a pause. */
  checkpoint(): void {
    checkpoint(this.#db);
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.recorder[Symbol.dispose]();
    this.#db.close();
  }

  async #tendAll(at: number): Promise<void> {
    for (const { scriptId, count } of this.#isClosed ? [] : this.#projections.behind()) {
      if (this.#isClosed) return;
      if (this.#unreadable.get(scriptId) === count) continue;
      try {
        await this.#tend(scriptId, at);
        this.#unreadable.delete(scriptId);
      } catch (error) {
        if (this.#isClosed) return;
        // Removed meanwhile: there is nothing left to tend.
        if (error instanceof Failure && error.code === 'not-found') continue;
        // What the writer could not store is tried again; what cannot be read stays so until it changes.
        if (!(error instanceof Failure) || error.code === 'damaged') this.#unreadable.set(scriptId, count);
        this.#parts.onTrouble(scriptId, error);
      }
    }
  }

  async #tend(scriptId: ScriptId, at: number): Promise<void> {
    const head = this.#heads.find(scriptId);
    if (head === undefined) return;
    const stored = this.#read(head);
    const { doc, unreadable } = read(stored);
    try {
      this.#tellLeftOut(scriptId, unreadable.length);
      // A snapshot would be without what cannot be read, and so would the script be: unlike now, without a word.
      if (unreadable.length === 0) await this.#snapshot(head, { doc, stored, at });
      const script = readScript(doc);
      await this.#index(head, script);
      await this.#parts.writer.ask('store-projection', { scriptId, projection: project(script, stored.place) });
      this.#parts.onCounts();
    } finally {
      doc.destroy();
    }
  }

  #tellLeftOut(scriptId: ScriptId, count: number): void {
    if (count > (this.#leftOut.get(scriptId) ?? 0)) this.#parts.onTrouble(scriptId, failureOf('damaged'));
    this.#leftOut.set(scriptId, count);
  }

  async #snapshot(head: Head, { doc, stored, at }: { doc: Y.Doc; stored: StoredScript; at: number }): Promise<void> {
    // What this build cannot apply would be missing from the snapshot, and so from the script.
    if (head.format > FORMAT) return;
    const bytes = stored.updates.reduce((sum, update) => sum + update.bytes.length, 0);
    if (!isSnapshotDue({ updates: stored.updates.length, bytes, stateBytes: stored.state?.length ?? 0 })) return;
    const snapshot = takeSnapshot(doc, stored.place, { at });
    if (snapshot !== undefined) await this.#parts.writer.ask('store-snapshot', { scriptId: head.scriptId, snapshot });
  }

  async #index({ script, scriptId }: Head, plain: PlainScript): Promise<void> {
    const { put, remove } = textChanges(this.#search.everythingOf(script), findablesOf(plain));
    for (let at = 0; at < Math.max(put.length, remove.length); at += TEXTS_PER_JOB) {
      const [some, gone] = [put.slice(at, at + TEXTS_PER_JOB), remove.slice(at, at + TEXTS_PER_JOB)];
      await this.#parts.writer.ask('store-texts', { scriptId, put: some, remove: gone });
    }
  }

  #read(head: Head): StoredScript {
    return readStored(head, { log: this.#log, snapshots: this.#snapshots });
  }
}

/**
 * What this build knows of a script.
 * @throws Failure `damaged` when there is a snapshot and nobody can read it.
 */
function read({ state, updates }: StoredScript): ReadUpdates {
  const known = updates.filter(({ format }) => format <= FORMAT).map(({ bytes }) => bytes);
  const found = readUpdates(state === null ? known : [state, ...known], HYDRATED);
  if (state !== null && found.unreadable.includes(state)) throw failureOf('damaged');
  return found;
}
