import type { EventName, Payload } from '../../../app/ipc/contract.ts';
import type { VaultBackups } from './vault-backups.ts';

/** Every window hears how a backup comes along and what became of it. Answers what ends that. */
export function tellBackupNews(
  backups: Pick<VaultBackups, 'onNews'>,
  windows: { broadcast<N extends EventName>(name: N, payload: Payload<N>): void },
): () => void {
  return backups.onNews((news) => {
    if (news.note === 'backups-changed') windows.broadcast('backups.changed', {});
    else windows.broadcast('backups.progress', { progress: news.progress });
  });
}
