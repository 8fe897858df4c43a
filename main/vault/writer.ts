import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../../app/failure.ts';
import type { ScriptId } from '../../app/ids.ts';
import type { OpenedScript, ScriptSummary } from '../../app/ipc/contract.ts';
import type { Moment } from '../../app/ipc/history.ts';
import type { ScriptGlance } from '../../app/ipc/script-glance.ts';
import { FORMAT } from '../../app/script/format.ts';
import { Samples } from '../health/samples.ts';
import { commitWithBallast } from './ballast.ts';
import { finishRestore } from './backup/restore-vault.ts';
import { checkpoint } from './checkpoint.ts';
import { assertPragmas, openDatabase, transact, type Sqlite } from './database.ts';
import { asFailure, failureOf } from './failures.ts';
import { flushFolders, makeFolder } from './folder.ts';
import { glanceOf, isGlanceWorthwhile } from './glance.ts';
import { HistoryChanges } from './history/history-changes.ts';
import { KeeperStore } from './keeper-store.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migrations/all.ts';
import { ProjectionTable } from './projection-table.ts';
import {
  FILE_NAME,
  type KeeperJobs,
  type Outcome,
  type Request,
  type WriterCalls,
  type WriterStart,
  type WriterTimings,
} from './protocol.ts';
import { HealthRecord } from './recovery/health-record.ts';
import { makeUsable } from './recovery/make-usable.ts';
import type { RecoverOptions } from './recovery/recover.ts';
import { SameFiles } from './same-files.ts';
import { ScriptChanges, type Change, type Staged } from './script-changes.ts';
import { ScriptTable } from './script-table.ts';
import { isSyncRequest } from './sync/is-sync-change.ts';
import type { SyncChange, SyncOther } from './sync/sync-calls.ts';
import { SyncDesk } from './sync/sync-desk.ts';
import { SessionTable, type Session } from './session-table.ts';
import { SnapshotTable } from './snapshot-table.ts';
import { readStored } from './stored-script.ts';
import { UpdateLog } from './update-log.ts';
import { VaultLock } from './vault-lock.ts';
import { readVaultRow } from './vault-row.ts';

/** One object for all, so that a flood's answers travel as one. */
const DONE: Outcome = { ok: true, value: undefined };

/** What may be carried out together with others. */
export type GroupChange = Change | SyncChange;

interface Parts {
  readonly db: Sqlite;
  readonly lock: VaultLock;
  readonly session: Session;
  readonly path: string;
  readonly account: string;
  readonly health: HealthRecord;
}

/** What a writer needs besides what it is told by the main process. */
export interface WriterTools extends Pick<RecoverOptions, 'newId' | 'openSources' | 'onProgress'> {
  /** The migrations of another build than this one. */
  readonly known?: readonly Migration[];
}

/** The only one that writes to the vault. Lives in the writer's thread; knows nothing of threads. */
export class Writer implements Disposable {
  readonly vaultId: string;
  readonly health: HealthRecord;
  readonly #commits = new Samples();
  readonly #opens = new Samples();
  readonly #db: Sqlite;
  readonly #files: SameFiles;
  readonly #lock: VaultLock;
  readonly #session: Session;
  readonly #sessions: SessionTable;
  readonly #scripts: ScriptTable;
  readonly #changes: ScriptChanges;
  readonly #sync: SyncDesk;
  readonly #history: HistoryChanges;
  readonly #log: UpdateLog;
  readonly #snapshots: SnapshotTable;
  readonly #projections: ProjectionTable;
  readonly #keepers: KeeperStore;
  readonly #group;
  readonly #several;

  private constructor({ db, lock, session, path, account, health }: Parts) {
    this.vaultId = readVaultRow(db).vaultId;
    this.#files = SameFiles.ofDatabase(path);
    this.#db = db;
    this.health = health;
    this.#lock = lock;
    this.#session = session;
    this.#sessions = new SessionTable(db);
    this.#scripts = new ScriptTable(db);
    this.#changes = new ScriptChanges(db, { account });
    this.#sync = new SyncDesk(db, { account, changes: this.#changes });
    this.#history = new HistoryChanges(db, { account });
    this.#log = new UpdateLog(db);
    this.#snapshots = new SnapshotTable(db);
    this.#projections = new ProjectionTable(db);
    this.#keepers = new KeeperStore(db, this.#changes);
    this.#group = db.transaction((changes: readonly GroupChange[], staged: Staged) => this.#carryOut(changes, staged));
    // Inside the group's transaction this is a savepoint.
    this.#several = db.transaction((change: GroupChange, staged: Staged) => this.#apply(change, staged));
  }

