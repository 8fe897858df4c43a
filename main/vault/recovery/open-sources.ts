import { BackupSource } from '../backup/backup-source.ts';
import type { WriterStart } from '../protocol.ts';
import type { RescueSource } from './rescue-source.ts';

/** Every other place that may hold what a damaged vault has lost. Opened only when there is something to recover. */
export function openSources(start: Pick<WriterStart, 'folder' | 'account'>): readonly RescueSource[] {
  const backups = BackupSource.open(start);
  return backups === undefined ? [] : [backups];
}
