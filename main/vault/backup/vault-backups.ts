import type { KeeperNote } from '../protocol.ts';
import type { VaultThreads } from '../vault-threads.ts';
import type { Progress } from './make-backup.ts';

export type BackupNews = Extract<KeeperNote, { readonly note: 'backups-changed' | 'backup-progress' }>;

export interface VaultBackupsParts {
  readonly threads: Pick<VaultThreads, 'keeper' | 'writer'>;
  readonly now: () => Date;
}

/** The backups of an open vault, as the main process sees them. */
export class VaultBackups {
  readonly #parts: VaultBackupsParts;
  readonly #listeners = new Set<(news: BackupNews) => void>();
  #progress: Progress | null = null;

  constructor(parts: VaultBackupsParts) {
    this.#parts = parts;
  }

  /** How far the backup has come that is being made; null when none is. */
  get progress(): Progress | null {
    return this.#progress;
  }

  /**
   * Resolves when a backup is written and verified in every folder that is there.
   * @throws Failure what stands in its way; `closed` when it was cancelled.
   */
  async make(): Promise<void> {
    await (await this.#parts.threads.keeper()).ask('make-backup', { at: this.#parts.now().getTime() });
  }

  /** Stops a backup that a person asked for. */
  async cancel(): Promise<void> {
    await (await this.#parts.threads.keeper()).ask('cancel-backup', {});
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
}
