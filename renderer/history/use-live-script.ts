import { useEffect, useState } from 'react';
import { readScript, type PlainScript } from '../../app/script/plain-script.ts';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';

/** What arrives quickly one after the other is read once. */
const READ_AFTER_MS = 50;

/** The script as it is, read anew after each change: of this window, or of another. */
export function useLiveScript({ doc, model }: ScriptSession): PlainScript {
  const { timers } = useApp();
  const [script, setScript] = useState(() => readScript(doc));
  useEffect(() => {
    let stopTimer: (() => void) | null = null;
    const stop = model.onChange(() => {
      stopTimer ??= timers.after(READ_AFTER_MS, () => {
        stopTimer = null;
        setScript(readScript(doc));
      });
    });
    return () => {
      stop();
      stopTimer?.();
    };
  }, [doc, model, timers]);
  return script;
}
