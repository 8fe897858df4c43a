import { Worker } from 'node:worker_threads';
import { errorOf } from '../questions.ts';
import type { Progress } from './make-backup.ts';
import type { RestoredVault } from './restore-vault.ts';
import type { RestoreNote, RestoreStart } from './restore.worker.ts';

/** Restores a vault in a thread of its own, so that the window that waits for it can be drawn. See `restoreVault`. */
export async function restoreInThread(
  entry: URL,
  start: RestoreStart,
  onProgress: (progress: Progress) => void,
): Promise<RestoredVault> {
  const worker = new Worker(entry, { workerData: start });
  try {
    return await new Promise<RestoredVault>((resolve, reject) => {
      worker.on('message', (note: RestoreNote) => {
        if ('progress' in note) onProgress(note.progress);
        else if (note.outcome.ok) resolve(note.outcome.value as RestoredVault);
        else reject(errorOf(note.outcome));
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('The restoring thread has stopped.')));
    });
  } finally {
    await worker.terminate();
  }
}
