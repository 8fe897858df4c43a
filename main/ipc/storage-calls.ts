import { Failure } from '../../app/failure.ts';
import type { Vault } from '../vault/vault.ts';
import type { HandlersOf } from './handlers.ts';
import type { OpenScripts } from './open-scripts.ts';

export interface StorageCallsOptions {
  readonly vault: Pick<Vault, 'storage' | 'unsent' | 'removeScript'>;
  readonly openScripts: Pick<OpenScripts, 'windowsOf'>;
}

/** The room that scripts take on this device. */
export const storageCalls = ({ vault, openScripts }: StorageCallsOptions): HandlersOf<'storage'> => ({
  'storage.list': () => vault.storage(),
  'storage.unsent': ({ scriptId }) => vault.unsent(scriptId),
  'storage.remove-script': async (script) => {
    // What a window still has to save would have nowhere to go.
    if (openScripts.windowsOf(script.scriptId).length > 0) throw openSomewhere();
    await vault.removeScript(script);
  },
});

const openSomewhere = (): Failure =>
  new Failure(
    'busy',
    'This script is open in a window, so it was not removed. Nothing was changed. Go back to the library in that window and try again.',
  );
