import { join } from 'node:path';
import { Failure } from '../../../app/failure.ts';
import type { KeepPlan } from '../../../app/ipc/backups.ts';
import { asFailure } from '../failures.ts';
import { makeFolder } from '../folder.ts';
import { CHOSEN_FOLDER, readPlan, writePlan } from './backup-plan.ts';

/** What the person chose for an account's backups. */
export class BackupFolders {
  readonly #accountFolder: string;
  readonly #onChanged: () => void;

  constructor(accountFolder: string, onChanged: () => void) {
    this.#accountFolder = accountFolder;
    this.#onChanged = onChanged;
  }

  /**
   * Second copies go there from now on, into a folder of Galley's own.
   * @throws Failure `forbidden` when nothing can be written there.
   */
  choose(folder: string): void {
    try {
      makeFolder(join(folder, CHOSEN_FOLDER));
    } catch (error) {
      throw new Failure('forbidden', MAY_NOT_WRITE, { cause: error });
    }
    this.#change({ folder });
  }

  /** No second copies any more. What is there stays there. */
  forget(): void {
    this.#change({ folder: null });
  }

  keep(keep: KeepPlan): void {
    this.#change({ keep });
  }

  #change(change: Partial<ReturnType<typeof readPlan>>): void {
    try {
      writePlan(this.#accountFolder, { ...readPlan(this.#accountFolder), ...change });
    } catch (error) {
      const failure = asFailure(error);
      throw failure instanceof Failure ? new Failure(failure.code, NOT_KEPT, { cause: error }) : failure;
    }
    this.#onChanged();
  }
}

const MAY_NOT_WRITE =
  'Galley may not write in this folder, so no copies go there. The backups in Galley’s own folder go on as before. Choose another folder, or change who may write there.';
const NOT_KEPT =
  'This choice could not be written to the disk. Your backups are as they were. Free some space and choose again.';
