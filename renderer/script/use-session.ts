import { useEffect, useEffectEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ScriptId } from '../../app/ids.ts';
import type { ScriptGlance } from '../../app/ipc/script-glance.ts';
import { useApp } from '../app-services.ts';
import { Unread } from '../briefing/unread.ts';
import type { ScriptSession } from '../document/script-session.ts';
import type { Timers } from '../document/timers.ts';
import { Following } from '../together/following.ts';
import { Peers } from '../together/peers.ts';
import type { Together } from '../together/use-together.ts';
import { FollowedTitle } from './followed-title.ts';
import { FollowedShape } from './script-shape.ts';

export type Opening =
  /** With a glance at it as soon as there is one. */
  | { readonly kind: 'opening'; readonly glance: ScriptGlance | null }
  | {
      readonly kind: 'open';
      readonly session: ScriptSession;
      readonly shape: FollowedShape;
      readonly title: FollowedTitle;
      readonly together: Together;
      readonly unread: Unread;
    }
  | { readonly kind: 'failed'; readonly error: unknown };

interface SessionOptions {
  /** Whether the beginning of the script is what will be seen. */
  readonly mayGlance: boolean;
}

/** A window that is hidden paints nothing. */
const LONGEST_PAINT_MS = 100;

/** Opens a script for as long as the component is shown. */
export function useSession(scriptId: ScriptId, { mayGlance }: SessionOptions): Opening {
  const { client, openScripts, timers, now, report } = useApp();
  const [opening, setOpening] = useState<Opening>({ kind: 'opening', glance: null });
  const glances = useEffectEvent(() => mayGlance);
  useEffect(() => {
    let wanted = true;
    const following = new DisposableStack();
    const glanced = glances()
      ? openScripts.glance(scriptId).then(
          (glance) => {
            if (!wanted || glance === null) return undefined;
            flushSync(() => setOpening({ kind: 'opening', glance }));
            return painted(timers);
          },
          // Opening it will tell what is wrong.
          () => undefined,
        )
      : undefined;
    const session = openScripts.openScript(scriptId, glanced);
    session.then(
      (opened) => {
        if (!wanted) return;
        const shape = following.use(FollowedShape.open(opened.model, timers));
        const title = following.use(FollowedTitle.open(client, scriptId, opened.title));
        const peers = following.use(Peers.open(client, scriptId, report));
        const together = { peers, following: following.use(Following.open(peers)) };
        const { model } = opened;
        const unread = following.use(Unread.open({ client, scriptId, model, timers, now, report }));
        setOpening({ kind: 'open', session: opened, shape, title, together, unread });
      },
      (error: unknown) => {
        if (wanted) setOpening({ kind: 'failed', error });
      },
    );
    return () => {
      wanted = false;
      following.dispose();
      // A script that never opened has nothing to close, and its failure was shown.
      session.then((opened) => opened[Symbol.asyncDispose]().catch(report)).catch(() => undefined);
    };
  }, [client, openScripts, timers, now, report, scriptId]);
  return opening;
}

/** Resolves when the browser has painted what stands in the page now. */
function painted(timers: Timers): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => timers.after(0, resolve));
    timers.after(LONGEST_PAINT_MS, resolve);
  });
}
