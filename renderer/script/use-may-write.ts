import { useCallback, useSyncExternalStore } from 'react';
import { mayWrite } from '../document/save-state.ts';
import type { ScriptSession } from '../document/script-session.ts';

/** Whether more may be typed just now. Changes with that alone, not with every key. */
export function useMayWrite({ saveState }: ScriptSession): boolean {
  const subscribe = useCallback((listener: () => void) => saveState.subscribe(listener), [saveState]);
  return useSyncExternalStore(subscribe, () => mayWrite(saveState.get()));
}
