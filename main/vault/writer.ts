import { join } from 'node:path';
import { Failure } from '../../app/failure.ts';
import type { ScriptId } from '../../app/ids.ts';
import type { OpenedScript, ScriptSummary } from '../../app/ipc/contract.ts';
import { FORMAT } from '../../app/script/format.ts';
import { assertPragmas, openDatabase, transact, type Sqlite } from './database.ts';
import { asFailure, failureOf } from './failures.ts';
import { makeFolder } from './folder.ts';
import { emptyHead, HeadTable, type Head } from './head-table.ts';
import { inspect } from './inspect.ts';
import { migrate } from './migrate.ts';
import { ProjectionTable } from './projection-table.ts';
import {
  FILE_NAME,
  type KeeperJobs,
  type Outcome,
  type Request,
  type WriterCalls,
  type WriterStart,
} from './protocol.ts';
import { ScriptTable, type Script } from './script-table.ts';
import { SearchTable } from './search-table.ts';
import type { Findable } from './search-text.ts';
import { SessionTable, type Session } from './session-table.ts';
import { SnapshotTable, type Snapshot } from './snapshot-table.ts';
import { readStored } from './stored-script.ts';
import { Origin, UpdateLog } from './update-log.ts';
import { VaultLock } from './vault-lock.ts';

export type Change = Extract<Request<WriterCalls>, { name: 'append' | 'create' | 'rename' | 'trash' | 'restore' }>;

/** Heads as they will be when the group is committed. */
type Staged = Map<ScriptId, Head>;

/** One object for all, so that a flood's answers travel as one. */
const DONE: Outcome = { ok: true, value: undefined };

interface Parts {
  readonly db: Sqlite;
  readonly lock: VaultLock;
  readonly session: Session;
}

/** The only one that writes to the vault. Lives in the writer's thread; knows nothing of threads. */
export class Writer implements Disposable {
  readonly #db: Sqlite;
  readonly #lock: VaultLock;
  readonly #session: Session;
  readonly #sessions: SessionTable;
  readonly #scripts: ScriptTable;
  readonly #heads: HeadTable;
  readonly #log: UpdateLog;
  readonly #snapshots: SnapshotTable;
  readonly #projections: ProjectionTable;
  readonly #search: SearchTable;
  readonly #group;
  readonly #several;
  /** What is committed. The file has no other writer, so what was read once stays true. */
  readonly #known = new Map<ScriptId, Head>();
  #turn: number;

  private constructor({ db, lock, session }: Parts) {
    this.#db = db;
    this.#lock = lock;
    this.#session = session;
    this.#sessions = new SessionTable(db);
    this.#scripts = new ScriptTable(db);
    this.#heads = new HeadTable(db);
    this.#log = new UpdateLog(db);
    this.#snapshots = new SnapshotTable(db);
    this.#projections = new ProjectionTable(db);
    this.#search = new SearchTable(db);
    this.#group = db.transaction((changes: readonly Change[], staged: Staged) => this.#carryOut(changes, staged));
    // Inside the group's transaction this is a savepoint.
    this.#several = db.transaction((change: Change, staged: Staged) => this.#apply(change, staged));
    this.#turn = this.#heads.lastTurn();
  }

  /** @throws Failure `busy`, `damaged`, `newer-version`, `disk-full` or `read-only-disk`; the file is then as it was. */
  static open({ folder, account, appVersion, vaultId, at }: WriterStart): Writer {
    using opening = new DisposableStack();
    try {
      makeFolder(folder);
      const lock = opening.use(VaultLock.take(folder));
      const path = join(folder, FILE_NAME);
      inspect(path);
      const db = opening.adopt(openDatabase(path, { purpose: 'write' }), (it) => it.close());
      migrate(db, { vaultId, account, at });
      const session = transact(db, () => new SessionTable(db).start({ appVersion, at }));
      assertPragmas(db);
      const writer = new Writer({ db, lock, session });
      opening.move();
      return writer;
    } catch (error) {
      throw asFailure(error);
    }
  }

  /**
   * Carries out changes in one transaction, each in a savepoint of its own: one that fails fails alone. When this
   * returns, every change that says `ok` is on disk.
   */
  commit(changes: readonly Change[]): Outcome[] {
    const staged: Staged = new Map();
    try {
      const outcomes = this.#group.immediate(changes, staged);
      for (const [scriptId, head] of staged) this.#known.set(scriptId, head);
      return outcomes;
    } catch (error) {
      const outcome = failed(error);
      return changes.map(() => outcome);
    }
  }

  list(): readonly ScriptSummary[] {
    return this.#scripts.list();
  }

