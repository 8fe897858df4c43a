import { parseDeepLink } from '../app/links.ts';
import type { Vault } from './vault/vault.ts';
import type { WindowMemory } from './windows/window-memory.ts';
import type { Windows } from './windows/windows.ts';

export interface FirstWindows {
  readonly memory: Pick<WindowMemory, 'remembered'>;
  readonly windows: Pick<Windows, 'open'>;
  readonly opening: Promise<Pick<Vault, 'list'>>;
}

/** Opens what was open when Galley was last seen, else the library. */
export async function openFirstWindows({ memory, windows, opening }: FirstWindows): Promise<void> {
  for (const { showing, place } of memory.remembered) windows.open(showing, place);
  if (memory.remembered.length > 0) return;
  await opening;
  windows.open({ kind: 'library' });
}

export interface ComingForward {
  readonly windows: Pick<Windows, 'all' | 'current' | 'open'>;
  readonly vault: Pick<Vault, 'list'>;
}

/**
 * Somebody started Galley again or followed a link: shows the script that was asked for, else the window in use.
 * What was given comes from anywhere, so nothing is taken from it but a deep link to a script that is in this library.
 */
export async function comeForward(given: readonly string[], { windows, vault }: ComingForward): Promise<void> {
  const link = given.map(parseDeepLink).find((found) => found !== null);
  if (link?.kind === 'open' && (await vault.list()).some(({ scriptId }) => scriptId === link.scriptId)) {
    const there = windows.all().find(({ showing }) => showing.kind === 'script' && showing.scriptId === link.scriptId);
    (there ?? windows.open({ kind: 'script', scriptId: link.scriptId })).focus();
    return;
  }
  (windows.current() ?? windows.open({ kind: 'library' })).focus();
}
