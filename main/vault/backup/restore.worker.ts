import { randomUUID } from 'node:crypto';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { BackupId } from '../../../app/ids.ts';
import { attempt } from '../answer-group.ts';
import type { Outcome } from '../protocol.ts';
import { BackupLibrary } from './backup-library.ts';
import type { Progress } from './make-backup.ts';
import { restoreVault } from './restore-vault.ts';

export interface RestoreStart {
  readonly folder: string;
  readonly account: string;
  readonly elsewhere: string | null;
  readonly backupId: BackupId;
  readonly at: number;
}

/** What the thread says: how far it has come, and at last what came of it. */
export type RestoreNote = { readonly progress: Progress } | { readonly outcome: Outcome };

if (parentPort !== null) serve(parentPort, workerData as RestoreStart);

function serve(port: MessagePort, { folder, account, elsewhere, backupId, at }: RestoreStart): void {
  const tell = (note: RestoreNote): void => port.postMessage(note);
  const outcome = attempt(() =>
    restoreVault({
      folder,
      account,
      at,
      backup: new BackupLibrary(folder, elsewhere).find(backupId),
      newId: randomUUID,
      onProgress: (progress) => tell({ progress }),
    }),
  );
  tell({ outcome });
}
