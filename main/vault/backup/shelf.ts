import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { flushFolder, flushFolders, makeFolder, writeDurably } from '../folder.ts';
import { fileNameOf, readFileName, type BackupName, type BackupState } from './backup-name.ts';
import { decodeManifest, encodeManifest, namesIn, type Manifest } from './manifest.ts';
import { ObjectStore } from './object-store.ts';

const UNFINISHED = '.part';

/**
 * The backups of one vault in one folder: `objects/` and a small manifest for each backup, whose file name says which
 * it is and whether it was verified. The folder alone tells everything; nothing about it needs the vault.
 */
export class BackupShelf {
  readonly folder: string;
  readonly objects: ObjectStore;

  constructor(folder: string) {
    this.folder = folder;
    this.objects = new ObjectStore(folder);
  }

  /** Every backup that was written whole, oldest first. */
  list(): readonly BackupName[] {
    return this.#files()
      .flatMap((file) => readFileName(file) ?? [])
      .toSorted((a, b) => a.number - b.number);
  }

  /** Those that count: opened again after they were written, and found whole. */
  verified(): readonly BackupName[] {
    return this.list().filter(({ state }) => state === 'verified');
  }

  nextNumber(): number {
    return (this.list().at(-1)?.number ?? 0) + 1;
  }

  /** @throws Failure `damaged` */
  read(name: BackupName): Manifest {
    return decodeManifest(this.readRaw(name));
  }

  readRaw(name: BackupName): Buffer {
    return readFileSync(join(this.folder, fileNameOf(name)));
  }

  /** Writes what a backup holds, once all its objects are there. It counts only after `judge` called it verified. */
  write(manifest: Manifest): BackupName {
    const { number, madeAt, kind, backupId } = manifest;
    const name: BackupName = { number, madeAt, kind, backupId, state: 'unverified' };
    // What it names must not become durable after it.
    this.objects.flush();
    makeFolder(this.folder);
    writeDurably(join(this.folder, fileNameOf(name)), encodeManifest(manifest));
    // Its own name, and that of the folder for all vaults.
    flushFolders(this.folder, { above: 2 });
    return name;
  }

  judge(name: BackupName, state: Exclude<BackupState, 'unverified'>): BackupName {
    const judged = { ...name, state };
    renameSync(join(this.folder, fileNameOf(name)), join(this.folder, fileNameOf(judged)));
    flushFolder(this.folder);
    return judged;
  }

  remove(name: BackupName): void {
    rmSync(join(this.folder, fileNameOf(name)), { force: true });
    flushFolder(this.folder);
  }

  /**
   * Removes what a run that was cut off has left, and every object that no manifest names any more. Manifests go first
   * and durably, so that none ever names an object that is gone.
   */
  collect(): { readonly removedObjects: number } {
    for (const file of this.#files()) if (file.endsWith(UNFINISHED)) rmSync(join(this.folder, file), { force: true });
    for (const name of this.list()) if (name.state === 'unverified') this.remove(name);
    const named = new Set(this.list().flatMap((name) => namesIn(this.readRaw(name))));
    return { removedObjects: this.objects.removeAllBut(named) };
  }

  #files(): readonly string[] {
    return existsSync(this.folder) ? readdirSync(this.folder) : [];
  }
}

/** The folders of backups that lie in a folder, one for each vault. */
export function shelvesIn(folder: string): readonly BackupShelf[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isShelf(join(folder, entry.name)))
    .map(({ name }) => new BackupShelf(join(folder, name)));
}

export function isShelf(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((file) => readFileName(file) !== undefined);
}
