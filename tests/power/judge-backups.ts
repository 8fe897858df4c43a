import { placesOf, shelfOf } from '../../main/vault/backup/backup-plan.ts';
import type { BackupShelf } from '../../main/vault/backup/shelf.ts';
import { verify } from '../../main/vault/backup/verify.ts';
import type { ReportedBackup } from './ledger.ts';

const never = new AbortController().signal;

/**
 * Every backup that its shelf calls verified must be whole, and every one that was reported must be there and hold what
 * was acknowledged before it was asked for. Answers what is wrong.
 */
export async function judgeBackups(
  accountFolder: string,
  { vaultId, reported }: { readonly vaultId: string; readonly reported: readonly ReportedBackup[] },
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const place of placesOf(accountFolder)) {
    const shelf = shelfOf(place, vaultId);
    const verified = shelf.verified();
    for (const name of verified) {
      if (!(await isWhole(shelf, name))) faults.push(`${name.backupId} is called verified and is not whole`);
    }
    for (const { backupId, counts } of reported) {
      const name = verified.find((it) => it.backupId === backupId);
      if (name === undefined) faults.push(`${backupId} was reported and is not there`);
      else if (!holds(shelf, name, counts)) faults.push(`${backupId} lacks what was saved before`);
    }
  }
  return faults;
}

type Name = ReturnType<BackupShelf['verified']>[number];

async function isWhole(shelf: BackupShelf, name: Name): Promise<boolean> {
  const { faults } = await verify(shelf, name, {
    opened: new Set(),
    health: new Map(),
    pause: () => Promise.resolve(),
    signal: never,
    onScript: () => undefined,
  });
  return faults.length === 0;
}

function holds(shelf: BackupShelf, name: Name, counts: ReportedBackup['counts']): boolean {
  const held = new Map(shelf.read(name).scripts.map(({ scriptId, count }) => [scriptId, count]));
  return [...counts].every(([scriptId, count]) => (held.get(scriptId) ?? -1) >= count);
}
