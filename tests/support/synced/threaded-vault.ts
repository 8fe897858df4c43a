import { randomUUID } from 'node:crypto';
import type { ScriptId } from '../../../app/ids.ts';
import { Vault } from '../../../main/vault/vault.ts';
import type { LogByCalls } from '../../../main/vault/sync/log-by-calls.ts';
import { vaultWorkers } from '../vault.ts';
import type { DeviceVault } from './synced-device.ts';

/** The vault as it ships, with its threads, on a real disk. */
export async function openThreadedVault(folder: string, account: string): Promise<DeviceVault & AsyncDisposable> {
  const vault = await Vault.open({
    folder,
    account,
    appVersion: '0.1.0',
    workers: vaultWorkers,
    now: () => new Date(),
    newId: () => randomUUID(),
  });
  // Its calls are the engine's port; what a window asks stands beside them.
  return Object.assign(vault.sync as LogByCalls, {
    append: (scriptId: ScriptId, update: Parameters<DeviceVault['append']>[1]) => vault.append({ scriptId, ...update }),
    updatesOf: async (scriptId: ScriptId) => {
      const { snapshot, updates } = await vault.openScript(scriptId);
      return snapshot === null ? updates : [snapshot, ...updates];
    },
    [Symbol.asyncDispose]: () => vault.close(),
  });
}
