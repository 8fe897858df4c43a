import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AccountKey } from '../../app/ipc/account.ts';
import type { BackupProgress } from '../../app/ipc/backups.ts';
import type { RecoveryProgress } from '../../app/ipc/recovery.ts';
import type { Log } from '../log/log.ts';
import type { Surroundings } from '../surroundings.ts';
import { restoreInThread } from '../vault/backup/restore-in-thread.ts';
import { Vault } from '../vault/vault.ts';
import { Opening, type OpeningParts } from './opening.ts';

export interface VaultPlace extends Pick<Surroundings, 'now' | 'newId'> {
  /** The account's own folder. */
  readonly accountFolder: string;
  readonly account: AccountKey;
  readonly appVersion: string;
  /** The built program of the main process. */
  readonly program: string;
  readonly log: Log;
  /** A damaged file is being built again; null when that is over. */
  readonly onRecovering: (progress: RecoveryProgress | null) => void;
}

const entry = (program: string, name: string): URL => pathToFileURL(join(program, name));

/** An account's scripts, from the disk. @throws what `Vault.open` fails with */
export function openVault(place: VaultPlace): Promise<Vault> {
  const { accountFolder: folder, account, appVersion, program, log, now, newId, onRecovering } = place;
  return Vault.open({
    folder,
    account,
    appVersion,
    workers: { writer: entry(program, 'vault.worker.js'), keeper: entry(program, 'keeper.worker.js') },
    onRecovering,
    onTrouble: (error, scriptId) => log.warn('library.trouble', { error, script: scriptId && log.tagOf(scriptId) }),
    onStarted: (started) => log.info('thread.started', started),
    now,
    newId,
  });
}

export interface VaultOpeningParts
  extends VaultPlace, Pick<OpeningParts<Vault>, 'accountFolder' | 'showWindow' | 'closeWindow'> {
  /** How far restoring has come. */
  readonly onProgress: (progress: BackupProgress) => void;
}

/** An account's scripts, from the disk or, if the person wants it, from a backup. */
export function vaultOpening(parts: VaultOpeningParts): Opening<Vault> {
  const { accountFolder: folder, account, program, log, now, onProgress } = parts;
  return new Opening({
    ...parts,
    open: () => openVault(parts),
    restore: async (from) => {
      const worker = entry(program, 'restore.worker.js');
      await restoreInThread(worker, { ...from, folder, account, at: now().getTime() }, onProgress);
    },
    onFailed: (error) => log.error('library.not-opened', { error }),
  });
}
