import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BackupProgress } from '../../app/ipc/backups.ts';
import type { RecoveryProgress } from '../../app/ipc/recovery.ts';
import type { Log } from '../log/log.ts';
import type { Surroundings } from '../surroundings.ts';
import { restoreInThread } from '../vault/backup/restore-in-thread.ts';
import { Vault } from '../vault/vault.ts';
import { Opening, type OpeningParts } from './opening.ts';

export interface VaultOpeningParts
  extends
    Pick<OpeningParts<Vault>, 'accountFolder' | 'showWindow' | 'closeWindow'>,
    Pick<Surroundings, 'now' | 'newId'> {
  readonly account: string;
  readonly appVersion: string;
  /** The built program of the main process. */
  readonly program: string;
  readonly log: Log;
  /** How far restoring has come. */
  readonly onProgress: (progress: BackupProgress) => void;
  /** A damaged file is being built again; null when that is over. */
  readonly onRecovering: (progress: RecoveryProgress | null) => void;
}

/** An account's scripts, from the disk or, if the person wants it, from a backup. */
export function vaultOpening(parts: VaultOpeningParts): Opening<Vault> {
  const { accountFolder: folder, account, appVersion, program, log, now, newId, onProgress, onRecovering } = parts;
  const entry = (name: string): URL => pathToFileURL(join(program, name));
  return new Opening({
    ...parts,
    open: () =>
      Vault.open({
        folder,
        account,
        appVersion,
        workers: { writer: entry('vault.worker.js'), keeper: entry('keeper.worker.js') },
        onRecovering,
        onTrouble: (error, scriptId) => log.warn('library.trouble', { error, script: scriptId && log.tagOf(scriptId) }),
        onStarted: (started) => log.info('thread.started', started),
        now,
        newId,
      }),
    restore: async (from) => {
      await restoreInThread(entry('restore.worker.js'), { ...from, folder, account, at: now().getTime() }, onProgress);
    },
    onFailed: (error) => log.error('library.not-opened', { error }),
  });
}
