import { useEffect, useState, type ReactNode } from 'react';
import type { ShrinkAlarm } from '../../app/ipc/backups.ts';
import { useApp } from '../app-services.ts';
import { Banner } from '../ui/banner.tsx';
import { useMinute } from '../ui/use-minute.ts';
import { dayName } from '../ui/words.ts';
import { lossWords } from './backup-words.ts';
import { useBackupDeeds } from './use-backup-deeds.ts';

/** Says in every window that a script has shrunk sharply, until somebody brings back what is gone or says that it was meant. */
export function ShrinkBanners(): ReactNode {
  const alarms = useAlarms();
  return alarms.map((alarm) => <ShrinkBanner key={`${alarm.backupId} ${alarm.scriptId}`} alarm={alarm} />);
}

function useAlarms(): readonly ShrinkAlarm[] {
  const { client } = useApp();
  const [alarms, setAlarms] = useState<readonly ShrinkAlarm[]>([]);
  const [turn, setTurn] = useState(0);
  useEffect(() => client.on('backups.changed', () => setTurn((before) => before + 1)), [client]);
  useEffect(() => {
    let wanted = true;
    client.call('backups.alarms', {}).then(
      (raised) => {
        if (wanted) setAlarms(raised);
      },
      // The screen itself says when nothing can be read; a banner about that would be the second one.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [client, turn]);
  return alarms;
}

function ShrinkBanner({ alarm }: { readonly alarm: ShrinkAlarm }): ReactNode {
  const { scriptId, title, before, sourceId, noticedAt } = alarm;
  const deeds = useBackupDeeds();
  const now = useMinute();
  const since = before === null ? '' : ` since ${inSentence(dayName(new Date(before.at), now))}`;
  return (
    <Banner
      tone="waiting"
      icon="triangle-alert"
      title={`“${title}” ${lossWords(alarm)}${since}`}
      actions={
        <>
          {sourceId === null ? null : (
            <button
              type="button"
              className="btn main"
              onClick={() => deeds.bringBack({ backupId: sourceId, scriptId, title })}
            >
              Bring back what is gone
            </button>
          )}
          <button type="button" className="btn" onClick={() => deeds.accept({ scriptId, title })}>
            It was meant
          </button>
        </>
      }
    >
      {sourceId === null
        ? `A backup noticed it ${inSentence(dayName(new Date(noticedAt), now))}. No backup has the rest any more; the script’s history still does.`
        : 'The backup from before has all of it and is kept. Bringing it back takes away nothing that was written since.'}
    </Banner>
  );
}

function inSentence(day: string): string {
  return day === 'Today' || day === 'Yesterday' ? day.toLowerCase() : day;
}
