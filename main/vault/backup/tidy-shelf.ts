import type { BackupName } from './backup-name.ts';
import { retained, type Keep } from './retention.ts';
import type { BackupShelf } from './shelf.ts';
import { verifyObjects, type VerifyOptions } from './verify.ts';

export interface TidyOptions extends Pick<VerifyOptions, 'health' | 'pause' | 'signal'> {
  readonly keep: Keep;
  readonly needed: ReadonlySet<string>;
}

export interface Tidied {
  /** Backups that were found damaged, or whole again, under their new state. */
  readonly judged: readonly BackupName[];
  readonly removed: readonly BackupName[];
}

/**
 * Looks at every older backup's objects again, and removes what is kept no longer. Damaged backups push no good one out:
 * good ones are counted without them, and they go when they would have gone anyway.
 */
export async function tidyShelf(shelf: BackupShelf, options: TidyOptions): Promise<Tidied> {
  const { keep, needed } = options;
  const judged = await judgeAll(shelf, options);
  const all = shelf.list().filter(({ state }) => state !== 'unverified');
  const good = all.filter(({ state }) => state === 'verified');
  const stay = new Set([...retained(good, { keep, needed }).keys(), ...retained(all, { keep, needed }).keys()]);
  const removed = all.filter(({ backupId }) => !stay.has(backupId));
  for (const name of removed) shelf.remove(name);
  shelf.collect();
  return { judged, removed };
}

async function judgeAll(shelf: BackupShelf, options: TidyOptions): Promise<readonly BackupName[]> {
  const judged: BackupName[] = [];
  for (const name of shelf.list()) {
    if (name.state === 'unverified') continue;
    const state = (await verifyObjects(shelf, name, options)) ? 'verified' : 'damaged';
    if (state !== name.state) judged.push(shelf.judge(name, state));
  }
  return judged;
}