  /**
   * Opens the vault of a folder. One that is damaged is set aside and built again first.
   * @throws Failure `busy`, `newer-version`, `disk-full`, `read-only-disk` or, when another vault was expected,
   * `disk-gone`; the file is then as it was.
   */
  static open(
    { folder, account, appVersion, vaultId, expectedVaultId = null, at }: WriterStart,
    tools: WriterTools,
  ): Writer {
    using opening = new DisposableStack();
    try {
      const path = join(folder, FILE_NAME);
      // An empty folder where a disk was mounted is not a place for a new vault.
      if (expectedVaultId !== null && !existsSync(path)) throw failureOf('disk-gone');
      makeFolder(folder);
      const lock = opening.use(VaultLock.take(folder));
      finishRestore(folder);
      // A run that was killed may have made these folders without flushing their names, and with them everything is lost.
      if (!existsSync(path)) flushFolders(dirname(folder), { above: 1 });
      const isExpected = expectedVaultId !== null;
      const remark = makeUsable({ folder, account, vaultId, at, isExpected, ...tools });
      const db = opening.adopt(openDatabase(path, { purpose: 'write' }), (it) => it.close());
      if (expectedVaultId !== null && readVaultRow(db).vaultId !== expectedVaultId) throw failureOf('disk-gone');
      migrate(db, { vaultId, account, at }, tools.known);
      const session = transact(db, () => new SessionTable(db).start({ appVersion, at }));
      assertPragmas(db);
      const health = opening.use(HealthRecord.open(db, { folder, newId: tools.newId }));
      health.began({ session, remark, at });
      const writer = new Writer({ db, lock, session, path, account, health });
      opening.move();
      return writer;
    } catch (error) {
      throw asFailure(error);
    }
  }

  /**
   * Carries out changes in one transaction, each in a savepoint of its own: one that fails fails alone. When this
   * returns, every change that says `ok` is on disk. What finds the disk full is tried again on what `release` frees.
   */
  commit(changes: readonly GroupChange[], release: () => boolean = () => false): readonly Outcome[] {
    return this.#commits.time(() => commitWithBallast(changes, { commit: (some) => this.#commitGroup(some), release }));
  }

  list(): readonly ScriptSummary[] {
    return this.#scripts.list();
  }

