import { join } from 'node:path';
import type { Incident, IncidentId } from '../../app/ipc/recovery.ts';
import { failureOf } from '../vault/failures.ts';
import { SET_ASIDE } from '../vault/recovery/set-aside.ts';
import type { Vault } from '../vault/vault.ts';
import type { HandlersOf } from './handlers.ts';

export interface RecoveryCallsOptions {
  readonly vault: Pick<Vault, 'recovery'>;
  /** The account's own folder. */
  readonly folder: string;
  /** Shows a file or folder in the system's file manager. */
  readonly showInFolder: (path: string) => void;
  /** Every window shows the same. */
  readonly onChanged: () => void;
}

/** What was found wrong with the store and what became of it; a look at everything. */
export function recoveryCalls({
  vault,
  folder,
  showInFolder,
  onChanged,
}: RecoveryCallsOptions): HandlersOf<'recovery'> {
  const pathOf = ({ setAside }: Incident): string | null =>
    setAside === null ? null : join(folder, SET_ASIDE, setAside);
  const find = async (incidentId: IncidentId): Promise<Incident> => {
    const found = (await vault.recovery.incidents()).find((incident) => incident.incidentId === incidentId);
    if (found === undefined) throw failureOf('not-found');
    return found;
  };
  return {
    'recovery.incidents': async () =>
      (await vault.recovery.incidents()).map((incident) => ({ ...incident, setAside: pathOf(incident) })),
    'recovery.seen': async ({ incidentId }) => {
      await vault.recovery.seen(incidentId);
      onChanged();
    },
    'recovery.show-original': async ({ incidentId }) => {
      const path = pathOf(await find(incidentId));
      if (path === null) throw failureOf('not-found');
      showInFolder(path);
    },
    'recovery.check': () => vault.recovery.check(),
    'recovery.checkups': async () => [...(await vault.recovery.checkups())],
  };
}
