import type { Keep } from '../../main/vault/backup/retention.ts';

/** A backup as a person would note it down: which it is, and what the clock on the wall said. */
export interface Noted {
  readonly backupId: string;
  readonly madeAt: number;
}

const periods = {
  daily: (at: number) => new Date(at).toDateString(),
  weekly: (at: number) => {
    const monday = new Date(at);
    while (monday.getDay() !== 1) monday.setDate(monday.getDate() - 1);
    return monday.toDateString();
  },
  monthly: (at: number) => new Date(at).toDateString().replace(/^\w+ (\w+) \d+/, '$1'),
} as const;

/**
 * What retention promises, said in another way than the program does it: a backup stays if it is the last of its day,
 * week or month, and fewer such periods than were chosen came after it. Given in the order in which they were made.
 */
export function expectedBackups(made: readonly Noted[], keep: Keep): ReadonlySet<string> {
  const stays = made.filter((backup, index) => {
    const later = made.slice(index + 1);
    if (later.length === 0) return true;
    return (['daily', 'weekly', 'monthly'] as const).some((rhythm) => {
      const own = periods[rhythm](backup.madeAt);
      const laterPeriods = new Set(later.map(({ madeAt }) => periods[rhythm](madeAt)));
      return !laterPeriods.has(own) && laterPeriods.size < keep[rhythm];
    });
  });
  return new Set(stays.map(({ backupId }) => backupId));
}
