import { Failure } from '../../app/failure.ts';
import type { Sqlite } from './database.ts';
import { asFailure } from './failures.ts';

/** Moves what is in the WAL into the file, as far as no reader is in the way; on what `release` frees if it must. */
export function checkpoint(db: Sqlite, release: () => boolean = () => false): void {
  try {
    db.pragma('wal_checkpoint(PASSIVE)');
  } catch (error) {
    // Everything stays in the log, whole and durable: the next pause tries again, or the next commit says what is wrong.
    const failure = asFailure(error);
    if (!(failure instanceof Failure)) throw error;
    if (failure.code === 'disk-full' && release()) checkpoint(db);
  }
}
