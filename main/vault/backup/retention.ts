import type { BackupKind } from './backup-name.ts';

/** How many calendar days, weeks and months keep a backup each. At least one day, so that one backup always stays. */
export interface Keep {
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
}

export const DEFAULT_KEEP: Keep = { daily: 7, weekly: 4, monthly: 12 };
/** Backups that a person asked for are not replaced by the next one of that day: the last few of them stay as well. */
export const ASKED_KEPT = 5;

export type Reason = 'newest' | 'day' | 'week' | 'month' | 'asked' | 'needed';

/** What retention has to know of a backup. */
export interface Kept {
  readonly backupId: string;
  /** Rises with every backup of a folder: the order, whatever the clock said. */
  readonly number: number;
  readonly madeAt: number;
  readonly kind: BackupKind;
}

export interface RetentionOptions {
  readonly keep: Keep;
  /** Backups that something else still needs: the last good one before a script shrank. */
  readonly needed?: ReadonlySet<string>;
}

/**
 * Which backups stay, and why; what is not in the answer goes. The last backup of each of the newest days, weeks and
 * months that have one. Time is not compared with the present, so that a clock which jumps makes nothing old: a backup
 * is newer than another because it was made later.
 */
export function retained(
  backups: readonly Kept[],
  { keep, needed = new Set() }: RetentionOptions,
): ReadonlyMap<string, readonly Reason[]> {
  const newestFirst = backups.toSorted((a, b) => b.number - a.number);
  const reasons = new Map<string, Reason[]>();
  const add = (backup: Kept | undefined, reason: Reason): void => {
    if (backup === undefined) return;
    reasons.set(backup.backupId, [...(reasons.get(backup.backupId) ?? []), reason]);
  };
  add(newestFirst[0], 'newest');
  for (const backup of lastOfEach(newestFirst, dayOf, keep.daily)) add(backup, 'day');
  for (const backup of lastOfEach(newestFirst, weekOf, keep.weekly)) add(backup, 'week');
  for (const backup of lastOfEach(newestFirst, monthOf, keep.monthly)) add(backup, 'month');
  for (const backup of newestFirst.filter(({ kind }) => kind === 'asked').slice(0, ASKED_KEPT)) add(backup, 'asked');
  for (const backup of newestFirst.filter(({ backupId }) => needed.has(backupId))) add(backup, 'needed');
  return reasons;
}

function lastOfEach(newestFirst: readonly Kept[], periodOf: (at: number) => string, periods: number): readonly Kept[] {
  const last = new Map<string, Kept>();
  for (const backup of newestFirst) {
    const period = periodOf(backup.madeAt);
    if (last.size < periods && !last.has(period)) last.set(period, backup);
  }
  return [...last.values()];
}

/** Days, weeks and months are those on the person's wall, in the place where the machine is. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

/** A week is named by its Monday. */
function weekOf(at: number): string {
  const date = new Date(at);
  const sinceMonday = (date.getDay() + 6) % 7;
  date.setDate(date.getDate() - sinceMonday);
  return dayOf(date.getTime());
}

function monthOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}`;
}
