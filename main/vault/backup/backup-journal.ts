import * as z from 'zod';
import { Failure } from '../../../app/failure.ts';
import { BackupId, ScriptId } from '../../../app/ids.ts';
import type { Sqlite } from '../database.ts';
import { asFailure } from '../failures.ts';
import type { Questions } from '../questions.ts';
import { parseRow } from '../stored-row.ts';
import type { BackupJobs } from './backup-jobs.ts';
import { fileNameOf, readFileName, type BackupName } from './backup-name.ts';
import type { Place } from './backup-plan.ts';
import { BackupScriptTable, type Alarm, type BackupScriptRow } from './backup-script-table.ts';
import { BackupTable, type BackupRow } from './backup-table.ts';
import type { Made } from './make-backup.ts';
import { objectsOf } from './manifest.ts';
import { heldByBackup } from './shrink-alarms.ts';
import type { Tidied } from './tidy-shelf.ts';

export interface JournalParts {
  readonly db: Sqlite;
  readonly writer: Pick<Questions<BackupJobs>, 'ask'>;
}

/** A script that had shrunk, and the backup that noticed. */
export interface RaisedAlarm extends BackupScriptRow {
  /** Of the backup that noticed: the last good one before it has what is gone. */
  readonly number: number;
  readonly noticedAt: number;
}

/** What the vault knows of its backups: read here, written by the writer. The folders are the truth; this is their log. */
export class BackupJournal {
  readonly #writer: JournalParts['writer'];
  readonly #backups: BackupTable;
  readonly #scripts: BackupScriptTable;
  readonly #removed;

  constructor({ db, writer }: JournalParts) {
    this.#writer = writer;
    this.#backups = new BackupTable(db);
    this.#scripts = new BackupScriptTable(db);
    this.#removed = db.prepare('SELECT script_id FROM removal').pluck();
  }

  /** The id for the next backup there: an attempt that failed keeps its row, however often it is tried again. */
  nextId(place: Place, newId: () => string): BackupId {
    return this.#backups.failed(folderOf(place))?.backupId ?? BackupId.parse(newId());
  }

  /** Why the last attempt there failed; null when it did not. */
  failureOf(place: Place): string | null {
    return this.#backups.failed(folderOf(place))?.failure ?? null;
  }

  raised(): readonly RaisedAlarm[] {
    return this.#scripts.raised().flatMap((held) => {
      const name = readFileName(this.#backups.find(held.backupId)?.fileName ?? '');
      return name === undefined ? [] : [{ ...held, number: name.number, noticedAt: name.madeAt }];
    });
  }

  /** Every alarm about a script is answered at once: they are about the same words. */
  async answer(scriptId: ScriptId, alarm: Exclude<Alarm, 'raised'>): Promise<void> {
    for (const { backupId } of this.#scripts.raised().filter((held) => held.scriptId === scriptId)) {
      await this.#writer.ask('store-alarm', { backupId, scriptId, alarm });
    }
  }

  /** Alarms come from the backups of the own folder alone: two folders would raise each of them twice. */
  async made(place: Place, { name, manifest, before }: Made, { at }: { readonly at: number }): Promise<void> {
    const removed = new Set(parseRow(z.array(ScriptId), this.#removed.all()));
    const scripts = place.name === 'own' ? heldByBackup({ before, after: manifest, removed }) : [];
    const fileBytes = [...objectsOf(manifest).values()].reduce((sum, { bytes }) => sum + bytes, 0);
    await this.#store({ ...rowOf(place, name), verifiedAt: at, fileBytes }, scripts);
  }

  async tidied(place: Place, { judged, removed }: Tidied, { at }: { readonly at: number }): Promise<void> {
    const rowNow = (name: BackupName): BackupRow => ({
      ...(this.#backups.find(name.backupId) ?? { ...rowOf(place, name), verifiedAt: name.madeAt }),
      fileName: fileNameOf(name),
    });
    for (const name of judged) {
      const isGood = name.state === 'verified';
      await this.#store({
        ...rowNow(name),
        state: isGood ? 'verified' : 'failed',
        failure: isGood ? null : 'damaged',
      });
    }
    for (const name of removed) await this.#store({ ...rowNow(name), state: 'removed', removedAt: at });
  }

  /** Where not even that can be written, the next attempt will say so. */
  async failed(place: Place, name: Omit<BackupName, 'number' | 'state'>, error: unknown): Promise<void> {
    const failure = asFailure(error);
    const code = failure instanceof Failure ? failure.code : 'unexpected';
    const row = rowOf(place, { ...name, number: 0, state: 'unverified' });
    await this.#store({ ...row, fileName: '', state: 'failed', failure: code }).catch(() => undefined);
  }

  async #store(backup: BackupRow, scripts: readonly BackupScriptRow[] = []): Promise<void> {
    await this.#writer.ask('store-backup', { backup, scripts });
  }
}

function rowOf(place: Place, name: BackupName): BackupRow {
  const { backupId, kind, madeAt } = name;
  const nothingYet = { verifiedAt: null, removedAt: null, fileBytes: null, failure: null };
  return {
    backupId,
    folder: folderOf(place),
    fileName: fileNameOf(name),
    kind,
    state: 'verified',
    madeAt,
    ...nothingYet,
  };
}

function folderOf({ name, folder }: Place): string {
  return name === 'own' ? 'own' : folder;
}
