import Database from 'better-sqlite3';
import { join } from 'node:path';
import { failureOf } from './failures.ts';

/**
 * Keeps a second process out of the same folder. A lock on an empty database of its own: the system lets go of it when
 * the process ends, however it ends, and the vault's readers are not locked out.
 */
export class VaultLock implements Disposable {
  readonly #db: Database.Database;

  private constructor(db: Database.Database) {
    this.#db = db;
  }

  /** @throws Failure `busy` when the folder is in use. */
  static take(folder: string): VaultLock {
    const db = new Database(join(folder, 'vault.lock'), { timeout: 0 });
    try {
      db.exec('BEGIN EXCLUSIVE');
      return new VaultLock(db);
    } catch (error) {
      db.close();
      if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
        throw failureOf('busy', { cause: error });
      }
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
