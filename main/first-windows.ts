import type { AccountKey } from '../app/ipc/account.ts';
import { ScriptId, UpdateId } from '../app/ids.ts';
import { parseDeepLink } from '../app/links.ts';
import { FORMAT } from '../app/script/format.ts';
import { templateUpdate } from '../app/script/templates/template-update.ts';
import type { Surroundings } from './surroundings.ts';
import type { Vault } from './vault/vault.ts';
import type { WindowMemory } from './windows/window-memory.ts';
import type { Windows } from './windows/windows.ts';

const SAMPLE_TITLE = 'How the Library of Things works';

export interface FirstWindows {
  readonly memory: Pick<WindowMemory, 'remembered'>;
  readonly windows: Pick<Windows, 'open'>;
  readonly opening: Promise<Pick<Vault, 'list' | 'create'>>;
  readonly newId: Surroundings['newId'];
  readonly account: AccountKey;
}

/** Opens what was open when Galley was last seen; the very first time the sample script; else the library. */
export async function openFirstWindows({ memory, windows, opening, newId, account }: FirstWindows): Promise<void> {
  for (const { showing, place } of memory.remembered) windows.open(showing, place);
  if (memory.remembered.length > 0) return;
  const vault = await opening;
  // Scripts are never removed, only marked: an empty list means that there has never been one. Who has an account has a
  // server to get theirs from.
  if (account !== 'local' || (await vault.list()).length > 0) return void windows.open({ kind: 'library' });
  const scriptId = ScriptId.parse(newId());
  const sample = { updateId: UpdateId.parse(scriptId), format: FORMAT, bytes: templateUpdate('sample') };
  await vault.create({ scriptId, title: SAMPLE_TITLE, updates: [sample] });
  windows.open({ kind: 'script', scriptId });
}

export interface ComingForward {
  readonly windows: Pick<Windows, 'all' | 'current' | 'open'>;
  readonly vault: Pick<Vault, 'list'>;
  /** Somebody who went to a browser to sign in came back. */
  readonly signIn: (link: { readonly code: string; readonly state: string }) => Promise<void>;
}

/**
 * Somebody started Galley again or followed a link: shows the script that was asked for, else the window in use.
 * What was given comes from anywhere, so nothing is taken from it but a deep link to a script that is in this library.
 */
export async function comeForward(given: readonly string[], { windows, vault, signIn }: ComingForward): Promise<void> {
  const link = given.map(parseDeepLink).find((found) => found !== null);
  if (link?.kind === 'open' && (await vault.list()).some(({ scriptId }) => scriptId === link.scriptId)) {
    const there = windows.all().find(({ showing }) => showing.kind === 'script' && showing.scriptId === link.scriptId);
    (there ?? windows.open({ kind: 'script', scriptId: link.scriptId })).focus();
    return;
  }
  (windows.current() ?? windows.open({ kind: 'library' })).focus();
  if (link?.kind === 'auth') await signIn(link);
}
