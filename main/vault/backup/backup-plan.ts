import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { flushFolder, makeFolder, writeDurably } from '../folder.ts';
import { DEFAULT_KEEP } from './retention.ts';
import { BackupShelf } from './shelf.ts';

/** Beside the vault, and readable without it. */
const PLAN_FILE = 'backups.json';
export const OWN_FOLDER = 'backups';
/** Made in a folder that the person chose, so that an empty mount point is not taken for the disk. */
export const CHOSEN_FOLDER = 'Galley backups';

const Periods = (most: number, least = 0) => z.int().min(least).max(most);
/** At least one day: one backup always stays. */
export const KeepPlan = z.object({
  daily: Periods(60, 1).default(DEFAULT_KEEP.daily),
  weekly: Periods(60).default(DEFAULT_KEEP.weekly),
  monthly: Periods(120).default(DEFAULT_KEEP.monthly),
});

const BackupPlan = z.object({
  /** Where a second copy of every backup goes; null for nowhere. */
  folder: z.string().nullable().catch(null),
  keep: KeepPlan.catch(DEFAULT_KEEP),
});
/** What the person chose for backups. */
export type BackupPlan = z.output<typeof BackupPlan>;

export type PlaceName = 'own' | 'chosen';

/** A folder for backups, and whether it is there at the moment. */
export interface Place {
  readonly name: PlaceName;
  /** Holds a folder for each vault. */
  readonly folder: string;
  readonly isThere: boolean;
}

/** A file that is missing or cannot be read stands for the defaults: nothing in it is worth stopping for. */
export function readPlan(accountFolder: string): BackupPlan {
  const path = join(accountFolder, PLAN_FILE);
  const parsed = BackupPlan.safeParse(existsSync(path) ? jsonOf(readFileSync(path, 'utf8')) : {});
  return parsed.success ? parsed.data : { folder: null, keep: DEFAULT_KEEP };
}

export function writePlan(accountFolder: string, plan: BackupPlan): void {
  makeFolder(accountFolder);
  writeDurably(join(accountFolder, PLAN_FILE), Buffer.from(`${JSON.stringify(plan, null, 2)}\n`));
  flushFolder(accountFolder);
}

/** Its own folder first. */
export function placesOf(accountFolder: string, { folder }: BackupPlan = readPlan(accountFolder)): readonly Place[] {
  const own: Place = { name: 'own', folder: join(accountFolder, OWN_FOLDER), isThere: true };
  if (folder === null) return [own];
  const chosen = join(folder, CHOSEN_FOLDER);
  return [own, { name: 'chosen', folder: chosen, isThere: existsSync(chosen) }];
}

export function shelfOf(place: Pick<Place, 'folder'>, vaultId: string): BackupShelf {
  return new BackupShelf(join(place.folder, vaultId));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // As if it were not there.
    return {};
  }
}