  /** @throws Failure `not-found`, or `damaged` where something read is not what was written. */
  openScript(scriptId: ScriptId): OpenedScript {
    return transact(
      this.#db,
      () => {
        const { title } = this.#script(scriptId);
        const head = this.#head(scriptId);
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

  /** Stores what the keeper has made, in a transaction of its own. Answers whether it was taken. */
  store(job: Request<KeeperJobs>): boolean {
    return transact(this.#db, () => {
      const { script } = this.#script(job.input.scriptId);
      switch (job.name) {
        case 'store-snapshot':
          return this.#storeSnapshot(this.#head(job.input.scriptId), job.input.snapshot);
        case 'store-texts':
          for (const textId of job.input.remove) this.#search.remove(textId);
          for (const text of job.input.put) this.#search.put(script, text);
          return true;
        case 'store-projection':
          this.#projections.write(script, job.input.projection);
          return true;
        default:
          return job satisfies never;
      }
    });
  }

  /** Writes down that this run ended as it should. */
  end({ at }: { readonly at: number }): void {
    transact(this.#db, () => this.#sessions.end(this.#session, { at }));
  }

  /** Moves what is in the WAL into the file, as far as no reader is in the way. */
  checkpoint(): void {
    this.#db.pragma('wal_checkpoint(PASSIVE)');
  }

  [Symbol.dispose](): void {
    this.#db.close();
    this.#lock[Symbol.dispose]();
  }

  #carryOut(changes: readonly Change[], staged: Staged): Outcome[] {
    const outcomes = changes.map((change) => this.#attempt(change, staged));
    for (const head of staged.values()) this.#heads.write(head);
    return outcomes;
  }

  #attempt(change: Change, staged: Staged): Outcome {
    const { scriptId } = change.input;
    const before = staged.get(scriptId);
    try {
      // An append is one statement, and a statement that fails leaves nothing behind: it needs no savepoint.
      if (change.name === 'append') this.#apply(change, staged);
      else this.#several(change, staged);
      return DONE;
    } catch (error) {
      // After some errors SQLite has rolled everything back: then nobody in this group was saved.
      if (!this.#db.inTransaction) throw error;
      if (before === undefined) staged.delete(scriptId);
      else staged.set(scriptId, before);
      return failed(error);
    }
  }

  #apply(change: Change, staged: Staged): void {
    const { scriptId, at } = change.input;
    switch (change.name) {
      case 'append': {
        const head = staged.get(scriptId) ?? this.#head(scriptId);
        const moved = this.#log.append(head, change.input.update, {
          origin: Origin.written,
          at,
          turn: this.#nextTurn(),
        });
        if (moved !== head) staged.set(scriptId, moved);
        return;
      }
      case 'create':
        return this.#create(change.input, staged);
      case 'rename':
        return this.#alter(scriptId, { title: change.input.title }, { at, staged });
      case 'trash':
        return this.#alter(scriptId, { trashedAt: at }, { at, staged });
      case 'restore':
        return this.#alter(scriptId, { trashedAt: null }, { at, staged });
      default:
        return change satisfies never;
    }
  }

  #create({ scriptId, title, updates, at }: WriterCalls['create']['input'], staged: Staged): void {
    const existing = this.#scripts.find(scriptId);
    const script = existing?.script ?? this.#scripts.nextNumber();
    if (existing === undefined) {
      const onlyHere = { projectId: null, status: null, serverTitle: null, serverVersion: null };
      this.#scripts.write({ script, scriptId, title, createdAt: at, trashedAt: null, ...onlyHere });
      this.#search.put(script, titleOf(title));
    }
    const start = existing === undefined ? emptyHead(script, scriptId) : (staged.get(scriptId) ?? this.#head(scriptId));
    const turn = this.#nextTurn();
    let head: Head = existing === undefined ? { ...start, editedAt: at, turn } : start;
    for (const update of updates) head = this.#log.append(head, update, { origin: Origin.written, at, turn });
    // Asked again with the same updates: the answer was lost. With others: somebody else's script has this id.
    if (existing !== undefined && head !== start) throw failureOf('conflict');
    if (existing === undefined) {
      this.#heads.write(head);
      staged.set(scriptId, head);
    }
  }

  /** A snapshot never stands for a log that this vault does not have, and never goes back behind the one there is. */
  #storeSnapshot(head: Head, snapshot: Snapshot): boolean {
    const chain = this.#log.chainAt(head, snapshot.ordinal);
    const isOurs = chain !== undefined && snapshot.ordinal <= head.count && Buffer.from(snapshot.chain).equals(chain);
    const isNewer = (this.#snapshots.newest(head.script)?.ordinal ?? 0) < snapshot.ordinal;
    if (!isOurs || !isNewer) return false;
    this.#snapshots.replace(head.script, snapshot);
    return true;
  }

  #alter(
    scriptId: ScriptId,
    change: Partial<Pick<Script, 'title' | 'trashedAt'>>,
    { at, staged }: { readonly at: number; readonly staged: Staged },
  ): void {
    const script = { ...this.#script(scriptId), ...change };
    this.#scripts.write(script);
    if (change.title !== undefined) this.#search.put(script.script, titleOf(change.title));
    const head = staged.get(scriptId) ?? this.#head(scriptId);
    // Moving a script to the trash and back is no edit: the library then shows it where it stood.
    const editedAt = change.title === undefined ? head.editedAt : at;
    staged.set(scriptId, { ...head, editedAt, turn: this.#nextTurn() });
  }

  #script(scriptId: ScriptId): Script {
    const script = this.#scripts.find(scriptId);
    if (script === undefined) throw failureOf('not-found');
    return script;
  }

  #head(scriptId: ScriptId): Head {
    const head = this.#known.get(scriptId) ?? this.#heads.find(scriptId);
    if (head === undefined) throw failureOf('not-found');
    this.#known.set(scriptId, head);
    return head;
  }

  #nextTurn(): number {
    this.#turn += 1;
    return this.#turn;
  }
}

function titleOf(title: string): Findable {
  return { cell: 'title', place: '', text: title };
}

export function failed(error: unknown): Outcome {
  const failure = asFailure(error);
  if (!(failure instanceof Failure)) return { ok: false, bug: error };
  return { ok: false, code: failure.code, message: failure.message, cause: failure.cause };
}
