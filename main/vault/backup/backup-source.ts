import { Failure } from '../../../app/failure.ts';
import type { ScriptId } from '../../../app/ids.ts';
import { chainNext } from '../chain.ts';
import type { MomentRow } from '../history/moment-table.ts';
import type { RescuableRow, RescuableScript, RescueSource } from '../recovery/rescue-source.ts';
import { sha256 } from '../seal.ts';
import { placesOf } from './backup-plan.ts';
import type { BackupName } from './backup-name.ts';
import { momentsOf } from './brought-script.ts';
import type { BackedUpScript, Manifest, Piece } from './manifest.ts';
import { chainsBefore, readPiece, readState } from './open-backup.ts';
import { shelvesIn, type BackupShelf } from './shelf.ts';

/** A log only grows, so the newest backup has what older ones have; those are asked where a file of it is damaged. */
const OLDER_ASKED = 4;

interface OnShelf {
  readonly shelf: BackupShelf;
  readonly name: BackupName;
  readonly manifest: Manifest;
}

/** Backups as a place from which a damaged vault gets back what it has lost. Reads folders alone. */
export class BackupSource implements RescueSource {
  readonly name: string;
  readonly vaultId: string;
  readonly #newest: OnShelf;
  readonly #all: readonly OnShelf[];

  private constructor(newest: OnShelf, older: readonly OnShelf[]) {
    this.#newest = newest;
    this.#all = [newest, ...older];
    this.name = nameOf(newest.manifest.madeAt);
    this.vaultId = newest.manifest.vaultId;
  }

  /** The backups of the library that was last backed up for this account, in every folder that is there; or none. */
  static open({ folder, account }: { readonly folder: string; readonly account: string }): BackupSource | undefined {
    const shelves = placesOf(folder)
      .filter(({ isThere }) => isThere)
      .flatMap((place) => shelvesIn(place.folder));
    const readable = shelves
      .flatMap((shelf) => shelf.list().map((name) => ({ shelf, name })))
      .filter(({ name }) => name.state !== 'unverified')
      .toSorted((a, b) => b.name.number - a.name.number || Number(b.name.madeAt) - Number(a.name.madeAt))
      .flatMap(({ shelf, name }) => onShelf(shelf, name) ?? [])
      .filter(({ manifest }) => manifest.account === account);
    const newest = readable.reduce<OnShelf | undefined>(
      (best, each) => (best === undefined || isNewer(each, best) ? each : best),
      undefined,
    );
    if (newest === undefined) return undefined;
    const others = readable.filter((each) => each !== newest && each.manifest.vaultId === newest.manifest.vaultId);
    return new BackupSource(newest, others.slice(0, OLDER_ASKED));
  }

  /** As the newest backup holds them: what was removed on purpose before it is not among them. */
  scripts(): readonly RescuableScript[] {
    const { scripts, madeAt } = this.#newest.manifest;
    return scripts.map(({ scriptId, title, createdAt, trashedAt, count, chain }) => ({
      scriptId,
      title,
      createdAt,
      trashedAt,
      seenAt: madeAt,
      count,
      chain: Buffer.from(chain, 'hex'),
    }));
  }

  momentsOf(scriptId: ScriptId): readonly Omit<MomentRow, 'script'>[] {
    return this.#holding(scriptId)
      .slice(0, 1)
      .flatMap(({ script }) => momentsOf(script));
  }

  statesOf(scriptId: ScriptId): readonly Uint8Array[] {
    return this.#holding(scriptId).flatMap(({ shelf, script }) => {
      const { state } = script;
      return (state === null ? undefined : orUndefined(() => readState(shelf.objects, state))) ?? [];
    });
  }

  rowsOf(scriptId: ScriptId, first: number, last: number): readonly RescuableRow[] {
    const rows = new Map<number, RescuableRow>();
    for (const { shelf, script } of this.#holding(scriptId)) {
      const before = chainsBefore(script);
      for (const [index, piece] of script.log.entries()) {
        if (piece.last < first || piece.first > last || isThere(rows, piece, { first, last })) continue;
        const found = orUndefined(() => rowsIn(shelf, piece, before[index] ?? new Uint8Array())) ?? [];
        for (const row of found) if (row.ordinal >= first && row.ordinal <= last) rows.set(row.ordinal, row);
      }
    }
    return [...rows.values()].toSorted((a, b) => a.ordinal - b.ordinal);
  }

  [Symbol.dispose](): void {
    // Files are opened and closed one by one.
  }

  #holding(scriptId: ScriptId): readonly { readonly shelf: BackupShelf; readonly script: BackedUpScript }[] {
    return this.#all.flatMap(({ shelf, manifest }) => {
      const script = manifest.scripts.find((each) => each.scriptId === scriptId);
      return script === undefined ? [] : [{ shelf, script }];
    });
  }
}

/** Numbers count within one library; between two of them there is only the clock. */
function isNewer(one: OnShelf, other: OnShelf): boolean {
  const isOfOneLibrary = one.manifest.vaultId === other.manifest.vaultId;
  const isOnOneShelf = isOfOneLibrary && one.shelf.folder === other.shelf.folder;
  if (isOnOneShelf) return one.name.number > other.name.number;
  return isOfOneLibrary && one.manifest.turn !== other.manifest.turn
    ? one.manifest.turn > other.manifest.turn
    : one.name.madeAt > other.name.madeAt;
}

function onShelf(shelf: BackupShelf, name: BackupName): OnShelf | undefined {
  return orUndefined(() => ({ shelf, name, manifest: shelf.read(name) }));
}

function rowsIn(shelf: BackupShelf, piece: Piece, chainBefore: Uint8Array): readonly RescuableRow[] {
  let chain = chainBefore;
  return readPiece(shelf.objects, piece, chainBefore).map((update, index) => {
    chain = chainNext(chain, { ...update, sha: sha256(update.bytes) });
    return { ...update, ordinal: piece.first + index, chain };
  });
}

function isThere(
  rows: ReadonlyMap<number, RescuableRow>,
  piece: Piece,
  { first, last }: { readonly first: number; readonly last: number },
): boolean {
  for (let ordinal = Math.max(first, piece.first); ordinal <= Math.min(last, piece.last); ordinal += 1) {
    if (!rows.has(ordinal)) return false;
  }
  return true;
}

/** What is damaged in a backup is as if it were not there: another one is asked. */
function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function nameOf(madeAt: number): string {
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  return `the backup of ${day.format(madeAt)}`;
}