  /** @throws Failure `not-found`, `damaged` */
  readGlance(scriptId: ScriptId): ScriptGlance | null {
    return transact(
      this.#db,
      () => {
        const { title } = this.#changes.scriptOf(scriptId);
        const head = this.#changes.headOf(scriptId);
        if (head.format > FORMAT || !isGlanceWorthwhile(this.#snapshots.stateBytes(head.script))) return null;
        const script = this.#projections.read(head);
        return script === undefined ? null : glanceOf(title, script);
      },
      'deferred',
    );
  }

  /** @throws Failure `not-found`, or `damaged` where something read is not what was written. */
  openScript(scriptId: ScriptId): OpenedScript {
    return this.#opens.time(() => this.#openScript(scriptId));
  }

  /** How long the last commits and openings took. */
  timings(): WriterTimings {
    return { commits: this.#commits.spread(), opens: this.#opens.spread() };
  }

  #openScript(scriptId: ScriptId): OpenedScript {
    return transact(
      this.#db,
      () => {
        const { title } = this.#changes.scriptOf(scriptId);
        const head = this.#changes.headOf(scriptId);
        const { state, updates } = readStored(head, { log: this.#log, snapshots: this.#snapshots });
        return {
          title,
          snapshot: state,
          updates: updates.filter(({ format }) => format <= FORMAT).map(({ bytes }) => bytes),
          readOnly: head.format > FORMAT ? 'newer-format' : null,
        };
      },
      'deferred',
    );
  }

  /** @throws Failure `not-found`, `conflict` */
  nameMoment(moment: WriterCalls['name-moment']['input']): Moment {
    return transact(this.#db, () => this.#history.nameMoment(this.#changes.headOf(moment.scriptId), moment, moment));
  }

  /** @throws Failure `not-found`, `conflict` */
  changeMoment(change: WriterCalls['change-moment']['input']): void {
    transact(this.#db, () => this.#history.changeMoment(this.#changes.headOf(change.scriptId), change, change));
  }

  /** @throws Failure `not-found`, `conflict` when other updates are unsent than the person has confirmed. */
  removeScript({ scriptId, ...confirmed }: WriterCalls['remove-script']['input']): void {
    transact(this.#db, () => {
      this.#history.remove(this.#changes.scriptOf(scriptId), this.#changes.headOf(scriptId), confirmed);
    });
    this.#changes.forget(scriptId);
    this.#sync.forget();
  }

  /** What the sync engine asks that is of no one script, in a transaction of its own. */
  sync(request: SyncOther): unknown {
    const staged: Staged = new Map();
    try {
      const answer = transact(this.#db, () => {
        const answered = this.#sync.answer(request, staged);
        this.#changes.writeHeads(staged);
        return answered;
      });
      this.#changes.committed(staged);
      return answer;
    } catch (error) {
      this.#takenBack();
      throw error;
    }
  }

  /** Stores what the keeper has made, in a transaction of its own. Answers whether it was taken. */
  store(job: Request<KeeperJobs>): boolean {
    return transact(this.#db, () =>
      job.name === 'store-checkup' ? this.health.addCheckup(job.input.checkup) : this.#keepers.store(job),
    );
  }

  /** Writes down that this run ended as it should. */
  end({ at }: { readonly at: number }): void {
    transact(this.#db, () => this.#sessions.end(this.#session, { at }));
    this.health.ended({ session: this.#session, at });
  }

  /** Moves what is in the WAL into the file, as far as no reader is in the way; on what `release` frees if it must. */
  checkpoint(release?: () => boolean): void {
    checkpoint(this.#db, release);
    this.health.rests({ session: this.#session });
  }

  [Symbol.dispose](): void {
    this.health[Symbol.dispose]();
    this.#db.close();
    this.#lock[Symbol.dispose]();
  }

  #commitGroup(changes: readonly GroupChange[]): Outcome[] {
    const staged: Staged = new Map();
    try {
      const outcomes = this.#group.immediate(changes, staged);
      if (!this.#files.areInPlace()) throw failureOf('disk-gone');
      this.#changes.committed(staged);
      return outcomes;
    } catch (error) {
      this.#takenBack();
      const outcome = failed(error);
      return changes.map(() => outcome);
    }
  }

  #carryOut(changes: readonly GroupChange[], staged: Staged): Outcome[] {
    const outcomes = changes.map((change) => this.#attempt(change, staged));
    this.#changes.writeHeads(staged);
    return outcomes;
  }

  #attempt(change: GroupChange, staged: Staged): Outcome {
    const { scriptId } = change.input;
    const before = staged.get(scriptId);
    try {
      // What is typed comes first: a flood of it asks nothing else.
      if (change.name === 'append' && this.#changes.isOneStatement(change, staged)) this.#changes.apply(change, staged);
      else {
        const value = this.#several(change, staged);
        if (value !== undefined) return { ok: true, value };
      }
      return DONE;
    } catch (error) {
      // After some errors SQLite has rolled everything back: then nobody in this group was saved.
      if (!this.#db.inTransaction) throw error;
      this.#takenBack();
      if (before === undefined) staged.delete(scriptId);
      else staged.set(scriptId, before);
      return failed(error);
    }
  }

  #apply(change: GroupChange, staged: Staged): unknown {
    return isSyncRequest(change) ? this.#sync.apply(change, staged) : this.#changes.apply(change, staged);
  }

  /** What is remembered of the file is read again. */
  #takenBack(): void {
    this.#changes.takenBack();
    this.#sync.forget();
  }
}

export function failed(error: unknown): Outcome {
  const failure = asFailure(error);
  if (!(failure instanceof Failure)) return { ok: false, bug: error };
  return { ok: false, code: failure.code, message: failure.message, cause: failure.cause };
}
