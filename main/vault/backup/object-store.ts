import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { failureOf } from '../failures.ts';
import { flushFolder, makeFolder, writeDurably } from '../folder.ts';
import { sha256 } from '../seal.ts';

/** One object of a backup. */
export interface ObjectName {
  /** SHA-256 of the file's bytes, in hex: also its file's name. */
  readonly sha: string;
  /** The size of the file. */
  readonly bytes: number;
}

export type ObjectHealth = 'sound' | 'missing' | 'damaged';

const FOLDER = 'objects';
const SHA = /^[0-9a-f]{64}$/;

/**
 * Files that are named by what they hold, written once and never changed: what did not change since the last backup is
 * there already. Files of one backup are durable after `flush`.
 */
export class ObjectStore {
  readonly #folder: string;
  readonly #unflushed = new Set<string>();

  constructor(folder: string) {
    this.#folder = join(folder, FOLDER);
  }

  /** Writes what is not there yet. */
  put(bytes: Uint8Array): ObjectName {
    const name = { sha: sha256(bytes).toString('hex'), bytes: bytes.length };
    if (!this.has(name)) this.#write(name, bytes);
    // One that is there may have been written by a run that was killed before it flushed.
    this.#unflushed.add(dirname(this.#pathOf(name.sha)));
    return name;
  }

  /** Writes over a file that no longer holds what its name says: every backup that names it is whole again. */
  mend(bytes: Uint8Array): ObjectName {
    const name = { sha: sha256(bytes).toString('hex'), bytes: bytes.length };
    if (this.health(name) !== 'sound') this.#write(name, bytes);
    return name;
  }

  /** A file of that name and size is there; `health` says whether it holds what it should. */
  has({ sha, bytes }: ObjectName): boolean {
    return statSync(this.#pathOf(sha), { throwIfNoEntry: false })?.size === bytes;
  }

  /** @throws Failure `damaged` when the file is missing or does not hold what its name says. */
  read({ sha }: ObjectName): Buffer {
    const path = this.#pathOf(sha);
    if (!existsSync(path)) throw failureOf('damaged');
    const bytes = readFileSync(path);
    if (sha256(bytes).toString('hex') !== sha) throw failureOf('damaged');
    return bytes;
  }

  health(name: ObjectName): ObjectHealth {
    const path = this.#pathOf(name.sha);
    if (!existsSync(path)) return 'missing';
    return sha256(readFileSync(path)).toString('hex') === name.sha ? 'sound' : 'damaged';
  }

  /** Resolved: a power cut takes nothing of what was put. */
  flush(): void {
    for (const folder of this.#unflushed) flushFolder(folder);
    if (this.#unflushed.size > 0) flushFolder(this.#folder);
    this.#unflushed.clear();
  }

  /** Removes every file whose name is not among these, unfinished ones included. Answers how many. */
  removeAllBut(named: ReadonlySet<string>): number {
    let removed = 0;
    for (const path of this.#files()) {
      if (named.has(basename(path))) continue;
      rmSync(path, { force: true });
      removed += 1;
    }
    return removed;
  }

  /** Bytes of all files. */
  size(): number {
    return [...this.#files()].reduce((sum, path) => sum + statSync(path).size, 0);
  }

  #write({ sha }: ObjectName, bytes: Uint8Array): void {
    const path = this.#pathOf(sha);
    makeFolder(dirname(path));
    writeDurably(path, bytes);
    this.#unflushed.add(dirname(path));
  }

  *#files(): Generator<string, void> {
    if (!existsSync(this.#folder)) return;
    for (const part of readdirSync(this.#folder, { withFileTypes: true })) {
      if (!part.isDirectory()) continue;
      for (const file of readdirSync(join(this.#folder, part.name))) yield join(this.#folder, part.name, file);
    }
  }

  #pathOf(sha: string): string {
    // The name comes out of a file: it must never lead anywhere else.
    if (!SHA.test(sha)) throw failureOf('damaged');
    return join(this.#folder, sha.slice(0, 2), sha);
  }
}
