import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ScriptId } from '../../../app/ids.ts';
import { assertPragmas, openDatabase, transact, type Sqlite } from '../database.ts';
import { migrate } from '../migrate.ts';
import { FILE_NAME, type NewUpdate } from '../protocol.ts';
import { ScriptChanges, type Change, type Staged } from '../script-changes.ts';
import { SnapshotTable } from '../snapshot-table.ts';
import { readStored } from '../stored-script.ts';
import { UpdateLog } from '../update-log.ts';
import { isSyncChange, isSyncRequest } from './is-sync-change.ts';
import { LogByCalls } from './log-by-calls.ts';
import { SyncDesk } from './sync-desk.ts';
import type { SyncRequest } from './sync-calls.ts';

export interface VaultLogOptions {
  /** Made when it is not there. */
  readonly folder: string;
  /** Whose scripts these are: the id of an account. */
  readonly account: string;
  /** Of a vault that is made. */
  readonly vaultId: string;
  readonly now: () => Date;
  /**
   * `into-the-system`: nothing is flushed, for runs that stop programs and never the power. A hundred times as many fit
   * into the same time.
   */
  readonly saves?: 'durably' | 'into-the-system';
  /** Called around every transaction; what one of them throws is what a stop at that moment is. */
  readonly hooks?: { readonly beforeCommit?: (name: string) => void; readonly afterCommit?: (name: string) => void };
}

type Work = SyncRequest | Change;

/**
 * A vault without threads, for one user of its file at a time: the same tables and the same code as the writer's, so that
 * a simulation runs what a person's Galley runs. Leaving it where it stands and opening the folder anew is a crash.
 */
export class VaultLog extends LogByCalls implements Disposable {
  readonly #db: Sqlite;
  readonly #changes: ScriptChanges;
  readonly #desk: SyncDesk;
  readonly #options: Omit<VaultLogOptions, 'folder' | 'saves'>;

  private constructor(db: Sqlite, options: Omit<VaultLogOptions, 'folder' | 'saves'>) {
    super({ now: options.now, ask: async (name, input) => this.#carryOut({ name, input } as SyncRequest) as never });
    this.#db = db;
    this.#options = options;
    this.#changes = new ScriptChanges(db, options);
    this.#desk = new SyncDesk(db, { account: options.account, changes: this.#changes });
  }

  static open(options: VaultLogOptions): VaultLog {
    mkdirSync(options.folder, { recursive: true });
    using opening = new DisposableStack();
    const db = opening.adopt(openDatabase(join(options.folder, FILE_NAME), { purpose: 'write' }), (it) => it.close());
    migrate(db, { vaultId: options.vaultId, account: options.account, at: options.now().getTime() });
    if (options.saves === 'into-the-system') db.pragma('synchronous = OFF');
    else assertPragmas(db);
    opening.move();
    return new VaultLog(db, options);
  }

  /** Over a database that is open, empty or a vault's: the simulation keeps its vaults in memory. */
  static over(db: Sqlite, options: Omit<VaultLogOptions, 'folder' | 'saves'>): VaultLog {
    migrate(db, { vaultId: options.vaultId, account: options.account, at: options.now().getTime() });
    return new VaultLog(db, options);
  }

  /** What a window saves. */
  async append(scriptId: ScriptId, update: NewUpdate): Promise<void> {
    this.#carryOut({ name: 'append', input: { scriptId, update, at: this.#now() } });
  }

  async create(script: { scriptId: ScriptId; title: string; updates: readonly NewUpdate[] }): Promise<void> {
    this.#carryOut({ name: 'create', input: { ...script, at: this.#now() } });
  }

  async rename(scriptId: ScriptId, title: string): Promise<void> {
    this.#carryOut({ name: 'rename', input: { scriptId, title, at: this.#now() } });
  }

  /** Everything in a script's log, in order: what its document is made of. */
  updatesOf(scriptId: ScriptId): readonly Uint8Array[] {
    const [log, snapshots] = [new UpdateLog(this.#db), new SnapshotTable(this.#db)];
    const { state, updates } = readStored(this.#changes.headOf(scriptId), { log, snapshots });
    const rest = updates.map(({ bytes }) => bytes);
    return state === null ? rest : [state, ...rest];
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }

  #carryOut(work: Work): unknown {
    const { hooks } = this.#options;
    const staged: Staged = new Map();
    try {
      const answer = transact(this.#db, () => {
        const answered = this.#apply(work, staged);
        this.#changes.writeHeads(staged);
        hooks?.beforeCommit?.(work.name);
        return answered;
      });
      this.#changes.committed(staged);
      hooks?.afterCommit?.(work.name);
      return answer;
    } catch (error) {
      this.#changes.takenBack();
      this.#desk.forget();
      throw error;
    }
  }

  #apply(work: Work, staged: Staged): unknown {
    if (isSyncRequest(work)) {
      return isSyncChange(work) ? this.#desk.apply(work, staged) : this.#desk.answer(work, staged);
    }
    return this.#changes.apply(work, staged);
  }

  #now(): number {
    return this.#options.now().getTime();
  }
}
