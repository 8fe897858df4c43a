import { useId, useState, type ReactNode } from 'react';
import type { BackupsOverview, KeepPlan } from '../../app/ipc/backups.ts';
import { useApp } from '../app-services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { troubleLine } from '../ui/trouble.ts';

interface BackupPlacesDialogProps extends Pick<BackupsOverview, 'targets' | 'keep'> {
  readonly onClose: () => void;
}

const PERIODS = [
  { key: 'daily', label: 'days', least: 1, most: 60 },
  { key: 'weekly', label: 'weeks', least: 0, most: 60 },
  { key: 'monthly', label: 'months', least: 0, most: 120 },
] as const;

/** Where backups go and how many stay. Every change holds at once. */
export function BackupPlacesDialog({ targets, keep, onClose }: BackupPlacesDialogProps): ReactNode {
  const { client } = useApp();
  const [trouble, setTrouble] = useState<string | null>(null);
  const attempt = (deed: string, work: Promise<unknown>): void => {
    setTrouble(null);
    work.catch((error: unknown) => setTrouble(troubleLine(error, deed)));
  };
  const own = targets.find(({ place }) => place === 'own');
  const chosen = targets.find(({ place }) => place === 'chosen');
  const keepPeriod = (key: keyof KeepPlan, value: number): void =>
    attempt('keep this choice', client.call('backups.keep', { ...keep, [key]: value }));
  return (
    <Dialog title="Where backups go" onClose={onClose}>
      <div className="content backup-places">
        <h3>On this device</h3>
        <p className="soft selectable path">{own?.folder}</p>
        <h3>Copies in a folder of your choice</h3>
        {chosen === undefined ? (
          <p className="soft">
            None yet. Choose a folder on another disk: then a broken or lost disk takes no script with it.
          </p>
        ) : (
          <p className="soft selectable path">
            {chosen.folder}
            {chosen.isThere ? '' : ' (not connected; copies follow when it is back)'}
          </p>
        )}
        <p className="line">
          <button
            type="button"
            className="btn"
            onClick={() => attempt('use this folder', client.call('backups.choose-folder', {}))}
          >
            <Icon name="folder" /> {chosen === undefined ? 'Choose a folder…' : 'Choose another folder…'}
          </button>
          {chosen === undefined ? null : (
            <button
              type="button"
              className="btn bare"
              onClick={() => attempt('stop making copies there', client.call('backups.forget-folder', {}))}
            >
              No copies any more
            </button>
          )}
        </p>
        <h3>How many stay</h3>
        <p className="soft">The last backup of each of the newest</p>
        <p className="line periods">
          {PERIODS.map(({ key, label, least, most }) => (
            <Period
              key={key}
              label={label}
              value={keep[key]}
              least={least}
              most={most}
              onChange={(value) => keepPeriod(key, value)}
            />
          ))}
        </p>
        <p className="small quiet">
          The newest backup, the last five you asked for, and what an open alarm needs stay as well.
        </p>
        {trouble === null ? null : (
          <p role="alert" className="form-trouble">
            {trouble}
          </p>
        )}
      </div>
    </Dialog>
  );
}

interface PeriodProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

function Period({ label, value, least, most, onChange }: PeriodProps): ReactNode {
  const id = useId();
  return (
    <span className="line">
      <span className="field">
        <input
          id={id}
          type="number"
          min={least}
          max={most}
          defaultValue={value}
          onChange={({ currentTarget }) => {
            if (currentTarget.validity.valid && currentTarget.value !== '') onChange(currentTarget.valueAsNumber);
          }}
        />
      </span>
      <label htmlFor={id}>{label}</label>
    </span>
  );
}
