import type { ScriptId } from '../../app/ids.ts';
import type { Payload } from '../../app/ipc/contract.ts';
import type { SyncDesk } from '../sync/sync-desk.ts';
import type { Vault } from '../vault/vault.ts';
import type { HandlersOf } from './handlers.ts';
import type { OpenScripts } from './open-scripts.ts';

export interface ScriptCallsOptions {
  readonly vault: Pick<Vault, 'readGlance' | 'openScript' | 'append'>;
  readonly openScripts: OpenScripts;
  readonly sendChange: (windowId: number, change: Payload<'script.changed'>) => void;
  /** Null: these scripts go to no server. */
  readonly sync: Pick<SyncDesk, 'typed' | 'opened'> | null;
}

/** A window's way to the words: open, append, close. Answers to `append` and news to other windows mean: it is on disk. */
export function scriptCalls({ vault, openScripts, sendChange, sync }: ScriptCallsOptions): HandlersOf<'script'> {
  const others = (scriptId: ScriptId, windowId: number): number[] =>
    openScripts.windowsOf(scriptId).filter((other) => other !== windowId);
  return {
    'script.glance': ({ scriptId }) => vault.readGlance(scriptId),
    'script.open': async ({ scriptId }, windowId) => {
      // Listening comes first: what another window saves while we read would otherwise never arrive here.
      openScripts.opened(scriptId, windowId);
      try {
        const opened = await vault.openScript(scriptId);
        return sync === null ? opened : await sync.opened(scriptId, opened);
      } catch (error) {
        openScripts.closed(scriptId, windowId);
        throw error;
      }
    },
    'script.append': async ({ scriptId, updateId, format, update }, windowId) => {
      await vault.append({ scriptId, updateId, format, bytes: update });
      for (const other of others(scriptId, windowId)) sendChange(other, { scriptId, update });
      sync?.typed(scriptId);
    },
    'script.close': ({ scriptId }, windowId) => openScripts.closed(scriptId, windowId),
  };
}
