import { useEffect, useEffectEvent } from 'react';
import type { ScriptSession } from '../document/script-session.ts';
import { commandFor } from '../editor/keys.ts';

/** The script's keys for undo and redo work here too, outside text fields. */
export function useUndoKeys(session: ScriptSession): void {
  const press = useEffectEvent((event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.target instanceof HTMLInputElement) return;
    const command = commandFor(event);
    if (command === 'edit.undo' ? session.undo.undo() : command === 'edit.redo' && session.undo.redo())
      event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
