import type { BackedUpSummary, BackupSummary, BroughtBack, KeptFor, ShrinkAlarm } from '../../app/ipc/backups.ts';
import { counted, dayName } from '../ui/words.ts';

const KB = 1024;

/** 900 → "1 KB", 2,400,000 → "2.3 MB". */
export function sizeWords(bytes: number): string {
  const units = ['KB', 'MB', 'GB'];
  let size = Math.max(1, bytes / KB);
  let unit = 0;
  while (size >= 1_000 && unit < units.length - 1) {
    size /= KB;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

const REASONS: Readonly<Record<KeptFor, string>> = {
  newest: 'it is the newest',
  day: 'it is the last of its day',
  week: 'it is the last of its week',
  month: 'it is the last of its month',
  asked: 'you asked for it',
  needed: 'a script has shrunk since',
};

/** "Kept because it is the newest and the last of its month", or nothing where nothing is known. */
export function keptWords(reasons: readonly KeptFor[]): string | null {
  const [first, ...others] = reasons.map((reason) => REASONS[reason]);
  if (first === undefined) return null;
  const more = others.map((words) => words.replace('it is ', ''));
  const last = more.pop();
  const joined = last === undefined ? first : `${[first, ...more].join(', ')} and ${last}`;
  return `Kept because ${joined}.`;
}

/** What a script has more or less now than in a backup; the words a person would miss most. */
export function differenceWords({ scenes, rows, words, now }: BackedUpSummary): string {
  if (now === null) return 'Not on this device any more';
  const changes = [
    [now.scenes - scenes, 'scene'],
    [now.rows - rows, 'row'],
    [now.words - words, 'word'],
  ] as const;
  const said = changes.filter(([change]) => change !== 0).map(([change, thing]) => signed(change, thing));
  return said.length === 0 ? 'As long as now' : `Now ${said.join(', ')}`;
}

function signed(change: number, thing: string): string {
  return `${counted(Math.abs(change), thing)} ${change > 0 ? 'more' : 'fewer'}`;
}

/** "lost 56 of its 60 scenes": the measure of which the largest share is gone. */
export function lossWords({ before, after }: Pick<ShrinkAlarm, 'before' | 'after'>): string {
  if (before === null) return `has only ${counted(after.words, 'word')} left`;
  const shares = (['scenes', 'rows', 'words'] as const)
    .map((measure) => ({ measure, lost: before[measure] - after[measure], of: before[measure] }))
    .filter(({ lost }) => lost > 0)
    .toSorted((a, b) => b.lost / b.of - a.lost / a.of);
  const [most] = shares;
  if (most === undefined) return 'has changed sharply';
  if (most.lost === most.of) return `lost all of its ${counted(most.of, most.measure.slice(0, -1))}`;
  return `lost ${most.lost.toLocaleString('en-GB')} of its ${counted(most.of, most.measure.slice(0, -1))}`;
}

/** What came of bringing back, in one line. */
export function broughtWords(title: string, brought: BroughtBack): string {
  const { kind, scenes, rows, cells, keptAsNow, isIncomplete } = brought;
  const rest = isIncomplete ? ' Part of it cannot be read in this backup any more.' : '';
  if (kind === 'script') return `“${title}” is back in the library, with its history.${rest}`;
  if (kind === 'nothing') return `Nothing of this backup is missing in “${title}”.${kept(keptAsNow)}${rest}`;
  const parts = [
    [scenes, 'scene'],
    [rows, 'row'],
    [cells, 'cell'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, thing]) => counted(count, thing));
  return `Back in “${title}”: ${said.join(', ')}.${kept(keptAsNow)}${rest}`;
}

function kept(cells: number): string {
  return cells === 0
    ? ''
    : ` ${counted(cells, 'cell')} said something else by now and ${cells === 1 ? 'was' : 'were'} left as ${cells === 1 ? 'it is' : 'they are'}.`;
}

/** Why no backup could be made there, what is safe and what to do. */
export function failureWords(code: string): string {
  switch (code) {
    case 'disk-full':
      return 'The last backup did not fit on this disk. Earlier backups are as they were. Free some space; Galley tries again every hour.';
    case 'read-only-disk':
    case 'forbidden':
      return 'Galley may not write in this folder. Earlier backups are as they were. Change who may write there, or choose another folder.';
    case 'damaged':
      return 'The last backup did not say what your scripts say when it was opened again, so it does not count. Your scripts and earlier backups are as they were. Check this disk; Galley tries again every hour.';
    default:
      return 'The last backup could not be finished, so it does not count. Your scripts and earlier backups are as they were. Galley tries again every hour.';
  }
}

export interface BackupDay {
  readonly name: string;
  readonly backups: readonly BackupSummary[];
}

/** Newest first, as they are given. */
export function byDay(backups: readonly BackupSummary[], now: Date): readonly BackupDay[] {
  const days = Map.groupBy(backups, ({ madeAt }) => dayName(new Date(madeAt), now));
  return [...days].map(([name, some]) => ({ name, backups: some }));
}
