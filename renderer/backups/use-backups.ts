import { useEffect, useState } from 'react';
import type { BackupProgress, BackupsOverview } from '../../app/ipc/backups.ts';
import { useApp } from '../app-services.ts';

export type BackupsContent =
  | { readonly kind: 'loading' }
  | { readonly kind: 'listed'; readonly overview: BackupsOverview }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface BackupsView {
  readonly content: BackupsContent;
  /** Null when no backup is being made. */
  readonly progress: BackupProgress | null;
  readonly readAgain: () => void;
}

/** Every backup there is, read anew whenever they change, and how far the one has come that is being made. */
export function useBackups(): BackupsView {
  const { client } = useApp();
  const [content, setContent] = useState<BackupsContent>({ kind: 'loading' });
  const [progress, setProgress] = useState<BackupProgress | null>(null);
  const [turn, setTurn] = useState(0);
  const readAgain = (): void => setTurn((before) => before + 1);
  useEffect(() => client.on('backups.changed', () => setTurn((before) => before + 1)), [client]);
  useEffect(() => client.on('backups.progress', (told) => setProgress(told.progress)), [client]);
  useEffect(() => {
    let wanted = true;
    client.call('backups.list', {}).then(
      (overview) => {
        if (!wanted) return;
        setContent({ kind: 'listed', overview });
        setProgress(overview.progress);
      },
      (error: unknown) => {
        if (wanted) setContent({ kind: 'failed', error });
      },
    );
    return () => {
      wanted = false;
    };
  }, [client, turn]);
  return { content, progress, readAgain };
}
