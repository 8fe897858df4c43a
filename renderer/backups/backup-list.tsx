import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { BackupId } from '../../app/ids.ts';
import type { BackupSummary } from '../../app/ipc/backups.ts';
import { Icon } from '../ui/icon.tsx';
import { moment, timeOfDay } from '../ui/words.ts';
import { byDay, sizeWords } from './backup-words.ts';
import { rowForKey } from '../ui/row-for-key.ts';

interface BackupListProps {
  readonly backups: readonly BackupSummary[];
  readonly chosen: BackupId | null;
  readonly now: Date;
  readonly onChoose: (backupId: BackupId) => void;
}

const PLACES: Readonly<Record<BackupSummary['place'], string>> = {
  own: 'on this device',
  chosen: 'in your folder',
  elsewhere: 'in the folder you opened',
};

/** Backups by day, newest first. One of them is in the tab order; arrows, Home and End walk the others. */
export function BackupList({ backups, chosen, now, onChoose }: BackupListProps): ReactNode {
  const areInOnePlace = new Set(backups.map(({ place }) => place)).size === 1;
  const list = useRef<HTMLElement>(null);
  const tabStop = Math.max(
    backups.findIndex(({ backupId }) => backupId === chosen),
    0,
  );
  const walk = (event: KeyboardEvent): void => {
    const items = [...(list.current?.querySelectorAll('button') ?? [])];
    const here = items.findIndex((item) => item === event.currentTarget);
    const towards = rowForKey(event.key, here, items.length);
    if (towards === undefined) return;
    event.preventDefault();
    items[towards]?.focus();
    items[towards]?.click();
  };
  return (
    <nav className="side backup-days" aria-label="Backups" ref={list}>
      {byDay(backups, now).map(({ name, backups: some }) => (
        <section key={name}>
          <h2>{name}</h2>
          {some.map((backup) => (
            <button
              key={backup.backupId}
              type="button"
              className="item"
              tabIndex={backups[tabStop]?.backupId === backup.backupId ? 0 : -1}
              aria-current={backup.backupId === chosen ? 'true' : undefined}
              onKeyDown={walk}
              onClick={() => onChoose(backup.backupId)}
            >
              <Icon name={backup.state === 'verified' ? 'shield-check' : 'triangle-alert'} />
              <span className="grow">
                <time dateTime={new Date(backup.madeAt).toISOString()} title={moment(new Date(backup.madeAt))}>
                  {timeOfDay(new Date(backup.madeAt))}
                </time>
                <span className="hidden">{backup.state === 'verified' ? ', verified,' : ', damaged,'}</span>{' '}
                <span className="quiet small">{aboutOf(backup, { areInOnePlace })}</span>
              </span>
              <span className="num">{backup.bytes === null ? '' : sizeWords(backup.bytes)}</span>
            </button>
          ))}
        </section>
      ))}
    </nav>
  );
}

/** What sets it apart from the others. */
function aboutOf(
  { place, kind, isOfThisLibrary }: BackupSummary,
  { areInOnePlace }: { readonly areInOnePlace: boolean },
): string {
  return [
    ...(areInOnePlace ? [] : [PLACES[place]]),
    ...(kind === 'asked' ? ['asked for'] : []),
    ...(isOfThisLibrary ? [] : ['of another library']),
  ].join(', ');
}
