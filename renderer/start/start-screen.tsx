import './start.css';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Failure } from '../../app/failure.ts';
import type { BackupId } from '../../app/ids.ts';
import type { BackupProgress } from '../../app/ipc/backups.ts';
import type { StartTrouble } from '../../app/ipc/start.ts';
import { useApp } from '../app-services.ts';
import { LIBRARY } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { TitleBar } from '../ui/title-bar.tsx';
import { useWindowTitle } from '../ui/use-window-title.ts';
import { BackupChoice } from './backup-choice.tsx';

/** The scripts could not be opened. Says what happened, what is safe, and what can be done without them. */
export function StartScreen(): ReactNode {
  const { client, router } = useApp();
  const [trouble, setTrouble] = useState<StartTrouble | null>(null);
  const [progress, setProgress] = useState<BackupProgress | 'waiting' | null>(null);
  const [turn, setTurn] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  useWindowTitle('Your scripts could not be opened');
  useEffect(() => client.on('backups.progress', (told) => setProgress(told.progress ?? 'waiting')), [client]);
  useEffect(() => {
    let wanted = true;
    client.call('start.trouble', {}).then(
      (told) => {
        if (!wanted) return;
        // This address was kept from another time: everything is well.
        if (told === null) router.go(LIBRARY);
        setTrouble(told);
      },
      () => router.go(LIBRARY),
    );
    return () => {
      wanted = false;
    };
  }, [client, router, turn]);
  useEffect(() => {
    if (trouble !== null) heading.current?.focus();
  }, [trouble]);

  const attempt = (work: Promise<void>): void => {
    setProgress('waiting');
    // The window goes when the scripts are open; else it says what stands in the way now.
    work.then(
      () => undefined,
      () => {
        setProgress(null);
        setTurn((before) => before + 1);
      },
    );
  };
  const restore = (backupId: BackupId): void => attempt(client.call('start.restore', { backupId }));
  const lookIn = (): void => {
    client.call('start.look-in', {}).then(
      (chosen) => {
        if (chosen) setTurn((before) => before + 1);
      },
      (error: unknown) => {
        if (!(error instanceof Failure)) throw error;
      },
    );
  };
  const [title = '', ...rest] = trouble === null ? [] : sentencesOf(trouble.message);
  const isBusy = progress !== null;
  return (
    <div className="window">
      <TitleBar>
        <div className="place">
          <span className="start-name">Galley</span>
        </div>
      </TitleBar>
      <main className="report start" aria-busy={trouble === null}>
        {trouble === null ? null : (
          <article>
            <Icon name="life-buoy" size={20} />
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            <p className="soft selectable">{rest.join(' ')}</p>
            <div className="line">
              <button
                type="button"
                className="btn main big"
                disabled={isBusy}
                onClick={() => attempt(client.call('start.try-again', {}))}
              >
                Try again
              </button>
              <button
                type="button"
                className="btn big"
                onClick={() => void client.call('start.quit', {}).catch(() => undefined)}
              >
                Quit
              </button>
            </div>
            <output className="start-progress">{progress === null ? null : <Working progress={progress} />}</output>
            <BackupChoice trouble={trouble} isBusy={isBusy} onRestore={restore} onLookIn={lookIn} />
          </article>
        )}
      </main>
    </div>
  );
}

function Working({ progress }: { readonly progress: BackupProgress | 'waiting' }): ReactNode {
  return progress === 'waiting' ? (
    <progress aria-label="Opening your scripts" />
  ) : (
    <progress aria-label="Restoring" max={Math.max(progress.of, 1)} value={progress.done} />
  );
}

/** Words of a failure come as one text; the first sentence says what happened. */
function sentencesOf(message: string): readonly string[] {
  return message.split(/(?<=\.) (?=[A-Z])/);
}
