import { useCallback, useSyncExternalStore } from 'react';
import { mayWrite } from '../document/save-state.ts';
import type { ScriptSession } from '../document/script-session.ts';

/** Whether more may be typed just now. Changes with that alone, not with every key. */
export function useMayWrite({ saveState, readOnly }: ScriptSession): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [saveState.subscribe(listener), readOnly.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [saveState, readOnly],
  );
  return useSyncExternalStore(subscribe, () => readOnly.get() === null && mayWrite(saveState.get()));
}
