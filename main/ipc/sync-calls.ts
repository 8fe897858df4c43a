import type { SyncDesk } from '../sync/sync-desk.ts';
import type { HandlersOf } from './handlers.ts';

/** How an account's scripts stand with the server. */
export function syncCalls(
  desk: Pick<SyncDesk, 'overview' | 'tryNow' | 'sendAgain' | 'health' | 'attend'>,
): HandlersOf<'sync'> {
  return {
    'sync.overview': () => desk.overview(),
    'sync.try-now': () => desk.tryNow(),
    'sync.send-again': ({ scriptId }) => desk.sendAgain(scriptId),
    'sync.connection': () => desk.health(),
    'sync.attend': ({ scriptId, isFocused }, windowId) => desk.attend(windowId, scriptId, isFocused),
  };
}
