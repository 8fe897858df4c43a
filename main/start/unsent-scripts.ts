import type { UnsentScript } from '../account/account-hands.ts';
import type { Vault } from '../vault/vault.ts';

/** Scripts of a vault with edits that are nowhere else, trashed ones included. */
export async function unsentScripts(vault: Pick<Vault, 'list' | 'unsent'>): Promise<readonly UnsentScript[]> {
  const unsent: UnsentScript[] = [];
  for (const { scriptId, title } of await vault.list()) {
    const { count, since } = await vault.unsent(scriptId);
    if (count > 0 && since !== null) unsent.push({ title, edits: count, oldestAt: since });
  }
  return unsent;
}
