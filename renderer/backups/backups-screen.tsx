import '../library/library.css';
import './backups.css';
import { useState, type ReactNode } from 'react';
import type { BackupId } from '../../app/ids.ts';
import type { BackupProgress, BackupsOverview } from '../../app/ipc/backups.ts';
import { useApp, useCommands } from '../app-services.ts';
import { LIBRARY } from '../router.ts';
import { LibraryCrumb } from '../script/library-crumb.tsx';
import { Icon } from '../ui/icon.tsx';
import { Screen } from '../ui/screen.tsx';
import type { Trouble } from '../ui/trouble.ts';
import { TroubleScreen } from '../ui/trouble-screen.tsx';
import { useMinute } from '../ui/use-minute.ts';
import { useWindowTitle } from '../ui/use-window-title.ts';
import { BackupContents } from './backup-contents.tsx';
import { BackupList } from './backup-list.tsx';
import { BackupPlacesDialog } from './backup-places-dialog.tsx';
import { failureWords } from './backup-words.ts';
import { useBackupDeeds } from './use-backup-deeds.ts';
import { useBackups } from './use-backups.ts';

const BACKUPS_TROUBLE: Trouble = {
  title: 'The backups cannot be listed',
  happened: 'Galley could not read its folder of backups.',
  safe: 'Your scripts are as they were, and so are the backups themselves.',
  advice: 'Try again. If it happens again, check the disk that the backups are on.',
};

/** Backups: what there is, what each of them holds, and how to bring something back. */
export function BackupsScreen(): ReactNode {
  const { router } = useApp();
  const { content, progress, readAgain } = useBackups();
  useWindowTitle('Backups');
  useCommands((id) => {
    if (id !== 'library.show') return false;
    router.go(LIBRARY);
    return true;
  });
  return (
    <Screen
      title={
        <LibraryCrumb>
          <h1>Backups</h1>
        </LibraryCrumb>
      }
    >
      {content.kind === 'failed' ? (
        <TroubleScreen trouble={BACKUPS_TROUBLE}>
          <button type="button" className="btn main big" onClick={readAgain}>
            Try again
          </button>
        </TroubleScreen>
      ) : (
        <Overview overview={content.kind === 'listed' ? content.overview : null} progress={progress} />
      )}
    </Screen>
  );
}

interface OverviewProps {
  /** Null until it is read. */
  readonly overview: BackupsOverview | null;
  readonly progress: BackupProgress | null;
}

function Overview({ overview, progress }: OverviewProps): ReactNode {
  const now = useMinute();
  const deeds = useBackupDeeds();
  const [chosenId, setChosenId] = useState<BackupId | null>(null);
  const [showsPlaces, setShowsPlaces] = useState(false);
  const backups = overview?.backups ?? [];
  const chosen = backups.find(({ backupId }) => backupId === chosenId) ?? backups[0];
  return (
    <div className="body">
      {backups.length === 0 ? null : (
        <BackupList backups={backups} chosen={chosen?.backupId ?? null} now={now} onChoose={setChosenId} />
      )}
      <main className="page" aria-busy={overview === null}>
        <div className="lead">
          <h2 className="grow">Backups</h2>
          <button type="button" className="btn" disabled={overview === null} onClick={() => setShowsPlaces(true)}>
            <Icon name="folder" /> Where backups go
          </button>
          {progress === null ? (
            <button type="button" className="btn main" onClick={deeds.make}>
              <Icon name="archive-restore" /> Back up now
            </button>
          ) : (
            <button type="button" className="btn" onClick={deeds.cancel}>
              <Icon name="x" /> Stop this backup
            </button>
          )}
        </div>
        <Making progress={progress} />
        {overview === null ? null : <PlaceNotes targets={overview.targets} />}
        {overview === null || chosen !== undefined ? null : <NoBackups />}
        {chosen === undefined ? null : <BackupContents key={chosen.backupId} backup={chosen} />}
      </main>
      {showsPlaces && overview !== null ? (
        <BackupPlacesDialog targets={overview.targets} keep={overview.keep} onClose={() => setShowsPlaces(false)} />
      ) : null}
    </div>
  );
}

/** The region is always there, so that screen readers hear it begin and end. */
function Making({ progress }: { readonly progress: BackupProgress | null }): ReactNode {
  return (
    <output className="making">
      {progress === null ? null : (
        <>
          <span className="soft">
            {progress.done * 2 < progress.of ? 'Writing what is new…' : 'Opening the backup again…'}
          </span>
          <progress aria-label="Backing up" max={Math.max(progress.of, 1)} value={progress.done} />
        </>
      )}
    </output>
  );
}

function PlaceNotes({ targets }: Pick<BackupsOverview, 'targets'>): ReactNode {
  return targets.map(({ place, isThere, failure }) => {
    if (!isThere) {
      return (
        <p key={place} className="place-note">
          <Icon name="info" /> Your folder for copies is not connected. Backups go on being made on this device; the
          copy follows when the folder is back.
        </p>
      );
    }
    if (failure === null) return null;
    return (
      <p key={place} role="alert" className="place-note trouble">
        <Icon name="triangle-alert" /> {place === 'chosen' ? 'In your folder: ' : ''}
        {failureWords(failure)}
      </p>
    );
  });
}

function NoBackups(): ReactNode {
  return (
    <p className="empty">
      <b>No backup yet.</b>
      <span className="soft">
        The first one is made by itself, a minute after the first edits; then there is one on each day on which you
        write. Every backup is opened again before it counts. Back up now if you do not want to wait.
      </span>
    </p>
  );
}
