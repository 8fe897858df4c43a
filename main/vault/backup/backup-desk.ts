import * as Y from 'yjs';
import { Failure } from '../../../app/failure.ts';
import type { BackupId, ScriptId } from '../../../app/ids.ts';
import type { BackedUpSummary, BackupsOverview, ShrinkAlarm } from '../../../app/ipc/backups.ts';
import { MAX_UPDATE_BYTES } from '../../../app/ipc/contract.ts';
import { FORMAT } from '../../../app/script/format.ts';
import { buildScript, readScript } from '../../../app/script/plain-script.ts';
import { splitUpdate } from '../../../app/script/split-update.ts';
import type { Surroundings } from '../../../app/script/surroundings.ts';
import type { Sqlite } from '../database.ts';
import type { BroughtScript } from '../protocol.ts';
import { readVaultRow } from '../vault-row.ts';
import type { BackupJournal, RaisedAlarm } from './backup-journal.ts';
import { BackupLibrary } from './backup-library.ts';
import { placesOf, readPlan, shelfOf } from './backup-plan.ts';
import { lastGoodBefore } from './backups.ts';
import { bringBack, type BroughtBackEdits } from './bring-back.ts';
import { broughtScript } from './brought-script.ts';
import { Gatherer } from './gather.ts';
import type { Manifest } from './manifest.ts';
import { openScript } from './open-backup.ts';

export interface DeskParts {
  readonly db: Sqlite;
  /** The account's own folder. */
  readonly folder: string;
  readonly journal: BackupJournal;
  readonly surroundings: Surroundings;
}

/** What bringing a script back takes. */
export type ToBringBack =
  | { readonly kind: 'script'; readonly script: BroughtScript; readonly isIncomplete: boolean }
  /** V1 updates, each below the log's cap. */
  | ({
      readonly kind: 'edits';
      readonly updates: readonly Uint8Array[];
      readonly isIncomplete: boolean;
    } & BroughtBackEdits);

/** Answers questions about backups while the vault is open. Reads only; what is to be written goes to the writer. */
export class BackupDesk {
  readonly #parts: DeskParts;
  readonly #gatherer: Gatherer;
  readonly #library: BackupLibrary;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#gatherer = new Gatherer(parts.db);
    this.#library = new BackupLibrary(parts.folder);
  }

  overview(): Omit<BackupsOverview, 'progress'> {
    const { folder, journal, db } = this.#parts;
    const alarms = this.alarms();
    const needed = new Set(alarms.flatMap(({ sourceId }) => sourceId ?? []));
    const failures = new Map(placesOf(folder).map((place) => [place.name, journal.failureOf(place)]));
    return {
      targets: this.#library.targets().map((target) => ({
        ...target,
        failure: failures.get(target.place) ?? null,
      })),
      backups: [...this.#library.summaries({ vaultId: readVaultRow(db).vaultId, needed })],
      alarms,
      keep: readPlan(folder).keep,
    };
  }

  alarms(): ShrinkAlarm[] {
    return this.#parts.journal.raised().map((alarm) => this.#alarm(alarm));
  }

  /** @throws Failure `not-found`, `damaged` */
  contents(backupId: BackupId): BackedUpSummary[] {
    return this.#library.contents(backupId, this.#gatherer.countsNow());
  }

  /**
   * What a new script begins with that says what this one said: new ids, no history.
   * @throws Failure `not-found`, `damaged`
   */
  copy(backupId: BackupId, scriptId: ScriptId): { readonly title: string; readonly updates: readonly Uint8Array[] } {
    const { script, shelf } = this.#library.findScript(backupId, scriptId);
    const { doc } = openScript(shelf.objects, script);
    try {
      return { title: script.title, updates: buildScript(readScript(doc), this.#parts.surroundings) };
    } finally {
      doc.destroy();
    }
  }

  /** @throws Failure `not-found`, `damaged`, or `newer-version` when the script may only be read here. */
  bringBack(backupId: BackupId, scriptId: ScriptId): ToBringBack {
    const { script, shelf } = this.#library.findScript(backupId, scriptId);
    const live = this.#gatherer.liveDocument(scriptId);
    if (live === undefined)
      return { kind: 'script', ...broughtScript(shelf.objects, script, this.#parts.surroundings) };
    if (live.format > FORMAT) throw writtenByNewer();
    const { doc: past, missing } = openScript(shelf.objects, script);
    const updates: Uint8Array[] = [];
    live.doc.on('update', (update: Uint8Array) => updates.push(update));
    try {
      const edits = bringBack({ live: live.doc, past, surroundings: this.#parts.surroundings });
      const merged = updates.length === 0 ? [] : splitUpdate(Y.mergeUpdates(updates), MAX_UPDATE_BYTES);
      return { kind: 'edits', updates: merged, isIncomplete: missing !== 'nothing', ...edits };
    } finally {
      live.doc.destroy();
      past.destroy();
    }
  }

  #alarm(alarm: RaisedAlarm): ShrinkAlarm {
    const { backupId, scriptId, title, scenes, rows, words, number, noticedAt } = alarm;
    const source = this.#sourceOf(number);
    const was = source?.scripts.find((script) => script.scriptId === scriptId);
    return {
      backupId,
      sourceId: source?.backupId ?? null,
      scriptId,
      title,
      noticedAt,
      before: was && source ? { at: source.madeAt, scenes: was.scenes, rows: was.rows, words: was.words } : null,
      after: { scenes, rows, words },
    };
  }

  /** The last good backup before an alarm; undefined where it cannot be read any more. */
  #sourceOf(number: number): Manifest | undefined {
    const [own] = placesOf(this.#parts.folder);
    const shelf = own && shelfOf(own, readVaultRow(this.#parts.db).vaultId);
    const name = shelf && lastGoodBefore(shelf, number);
    try {
      return name && shelf?.read(name);
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  }
}

const writtenByNewer = (): Failure =>
  new Failure(
    'newer-version',
    'A newer Galley has written in this script, so nothing was brought back into it. It is unchanged, and so is the backup. Restore it as a copy, or update Galley first.',
  );
