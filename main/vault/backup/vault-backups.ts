import { UpdateId, type BackupId, type ScriptId } from '../../../app/ids.ts';
import type { BackedUpSummary, BackupsOverview, BroughtBack, ShrinkAlarm } from '../../../app/ipc/backups.ts';
import { FORMAT } from '../../../app/script/format.ts';
import type { KeeperNote } from '../protocol.ts';
import type { VaultThreads } from '../vault-threads.ts';
import type { Progress } from './make-backup.ts';

export type BackupNews = Extract<KeeperNote, { readonly note: 'backups-changed' | 'backup-progress' }>;

export interface VaultBackupsParts {
  readonly threads: Pick<VaultThreads, 'keeper' | 'writer'>;
  readonly now: () => Date;
  /** Makes a UUID. */
  readonly newId: () => string;
  readonly onLibraryChanged: () => void;
}

interface OfScript {
  readonly backupId: BackupId;
  readonly scriptId: ScriptId;
}

/** The backups of an open vault, as the main process sees them. Every method may fail as those of the vault do. */
export class VaultBackups {
  readonly #parts: VaultBackupsParts;
  readonly #listeners = new Set<(news: BackupNews) => void>();
  #progress: Progress | null = null;

  constructor(parts: VaultBackupsParts) {
    this.#parts = parts;
  }

  async overview(): Promise<BackupsOverview> {
    return { ...(await (await this.#keeper()).ask('backups-overview', {})), progress: this.#progress };
  }

  /** Scripts that shrank sharply, and nobody has said anything about it yet. */
  async alarms(): Promise<readonly ShrinkAlarm[]> {
    return (await this.#keeper()).ask('shrink-alarms', {});
  }

  /**
   * Scripts as a backup holds them, edited last first.
   * @throws Failure `not-found`, `damaged`
   */
  async contents(backupId: BackupId): Promise<BackedUpSummary[]> {
    return (await this.#keeper()).ask('backup-contents', { backupId });
  }

  /**
   * Resolves when a backup is written and verified in every folder that is there.
   * @throws Failure what stands in its way; `closed` when it was cancelled.
   */
  async make(): Promise<void> {
    await (await this.#keeper()).ask('make-backup', { at: this.#at() });
  }

  /** Stops a backup that a person asked for. */
  async cancel(): Promise<void> {
    await (await this.#keeper()).ask('cancel-backup', {});
  }

  /**
   * What a new script begins with that says what this one said: new ids, no history.
   * @throws Failure `not-found`, `damaged`
   */
  async copy(of: OfScript): Promise<{ readonly title: string; readonly updates: readonly Uint8Array[] }> {
    return (await this.#keeper()).ask('backup-copy', of);
  }

  /**
   * Brings back what a script has lost, as new updates; or the whole script where it is not here any more. Answers the
   * updates as well, for the windows that have it open. Alarms about it are answered by this.
   * @throws Failure `not-found`, `damaged`, `newer-version`
   */
  async bringBack(of: OfScript): Promise<{ readonly brought: BroughtBack; readonly updates: readonly Uint8Array[] }> {
    const { scriptId } = of;
    const found = await (await this.#keeper()).ask('to-bring-back', of);
    const writer = await this.#parts.threads.writer();
    const { isIncomplete } = found;
    if (found.kind === 'script') await writer.ask('bring-script', { scriptId, at: this.#at(), ...found.script });
    else {
      for (const bytes of found.updates) {
        const update = { updateId: UpdateId.parse(this.#parts.newId()), format: FORMAT, bytes };
        await writer.ask('append', { scriptId, at: this.#at(), update });
      }
    }
    await this.#answer(scriptId, 'restored');
    this.#parts.onLibraryChanged();
    if (found.kind === 'script') {
      return { brought: { kind: 'script', scenes: 0, rows: 0, cells: 0, keptAsNow: 0, isIncomplete }, updates: [] };
    }
    const { scenes, rows, cells, keptAsNow, updates } = found;
    const kind = updates.length === 0 ? 'nothing' : 'edits';
    return { brought: { kind, scenes, rows, cells, keptAsNow, isIncomplete }, updates };
  }

  /** The script is meant to be this short: no alarm about it stays. */
  async acceptShrinking(scriptId: ScriptId): Promise<void> {
    await this.#answer(scriptId, 'accepted');
  }

  /** Told when a backup comes along, is there or is gone. Answers what ends the listening. */
  onNews(listener: (news: BackupNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hear(news: BackupNews): void {
    if (news.note === 'backup-progress') this.#progress = news.progress;
    for (const listener of this.#listeners) listener(news);
  }

  async #answer(scriptId: ScriptId, alarm: 'accepted' | 'restored'): Promise<void> {
    await (await this.#keeper()).ask('answer-alarm', { scriptId, alarm });
  }

  #keeper() {
    return this.#parts.threads.keeper();
  }

  #at(): number {
    return this.#parts.now().getTime();
  }
}
