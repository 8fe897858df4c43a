import { basename, join } from 'node:path';
import { Failure } from '../../../app/failure.ts';
import type { BackupId, ScriptId } from '../../../app/ids.ts';
import type { BackedUpSummary, BackupPlace, BackupSummary, BackupTarget } from '../../../app/ipc/backups.ts';
import type { BackupName } from './backup-name.ts';
import { CHOSEN_FOLDER, OWN_FOLDER, placesOf, readPlan } from './backup-plan.ts';
import { objectsOf, type BackedUpScript, type Counts, type Manifest } from './manifest.ts';
import { retained, type Kept, type Reason } from './retention.ts';
import { BackupShelf, isShelf, shelvesIn } from './shelf.ts';

/** One backup, and where it lies. */
export interface FoundBackup {
  readonly place: BackupPlace;
  /** The vault that it is a backup of. */
  readonly vaultId: string;
  readonly shelf: BackupShelf;
  readonly name: BackupName;
}

/** Every backup that can be reached at the moment. Reads folders alone, so that it works when the vault does not. */
export class BackupLibrary {
  readonly #accountFolder: string;
  readonly #elsewhere: string | null;

  constructor(accountFolder: string, elsewhere: string | null = null) {
    this.#accountFolder = accountFolder;
    this.#elsewhere = elsewhere;
  }

  targets(): readonly Omit<BackupTarget, 'failure'>[] {
    const { folder: chosen } = readPlan(this.#accountFolder);
    return placesOf(this.#accountFolder).map(({ name, folder, isThere }) => ({
      place: name,
      folder: name === 'chosen' && chosen !== null ? chosen : folder,
      isThere,
    }));
  }

  /** Newest first. */
  all(): readonly FoundBackup[] {
    return this.#shelves()
      .flatMap(({ place, shelf }) => {
        const vaultId = basename(shelf.folder);
        const whole = shelf.list().filter(({ state }) => state !== 'unverified');
        return whole.map((name): FoundBackup => ({ place, vaultId, shelf, name }));
      })
      .toSorted((a, b) => b.name.madeAt - a.name.madeAt || b.name.number - a.name.number);
  }

  /** @throws Failure `not-found` when it is not there, or not any more. */
  find(backupId: BackupId): FoundBackup {
    const found = this.all().find(({ name }) => name.backupId === backupId);
    if (found === undefined) throw backupGone();
    return found;
  }

  /**
   * A script as a backup holds it.
   * @throws Failure `not-found`, `damaged`
   */
  findScript(backupId: BackupId, scriptId: ScriptId): { readonly script: BackedUpScript; readonly shelf: BackupShelf } {
    const { shelf, name } = this.find(backupId);
    const script = shelf.read(name).scripts.find((each) => each.scriptId === scriptId);
    if (script === undefined) throw backupGone();
    return { script, shelf };
  }

  /**
   * Scripts as a backup holds them, edited last first; `now` says what they count at present, where that is known.
   * @throws Failure `not-found`, `damaged`
   */
  contents(backupId: BackupId, now: ReadonlyMap<ScriptId, Counts> = new Map()): BackedUpSummary[] {
    const { shelf, name } = this.find(backupId);
    return shelf
      .read(name)
      .scripts.map(({ scriptId, title, trashedAt, editedAt, carried, scenes, rows, words }) => ({
        scriptId,
        title,
        isTrashed: trashedAt !== null,
        editedAt,
        isCarried: carried,
        scenes,
        rows,
        words,
        now: now.get(scriptId) ?? null,
      }))
      .toSorted((a, b) => b.editedAt - a.editedAt);
  }

  /** `vaultId`: of the library that is open; null when none is. `needed`: what alarms keep. */
  summaries({
    vaultId,
    needed = new Set(),
  }: {
    readonly vaultId: string | null;
    readonly needed?: ReadonlySet<string>;
  }): readonly BackupSummary[] {
    const { keep } = readPlan(this.#accountFolder);
    const all = this.all();
    const reasons = new Map<string, readonly Reason[]>();
    for (const shelf of Map.groupBy(all, (each) => each.shelf.folder).values()) {
      const good: readonly Kept[] = shelf.flatMap(({ name }) => (name.state === 'verified' ? [name] : []));
      for (const [id, why] of retained(good, { keep, needed })) reasons.set(id, why);
    }
    return all.map(({ place, name, shelf, vaultId: own }): BackupSummary => {
      const manifest = readOrNull(shelf, name);
      return {
        backupId: name.backupId,
        place,
        madeAt: name.madeAt,
        kind: name.kind,
        state: name.state === 'verified' && manifest !== null ? 'verified' : 'damaged',
        bytes: manifest === null ? null : bytesOf(manifest),
        scripts: manifest?.scripts.length ?? null,
        keptFor: [...(reasons.get(name.backupId) ?? [])],
        isOfThisLibrary: vaultId === null || own === vaultId,
      };
    });
  }

  #shelves(): readonly { readonly place: BackupPlace; readonly shelf: BackupShelf }[] {
    const places = placesOf(this.#accountFolder).filter(({ isThere }) => isThere);
    const known = places.flatMap(({ name, folder }) => shelvesIn(folder).map((shelf) => ({ place: name, shelf })));
    const there = new Set(known.map(({ shelf }) => shelf.folder));
    const others = this.#elsewhere === null ? [] : shelvesNear(this.#elsewhere);
    return [
      ...known,
      ...others.filter(({ folder }) => !there.has(folder)).map((shelf) => ({ place: 'elsewhere' as const, shelf })),
    ];
  }
}

/** Folders of backups in a folder that somebody pointed at: the disk, Galley's folder on it, or one library's folder. */
function shelvesNear(folder: string): readonly BackupShelf[] {
  if (isShelf(folder)) return [new BackupShelf(folder)];
  return [folder, join(folder, CHOSEN_FOLDER), join(folder, OWN_FOLDER)].flatMap(shelvesIn);
}

function readOrNull(shelf: BackupShelf, name: BackupName): Manifest | null {
  try {
    return shelf.read(name);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function bytesOf(manifest: Manifest): number {
  return [...objectsOf(manifest).values()].reduce((sum, { bytes }) => sum + bytes, 0);
}

const backupGone = (): Failure =>
  new Failure(
    'not-found',
    'This backup, or this script in it, is not there any more. Your scripts are unchanged. Look at the list again and choose another.',
  );
