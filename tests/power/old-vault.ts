import { join } from 'node:path';
import { openDatabase, transact } from '../../main/vault/database.ts';
import { makeFolder } from '../../main/vault/folder.ts';
import { migrate } from '../../main/vault/migrate.ts';
import { migrations } from '../../main/vault/migrations/all.ts';
import { FILE_NAME } from '../../main/vault/protocol.ts';
import { ScriptChanges, type Staged } from '../../main/vault/script-changes.ts';
import type { Change } from './ledger.ts';

/** A vault as the first released build made it, holding these changes. */
export function makeOldVault(
  folder: string,
  changes: readonly Change[],
  { vaultId, at }: { readonly vaultId: string; readonly at: number },
): void {
  makeFolder(folder);
  const db = openDatabase(join(folder, FILE_NAME), { purpose: 'write' });
  try {
    migrate(db, { vaultId, account: 'local', at }, migrations.slice(0, 1));
    transact(db, () => {
      const scripts = new ScriptChanges(db, { account: 'local' });
      const staged: Staged = new Map();
      for (const change of changes) {
        if (change.name === 'create') {
          const updates = change.updates.map((update) => ({ ...update, format: 1 }));
          scripts.apply({ name: 'create', input: { ...change, updates, at } }, staged);
        } else if (change.name === 'append') {
          const update = { ...change.update, format: 1 };
          scripts.apply({ name: 'append', input: { ...change, update, at } }, staged);
        }
      }
      scripts.writeHeads(staged);
    });
  } finally {
    db.close();
  }
}
