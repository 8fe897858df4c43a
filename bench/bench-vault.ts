import { randomUUID } from 'node:crypto';
import { Vault, type VaultOptions } from '../main/vault/vault.ts';

/** The shipped vault, with its threads running from their sources. */
export function openBenchVault(folder: string, options: Partial<VaultOptions> = {}): Promise<Vault> {
  return Vault.open({
    folder,
    account: 'local',
    appVersion: '0.1.0',
    workers: vaultThreads,
    now: () => new Date(),
    newId: () => randomUUID(),
    ...options,
  });
}

export const vaultThreads = {
  writer: new URL('../main/vault/vault.worker.ts', import.meta.url),
  keeper: new URL('../main/vault/keeper.worker.ts', import.meta.url),
};

/** The same as they ship, which start without their sources being read and stripped of types. `buildApp` makes them. */
export const builtThreads = {
  writer: new URL('../out/main/vault.worker.js', import.meta.url),
  keeper: new URL('../out/main/keeper.worker.js', import.meta.url),
};
