import { useEffect, useState } from 'react';
import type { ScriptId } from '../../app/ids.ts';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { FollowedShape } from './script-shape.ts';

export type Opening =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly session: ScriptSession; readonly shape: FollowedShape }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Opens a script for as long as the component is shown. */
export function useSession(scriptId: ScriptId): Opening {
  const { openScripts, timers, report } = useApp();
  const [opening, setOpening] = useState<Opening>({ kind: 'opening' });
  useEffect(() => {
    let wanted = true;
    let shape: FollowedShape | undefined;
    const session = openScripts.openScript(scriptId);
    session.then(
      (opened) => {
        if (!wanted) return;
        shape = FollowedShape.open(opened.model, timers);
        setOpening({ kind: 'open', session: opened, shape });
      },
      (error: unknown) => {
        if (wanted) setOpening({ kind: 'failed', error });
      },
    );
    return () => {
      wanted = false;
      shape?.[Symbol.dispose]();
      // A script that never opened has nothing to close, and its failure was shown.
      session.then((opened) => opened[Symbol.asyncDispose]().catch(report)).catch(() => undefined);
    };
  }, [openScripts, timers, report, scriptId]);
  return opening;
}
