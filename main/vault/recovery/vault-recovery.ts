import { Failure } from '../../../app/failure.ts';
import { type Checkup, type Incident, type IncidentId, type RecoveryProgress } from '../../../app/ipc/recovery.ts';
import type { KeeperNote, WriterTold } from '../protocol.ts';
import type { VaultThreads } from '../vault-threads.ts';

type RecoveryNote = WriterTold | Extract<KeeperNote, { note: 'checking' | 'damage-found' }>;

export interface VaultRecoveryParts {
  readonly threads: Pick<VaultThreads, 'writer' | 'keeper' | 'recover'>;
  /** Null: the recovery is over. */
  readonly onProgress: (progress: RecoveryProgress | null) => void;
  /** A full check has come so far, from 0 to 1; null: it is over. */
  readonly onChecking: (share: number | null) => void;
  /** The file was built again, so everything may look different. */
  readonly onRecovered: () => void;
  readonly onTrouble: (error: unknown) => void;
}

/** How the store is, as the main process sees it. */
export class VaultRecovery {
  readonly #parts: VaultRecoveryParts;
  #isRecovering = false;

  constructor(parts: VaultRecoveryParts) {
    this.#parts = parts;
  }

  /** Newest first. `setAside` is the name of a folder inside `set-aside`. */
  async incidents(): Promise<readonly Incident[]> {
    return (await this.#parts.threads.writer()).ask('incidents', {});
  }

  /** @throws Failure `not-found` */
  async seen(incidentId: IncidentId): Promise<void> {
    await (await this.#parts.threads.writer()).ask('incident-seen', { incidentId });
  }

  /** The last full ones, newest first. */
  async checkups(): Promise<readonly Checkup[]> {
    return (await this.#parts.threads.writer()).ask('checkups', {});
  }

  /** Looks at everything now. What is found damaged is recovered afterwards, without being asked. */
  async check(): Promise<Checkup> {
    return (await this.#parts.threads.keeper()).ask('check', {});
  }

  /** Does it again after a recovery where what was read is not what was written. */
  async mended<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'damaged') throw error;
      await this.#recover();
      return ask();
    }
  }

  hear(note: RecoveryNote): void {
    switch (note.note) {
      case 'recovering':
        this.#isRecovering = true;
        return this.#parts.onProgress(note.progress);
      case 'checking':
        return this.#parts.onChecking(note.share);
      case 'damage-found':
        return void this.#recover().catch(this.#parts.onTrouble);
      default:
        return note satisfies never;
    }
  }

  /** The writer is ready: whatever it had to recover is recovered. */
  opened(): void {
    if (!this.#isRecovering) return;
    this.#isRecovering = false;
    this.#parts.onProgress(null);
    this.#parts.onRecovered();
  }

  async #recover(): Promise<void> {
    await this.#parts.threads.recover();
    this.opened();
  }
}
