import { Failure } from '../../app/failure.ts';
import type { BackupId } from '../../app/ids.ts';
import type { BackedUpSummary } from '../../app/ipc/backups.ts';
import type { StartTrouble } from '../../app/ipc/start.ts';
import { BackupLibrary } from '../vault/backup/backup-library.ts';
import { startFailure } from './start-failure.ts';

/** The person closed the only window there was instead of going on: nothing more is to be told. */
export class PersonLeft extends Error {
  override readonly name = 'PersonLeft';
}

export interface OpeningParts<Opened> {
  /** Opens the scripts. May be called again after it failed. */
  readonly open: () => Promise<Opened>;
  /** Puts everything of a backup in the place of what is there, which is set aside first. */
  readonly restore: (from: { readonly elsewhere: string | null; readonly backupId: BackupId }) => Promise<void>;
  readonly accountFolder: string;
  /** Opens the one window that says what is wrong; answers its id. */
  readonly showWindow: () => Promise<number>;
  readonly closeWindow: (windowId: number) => void;
  /** A new attempt failed otherwise than the one before. */
  readonly onFailed: (error: unknown) => void;
}

interface Trouble<Opened> {
  readonly windowId: number;
  readonly opened: PromiseWithResolvers<Opened>;
  error: unknown;
  lookedIn: string | null;
  /** What the person asked for is under way. */
  isBusy: boolean;
}

/**
 * Opens the scripts; where that fails, lets the person decide what happens instead of ending: try again, or restore from
 * a backup. Whoever waits for the scripts goes on waiting meanwhile.
 */
export class Opening<Opened> {
  readonly #parts: OpeningParts<Opened>;
  #trouble: Trouble<Opened> | undefined;

  constructor(parts: OpeningParts<Opened>) {
    this.#parts = parts;
  }

  /** @throws `busy` when another process has the scripts, and PersonLeft when the person closes the window. */
  async open(): Promise<Opened> {
    try {
      return await this.#parts.open();
    } catch (error) {
      // They are in use, and well: whoever has them is told to come forward.
      if (error instanceof Failure && error.code === 'busy') throw error;
      this.#parts.onFailed(error);
      const opened = Promise.withResolvers<Opened>();
      const windowId = await this.#parts.showWindow();
      this.#trouble = { windowId, opened, error, lookedIn: null, isBusy: false };
      return opened.promise;
    }
  }

  /** Says whether a window is the one that asks the person. */
  asksIn(windowId: number): boolean {
    return this.#trouble?.windowId === windowId;
  }

  /** The person has closed it. */
  windowGone(windowId: number): void {
    if (this.asksIn(windowId)) this.#trouble?.opened.reject(new PersonLeft('The person has left.'));
  }

  /** Null when there is none, or none any more. */
  trouble(): StartTrouble | null {
    if (this.#trouble === undefined) return null;
    const { error, lookedIn } = this.#trouble;
    const { message, detail } = startFailure(error);
    return {
      code: error instanceof Failure ? error.code : 'unexpected',
      message: `${message} ${detail}`,
      backups: [...this.#library().summaries({ vaultId: null })],
      lookedIn,
    };
  }

  /** @throws Failure `not-found`, `damaged` */
  contents(backupId: BackupId): BackedUpSummary[] {
    return [...this.#library().contents(backupId)];
  }

  lookIn(folder: string): void {
    if (this.#trouble !== undefined) this.#trouble.lookedIn = folder;
  }

  /** @throws what opening fails with */
  async tryAgain(): Promise<void> {
    await this.#attempt(async () => undefined);
  }

  /** @throws Failure `not-found`, `damaged`, `disk-full`, `read-only-disk`: what was there is then as it was, or set aside. */
  async restore(backupId: BackupId): Promise<void> {
    const elsewhere = this.#trouble?.lookedIn ?? null;
    await this.#attempt(() => this.#parts.restore({ elsewhere, backupId }));
  }

  async #attempt(before: () => Promise<void>): Promise<void> {
    const trouble = this.#trouble;
    if (trouble === undefined || trouble.isBusy) return;
    trouble.isBusy = true;
    try {
      await before();
      const opened = await this.#parts.open();
      this.#trouble = undefined;
      trouble.opened.resolve(opened);
      this.#parts.closeWindow(trouble.windowId);
    } catch (error) {
      trouble.error = error;
      this.#parts.onFailed(error);
      throw error;
    } finally {
      trouble.isBusy = false;
    }
  }

  #library(): BackupLibrary {
    return new BackupLibrary(this.#parts.accountFolder, this.#trouble?.lookedIn ?? null);
  }
}
