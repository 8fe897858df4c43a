import type { Health } from '../../app/ipc/health.ts';
import { counted, timeAgo } from '../ui/words.ts';

/** One thing that is not as it should be: what it is, what is safe, what to do. */
export interface Concern {
  readonly kind: 'damage' | 'findings' | 'saving' | 'keeping' | 'unreadable' | 'backup-failed' | 'backup-old' | 'disk';
  readonly happened: string;
  readonly safe: string;
  readonly advice: string;
}

export interface Verdict {
  /** The one sentence that is read first. */
  readonly sentence: string;
  /** When everything was last looked at, and how that went. */
  readonly detail: string;
  readonly concerns: readonly Concern[];
}

const DAY_MS = 86_400_000;
/** Backups are made daily while Galley is open; a weekend without opening it is no concern. */
const BACKUP_IS_OLD_MS = 4 * DAY_MS;
/** A thread may be started again once in a while; a loop of it is a fault. */
const MANY_RESTARTS = 3;

/** What somebody wants to know who opens this screen: is my work safe, and if not, what do I do. */
export function verdictOf(health: Health, now: Date): Verdict {
  const concerns = concernsOf(health, now);
  return { sentence: sentenceOf(concerns.length), detail: detailOf(health, now), concerns };
}

function sentenceOf(concerns: number): string {
  if (concerns === 0) return 'Everything on this device is in order.';
  return concerns === 1 ? 'One thing needs a look.' : `${concerns} things need a look.`;
}

function detailOf({ stored }: Health, now: Date): string {
  if (stored === null) return 'What is stored could not be asked just now.';
  const { lastFullCheck: check, backups } = stored;
  const checked =
    check === null ? 'Not everything was checked yet' : `Last full check ${timeAgo(new Date(check.at), now)}`;
  const backed =
    backups.lastVerifiedAt === null
      ? 'no backup yet'
      : `last backup ${timeAgo(new Date(backups.lastVerifiedAt), now)}, opened and verified`;
  return `${checked}, ${backed}.`;
}

function concernsOf({ stored, disk, saving, keeping }: Health, now: Date): readonly Concern[] {
  const concerns: Concern[] = [];
  if (!saving.isRunning || saving.restarts >= MANY_RESTARTS) {
    concerns.push({
      kind: 'saving',
      happened: saving.isRunning
        ? `The part of Galley that saves had to be started again ${counted(saving.restarts, 'time')}.`
        : 'The part of Galley that saves is not running.',
      safe: 'Everything shown as saved is on this disk.',
      advice: 'Close Galley and start it again. If it goes on, copy the diagnostics and send them to support.',
    });
  }
  if (stored === null || !keeping.isRunning) {
    concerns.push({
      kind: 'keeping',
      happened: 'The part of Galley that searches, checks and makes backups does not answer.',
      safe: 'Saving does not need it: everything shown as saved is on this disk.',
      advice: 'Close Galley and start it again.',
    });
  }
  if (disk?.room === 'nearly-full') {
    concerns.push({
      kind: 'disk',
      happened: 'This disk is nearly full.',
      safe: 'Saving still works, and what is saved stays.',
      advice: 'Free some space on this disk soon.',
    });
  }
  if (stored !== null) concerns.push(...storedConcerns(stored, now));
  return concerns;
}

function storedConcerns(stored: NonNullable<Health['stored']>, now: Date): readonly Concern[] {
  const concerns: Concern[] = [];
  const { incidents, lastCheck, backups } = stored;
  if (incidents.unseen > 0) {
    concerns.push({
      kind: 'damage',
      happened: `Damage was found ${counted(incidents.unseen, 'time')}, and repaired as far as that was possible.`,
      safe: 'What was found damaged is kept beside, as it was.',
      advice: 'Look at the report, then check this disk.',
    });
  } else if ((lastCheck?.findings ?? 0) > 0) {
    concerns.push({
      kind: 'findings',
      happened: `The last check found ${counted(lastCheck?.findings ?? 0, 'thing')} that is not as it was written.`,
      safe: 'Nothing was deleted. Backups from before are as they were.',
      advice: 'Close Galley and start it again: it then repairs what it can and says what came of it.',
    });
  }
  if (backups.failure !== null) {
    concerns.push({
      kind: 'backup-failed',
      happened: `The last backup failed ${timeAgo(new Date(backups.failure.at), now)}.`,
      safe: 'Your scripts are saved, and earlier backups are there.',
      advice: ADVICE_FOR[backups.failure.code] ?? 'Make a backup now and see whether it works.',
    });
  } else if (isOld(backups.lastVerifiedAt, now)) {
    concerns.push({
      kind: 'backup-old',
      happened: `The last backup is from ${timeAgo(new Date(backups.lastVerifiedAt ?? 0), now)}.`,
      safe: 'Your scripts are saved, and that backup is there.',
      advice: 'Make a backup now.',
    });
  }
  return concerns;
}

/** None at all is no concern: the first one is made within the hour. */
const isOld = (at: number | null, now: Date): boolean => at !== null && now.getTime() - at > BACKUP_IS_OLD_MS;

const ADVICE_FOR: Readonly<Partial<Record<string, string>>> = {
  'disk-full': 'Free some space on the disk of the backups, then make one.',
  'read-only-disk': 'See whether Galley may write in the folder of the backups, then make one.',
  'disk-gone': 'Connect the disk of the backups again, or choose another folder.',
};
