import type { PersonId } from '../../app/ids.ts';
import type { Connection } from '../sync/connection.ts';
import { readDeviceId } from '../sync/device-id.ts';
import { SyncDesk } from '../sync/sync-desk.ts';
import type { Vault } from '../vault/vault.ts';
import { connect } from './connect.ts';
import type { Ground } from './house.ts';

export interface SyncedVault {
  readonly account: PersonId;
  /** The account's own folder. */
  readonly folder: string;
  readonly vault: Vault;
}

/** What carries an account's scripts between its vault, its windows and the server that this Galley is set to. */
export function syncDesk({ account, folder, vault }: SyncedVault, ground: Ground): SyncDesk {
  const { windows, openScripts, accounts, log, newId, now, nowMs, wake } = ground;
  const openConnection = async (): Promise<Connection | null> => {
    const { setting, way } = accounts;
    if (setting === null) return null;
    const { session } = await accounts.desk;
    return connect({ account, setting, way, session });
  };
  return new SyncDesk({
    local: vault.sync,
    windows,
    openScripts,
    openConnection,
    deviceId: () => readDeviceId(folder, newId),
    fraction: () => Math.random(),
    onTrouble: (error) => log.warn('sync.trouble', { error }),
    now,
    nowMs,
    wake,
  });
}
