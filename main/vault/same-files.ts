import { statSync } from 'node:fs';

/**
 * Remembers which files a connection has open. On Unix a connection goes on writing to a file that was removed or
 * replaced, and everything it says it saved is then nowhere.
 */
export class SameFiles {
  readonly #paths: readonly string[];
  readonly #known: readonly (string | null)[];

  private constructor(paths: readonly string[]) {
    this.#paths = paths;
    this.#known = paths.map(identityOf);
  }

  /** The database and its log, which is there after the connection's first transaction. */
  static ofDatabase(path: string): SameFiles {
    return new SameFiles([path, `${path}-wal`]);
  }

  /** Whether the same files still stand under their names: two looks at a folder, a few microseconds. */
  areInPlace(): boolean {
    return this.#paths.every((path, index) => identityOf(path) === this.#known[index]);
  }
}

function identityOf(path: string): string | null {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? null : `${found.dev}:${found.ino}`;
  } catch {
    return null; // A disk that does not even answer this has no file of ours in place.
  }
}
