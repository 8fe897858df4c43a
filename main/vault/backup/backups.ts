import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import type { ScriptId } from '../../../app/ids.ts';
import type { Chore, ChoreTurn } from '../chores.ts';
import { readNumber, type Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { parseRow } from '../stored-row.ts';
import { readVaultRow } from '../vault-row.ts';
import type { BackupJournal } from './backup-journal.ts';
import type { BackupKind } from './backup-name.ts';
import { placesOf, readPlan, shelfOf, type Place } from './backup-plan.ts';
import { isDue } from './due.ts';
import { Gatherer } from './gather.ts';
import { makeBackup, newestReadable, type Progress } from './make-backup.ts';
import type { Manifest } from './manifest.ts';
import type { ObjectHealth } from './object-store.ts';
import { dayOf } from './retention.ts';
import type { BackupShelf } from './shelf.ts';
import { tidyShelf } from './tidy-shelf.ts';

export interface BackupsParts {
  readonly db: Sqlite;
  /** The account's own folder, in which the vault lies. */
  readonly folder: string;
  readonly journal: BackupJournal;
  readonly newId: () => string;
  /** Null when nothing is being made any more. */
  readonly onProgress: (progress: Progress | null) => void;
  /** Something about backups or alarms is different. */
  readonly onChanged: () => void;
  readonly onTrouble: (scriptId: ScriptId | null, error: unknown) => void;
}

interface Wanted {
  readonly kind: BackupKind;
  readonly at: number;
  readonly signal: AbortSignal;
}

/** Makes, verifies and rotates backups: a chore of the keeper, and what a person asks for in between. */
export class Backups implements Chore {
  readonly name = 'backups';
  readonly #parts: BackupsParts;
  readonly #gatherer: Gatherer;
  readonly #appVersion;
  /** One at a time, whoever asks. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Of everything that is being made or waits for its turn. */
  readonly #cancelling = new Set<AbortController>();

  constructor(parts: BackupsParts) {
    this.#parts = parts;
    this.#gatherer = new Gatherer(parts.db);
    this.#appVersion = parts.db.prepare('SELECT app_version FROM session ORDER BY session DESC LIMIT 1').pluck();
  }

  /** Makes what is due, in every folder that is there. One that cannot be written holds up no other. */
  async run({ at, signal: closing }: ChoreTurn): Promise<void> {
    await this.#inTurn(async (cancelled) => {
      const signal = AbortSignal.any([closing, cancelled]);
      for (const place of placesOf(this.#parts.folder)) {
        if (signal.aborted || !place.isThere || !this.#isDue(place, at)) continue;
        await this.#make(place, { kind: 'daily', at, signal }).catch((error: unknown) => {
          if (!signal.aborted) this.#parts.onTrouble(null, error);
        });
      }
    });
  }

  /**
   * Makes a backup now, in every folder that is there.
   * @throws Failure what stands in its way; `closed` when it was cancelled.
   */
  async makeNow({ at }: { readonly at: number }): Promise<void> {
    await this.#inTurn(async (signal) => {
      for (const place of placesOf(this.#parts.folder)) {
        if (place.isThere) await this.#make(place, { kind: 'asked', at, signal });
      }
    });
  }

  /** Stops what is being made. What was verified before counts; what is due is due again another time. */
  cancel(): void {
    for (const cancelling of this.#cancelling) cancelling.abort();
  }

  #inTurn<T>(work: (cancelled: AbortSignal) => Promise<T>): Promise<T> {
    const cancelling = new AbortController();
    this.#cancelling.add(cancelling);
    const turn = this.#turn.then(() => work(cancelling.signal)).finally(() => this.#cancelling.delete(cancelling));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #isDue(place: Place, at: number): boolean {
    const shelf = this.#shelf(place);
    const last = shelf.verified().at(-1);
    // Asked every minute while somebody writes: a name is read sooner than a manifest.
    if (last !== undefined && dayOf(last.madeAt) === dayOf(at)) return false;
    return isDue({ newest: newestReadable(shelf), turn: this.#gatherer.lastTurn(), at });
  }

  async #make(place: Place, { kind, at, signal }: Wanted): Promise<void> {
    const { folder, journal, newId, onProgress, onTrouble, onChanged } = this.#parts;
    const backupId = journal.nextId(place, newId);
    const shelf = this.#shelf(place);
    const working = { health: new Map<string, ObjectHealth>(), pause: () => setImmediate(), signal };
    const wanted = { kind, backupId, at, origin: this.#origin(), onProgress, onTrouble, ...working };
    try {
      await journal.made(place, await makeBackup(shelf, this.#gatherer, wanted), { at });
      const { keep } = readPlan(folder);
      await journal.tidied(place, await tidyShelf(shelf, { keep, needed: this.#needed(place, shelf), ...working }), {
        at,
      });
    } catch (error) {
      if (signal.aborted) throw failureOf('closed', { cause: error });
      await journal.failed(place, { backupId, kind, madeAt: at }, error);
      throw error;
    } finally {
      onProgress(null);
      onChanged();
    }
  }

  /** The last good backup before each alarm has what would be brought back. */
  #needed({ name }: Place, shelf: BackupShelf): ReadonlySet<string> {
    const alarms = name === 'own' ? this.#parts.journal.raised() : [];
    return new Set(alarms.flatMap((alarm) => lastGoodBefore(shelf, alarm.number)?.backupId ?? []));
  }

  #origin(): Pick<Manifest, 'vaultId' | 'account' | 'appVersion' | 'schema'> {
    const { vaultId, account } = readVaultRow(this.#parts.db);
    const appVersion = parseRow(z.string(), this.#appVersion.get());
    return { vaultId, account, appVersion, schema: readNumber(this.#parts.db, 'user_version') };
  }

  #shelf(place: Place): BackupShelf {
    return shelfOf(place, readVaultRow(this.#parts.db).vaultId);
  }
}

export function lastGoodBefore(shelf: BackupShelf, number: number) {
  return shelf.verified().findLast((name) => name.number < number);
}
