import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { IncidentId } from '../../../app/ipc/recovery.ts';
import { Failure } from '../../../app/failure.ts';
import { readNumber, transact, type Sqlite } from '../database.ts';
import { asFailure } from '../failures.ts';
import { HeadTable } from '../head-table.ts';
import type { Session } from '../session-table.ts';
import { readVaultRow } from '../vault-row.ts';
import { CheckupTable, type StoredCheckup } from './checkup-table.ts';
import { IncidentTable, type StoredIncident } from './incident-table.ts';
import { reportOn, type Remark } from './make-usable.ts';
import { beginRecovery } from './recover.ts';
import { sealsOf } from './start-check.ts';
import { Witness } from './witness.ts';

export interface HealthRecordOptions {
  /** The account's own folder. */
  readonly folder: string;
  readonly newId: () => string;
}

const CHECKUPS_TOLD = 10;

/** Keeps the witness beside the vault, and writes down what was odd about the file when it was opened. */
export class HealthRecord implements Disposable {
  readonly #db: Sqlite;
  readonly #witness: Witness;
  readonly #heads: HeadTable;
  readonly #vaultId: string;
  readonly #folder: string;
  readonly #newId: () => string;
  readonly #incidents: IncidentTable;
  readonly #checkups: CheckupTable;
  #toldTurn = -1;
  /** When the writer last heard the time: threads have no clock. */
  #at = 0;

  private constructor(db: Sqlite, witness: Witness, { folder, newId }: HealthRecordOptions) {
    this.#db = db;
    this.#witness = witness;
    this.#heads = new HeadTable(db);
    this.#incidents = new IncidentTable(db);
    this.#checkups = new CheckupTable(db);
    this.#vaultId = readVaultRow(db).vaultId;
    this.#folder = folder;
    this.#newId = newId;
  }

  static open(db: Sqlite, options: HealthRecordOptions): HealthRecord {
    return new HealthRecord(db, Witness.open(options.folder), options);
  }

  began({
    session,
    remark,
    at,
  }: {
    readonly session: Session;
    readonly remark: Remark | null;
    readonly at: number;
  }): void {
    this.#at = at;
    if (remark !== null) {
      const scripts = Number(this.#db.prepare('SELECT count(*) FROM script').pluck().get());
      const incident = { incidentId: IncidentId.parse(this.#newId()), foundAt: at, checkup: null, scriptId: null };
      const report = reportOn(remark, { scripts });
      transact(this.#db, () => this.#incidents.write({ ...incident, state: 'found', setAside: null, report }));
    }
    this.#tell(session, { isAtRest: false });
  }

  /** Nobody has asked anything for a while, and all of it is on disk. */
  rests({ session }: { readonly session: Session }): void {
    if (this.#heads.lastTurn() !== this.#toldTurn) this.#tell(session, { isAtRest: false });
  }

  /** Nothing is written any more. */
  ended({ session, at }: { readonly session: Session; readonly at: number }): void {
    this.#at = at;
    this.#tell(session, { isAtRest: true });
  }

  /** The file is to be set aside and built again when it is next opened. */
  begin({ at }: { readonly at: number }): void {
    const found = { kind: 'unusable', reason: 'damaged', usesRows: true, usesWal: true, changed: [] } as const;
    beginRecovery(found, { folder: this.#folder, at, newId: this.#newId });
  }

  /** Newest first. */
  incidents(): readonly StoredIncident[] {
    return this.#incidents.list();
  }

  /** @throws Failure `not-found` */
  seen(incidentId: IncidentId): void {
    transact(this.#db, () => this.#incidents.write({ ...this.#incidents.find(incidentId), state: 'seen' }));
  }

  /** The last full ones, newest first. */
  checkups(): readonly StoredCheckup[] {
    return this.#checkups.list('full', CHECKUPS_TOLD);
  }

  /** Belongs inside a transaction. */
  addCheckup(checkup: StoredCheckup): true {
    this.#checkups.add(checkup);
    return true;
  }

  [Symbol.dispose](): void {
    this.#witness[Symbol.dispose]();
  }

  #tell({ session }: Session, { isAtRest }: { readonly isAtRest: boolean }): void {
    const turn = this.#heads.lastTurn();
    const editedAt = Number(this.#db.prepare('SELECT coalesce(max(edited_at), 0) FROM head').pluck().get());
    try {
      this.#witness.write({
        vaultId: this.#vaultId,
        schema: readNumber(this.#db, 'user_version'),
        turn,
        session,
        at: Math.max(this.#at, editedAt),
        seals: isAtRest ? sealsOf(this.#db) : null,
        // Closing the file removes its WAL: the next one has a salt of its own.
        walSalt: isAtRest ? null : saltOf(`${this.#db.name}-wal`),
      });
      this.#toldTurn = turn;
    } catch (error) {
      // A witness that says less than it could is no loss: the next rest tries again.
      if (!(asFailure(error) instanceof Failure)) throw error;
    }
  }
}

const SALT_AT = 16;

function saltOf(walPath: string): number | null {
  if (!existsSync(walPath)) return null;
  const file = openSync(walPath, 'r');
  try {
    const bytes = Buffer.alloc(4);
    return readSync(file, bytes, 0, bytes.length, SALT_AT) === bytes.length ? bytes.readUInt32BE(0) : null;
  } finally {
    closeSync(file);
  }
}
