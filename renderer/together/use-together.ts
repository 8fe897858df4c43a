import { useEffect } from 'react';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import type { Board } from '../editor/board.ts';
import type { Following } from './following.ts';
import { OwnPlace } from './own-place.ts';
import type { Peers } from './peers.ts';
import { RemoteCursors } from './remote-cursors.ts';

export interface Together {
  readonly peers: Peers;
  readonly following: Following;
}

/** Draws the others over the rows, and tells them of this window's caret, for as long as there are rows. */
export function useTogether({ scriptId }: ScriptSession, board: Board | null, { peers, following }: Together): void {
  const { client, timers, report } = useApp();
  useEffect(() => {
    if (board === null) return undefined;
    const stack = new DisposableStack();
    stack.use(RemoteCursors.open(board, peers, timers));
    stack.use(OwnPlace.open(board, { client, scriptId, timers, report }));
    stack.defer(following.attach(board));
    return () => stack.dispose();
  }, [board, peers, following, client, timers, report, scriptId]);
}
