import { useEffect } from 'react';
import type { ScriptId } from '../../app/ids.ts';
import { useApp } from '../app-services.ts';

/**
 * Tells the main process that this window shows a script, and whether it is the one in front: what others write in it
 * is then heard at once, and reading it counts as seen. Null: it shows none.
 */
export function useAttending(scriptId: ScriptId | null): void {
  const { client, report } = useApp();
  useEffect(() => {
    if (scriptId === null) return;
    let toldFocused: boolean | null = null;
    const tell = (told: { readonly scriptId: ScriptId | null; readonly isFocused: boolean }): void => {
      client.call('sync.attend', told).catch(report);
    };
    const look = (): void => {
      const isFocused = document.hasFocus() && document.visibilityState === 'visible';
      if (isFocused !== toldFocused) tell({ scriptId, isFocused });
      toldFocused = isFocused;
    };
    look();
    addEventListener('focus', look);
    addEventListener('blur', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      removeEventListener('focus', look);
      removeEventListener('blur', look);
      document.removeEventListener('visibilitychange', look);
      tell({ scriptId: null, isFocused: false });
    };
  }, [client, report, scriptId]);
}
