import { useId, useState, type ReactNode } from 'react';
import type { BackupId } from '../../app/ids.ts';
import type { BackupSummary } from '../../app/ipc/backups.ts';
import type { StartTrouble } from '../../app/ipc/start.ts';
import { sizeWords } from '../backups/backup-words.ts';
import { Icon } from '../ui/icon.tsx';
import { counted, moment } from '../ui/words.ts';

interface BackupChoiceProps {
  readonly trouble: StartTrouble;
  readonly isBusy: boolean;
  readonly onRestore: (backupId: BackupId) => void;
  readonly onLookIn: () => void;
}

/** Which backup everything comes back from. The newest whole one is chosen to begin with. */
export function BackupChoice({ trouble, isBusy, onRestore, onLookIn }: BackupChoiceProps): ReactNode {
  const { backups, lookedIn } = trouble;
  const name = useId();
  const [chosen, setChosen] = useState<BackupId | null>(null);
  const choice = backups.find(({ backupId }) => backupId === chosen) ?? newestWhole(backups);
  return (
    <section className="backup-choice" aria-label="Restore from a backup">
      <h2>Restore from a backup</h2>
      <p className="soft">
        {backups.length === 0
          ? `No backup was found${lookedIn === null ? '' : ` in ${lookedIn}`}. If you have copies on another disk, connect it and choose the folder.`
          : 'The files that are there now are set aside untouched, and everything of the backup takes their place. Nothing is deleted.'}
      </p>
      {backups.length === 0 ? null : (
        <fieldset disabled={isBusy}>
          <legend className="hidden">Backups, newest first</legend>
          {backups.map((backup) => (
            <label key={backup.backupId} className="backup-option">
              <input
                type="radio"
                name={name}
                checked={backup.backupId === choice?.backupId}
                onChange={() => setChosen(backup.backupId)}
              />
              <span className="grow">{moment(new Date(backup.madeAt))}</span>
              <span className="quiet small">{aboutOf(backup)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <div className="line">
        {choice === undefined ? null : (
          <button type="button" className="btn big" disabled={isBusy} onClick={() => onRestore(choice.backupId)}>
            <Icon name="archive-restore" /> Set aside and restore
          </button>
        )}
        <button type="button" className="btn big bare" disabled={isBusy} onClick={onLookIn}>
          <Icon name="folder" /> Look in another folder…
        </button>
      </div>
    </section>
  );
}

function newestWhole(backups: readonly BackupSummary[]): BackupSummary | undefined {
  return backups.find(({ state }) => state === 'verified') ?? backups[0];
}

function aboutOf({ scripts, bytes, state, place }: BackupSummary): string {
  return [
    ...(scripts === null ? [] : [counted(scripts, 'script')]),
    ...(bytes === null ? [] : [sizeWords(bytes)]),
    ...(state === 'damaged' ? ['partly damaged'] : ['verified']),
    ...(place === 'own' ? [] : ['in a folder of yours']),
  ].join(', ');
}
