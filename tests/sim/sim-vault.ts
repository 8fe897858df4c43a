import Database from 'better-sqlite3';
import { UpdateId, type PersonId, type ScriptId } from '../../app/ids.ts';
import { bytesToUuid } from '../../app/server/frames.ts';
import { FORMAT } from '../../app/script/format.ts';
import { PAGE_BYTES, type Sqlite } from '../../main/vault/database.ts';
import { HeadTable, type Head } from '../../main/vault/head-table.ts';
import { migrate } from '../../main/vault/migrate.ts';
import { ScriptTable } from '../../main/vault/script-table.ts';
import { LaneTable, type LaneRow } from '../../main/vault/sync/lane-table.ts';
import { VaultLog } from '../../main/vault/sync/vault-log.ts';
import { UpdateLog } from '../../main/vault/update-log.ts';
import { readVaultRow, writeVaultRow } from '../../main/vault/vault-row.ts';
import type { Written } from './device.ts';

const VAULT_ID = '00000000-0000-4000-8000-000000000001';
const MOST_ROWS = 1_000_000;

/** A device's real vault, its file in memory. A crash leaves the object and takes the file as it is. */
export class SimVault implements Disposable {
  readonly log: VaultLog;
  readonly #db: Sqlite;
  readonly #heads: HeadTable;
  readonly #scripts: ScriptTable;
  readonly #lanes: LaneTable;
  readonly #updates: UpdateLog;

  private constructor(db: Sqlite, log: VaultLog) {
    this.#db = db;
    this.log = log;
    this.#heads = new HeadTable(db);
    this.#scripts = new ScriptTable(db);
    this.#lanes = new LaneTable(db);
    this.#updates = new UpdateLog(db);
  }

  /** A new vault: nobody's, until it is opened for the first time. */
  static empty(): Buffer {
    const db = new Database(':memory:');
    db.pragma(`page_size = ${PAGE_BYTES}`);
    migrate(db, { account: 'nobody', vaultId: VAULT_ID, at: 0 });
    const image = db.serialize();
    db.close();
    return image;
  }

  static open(image: Buffer, account: PersonId, nowMs: () => number): SimVault {
    const db = new Database(image);
    db.pragma('foreign_keys = ON');
    // Making each device's vault anew would take half of a history's time: they begin as copies of one.
    const row = readVaultRow(db);
    if (row.account !== account) writeVaultRow(db, { ...row, account });
    return new SimVault(db, VaultLog.over(db, { account, vaultId: VAULT_ID, now: () => new Date(nowMs()) }));
  }

  [Symbol.dispose](): void {
    this.log[Symbol.dispose]();
  }

  /** What the disk holds. */
  image(): Buffer {
    return this.#db.serialize();
  }

  /** Whether the script is here and belongs to a project. */
  has(scriptId: ScriptId): boolean {
    return (this.#scripts.find(scriptId)?.projectId ?? null) !== null;
  }

  hasNewerFormat(scriptId: ScriptId): boolean {
    return this.#head(scriptId).format > FORMAT;
  }

  /** What the server last said of it. */
  said(scriptId: ScriptId): LaneRow {
    return this.#lanes.of(this.#head(scriptId).script);
  }

  /** Every update of the local log, in order. */
  rows(scriptId: ScriptId): readonly Written[] {
    const rows = this.#updates.readFrom(this.#head(scriptId), 1, MOST_ROWS);
    return rows.map(({ id, format, bytes }) => ({ id: UpdateId.parse(bytesToUuid(id)), format, bytes }));
  }

  #head(scriptId: ScriptId): Head {
    const head = this.#heads.find(scriptId);
    if (head === undefined) throw new Error(`There is no script ${scriptId} here.`);
    return head;
  }
}
