import { useCallback, useEffect, useState } from 'react';
import type { Author, Timeline } from '../../app/ipc/history.ts';
import { useApp } from '../app-services.ts';
import type { Client } from '../client.ts';
import type { ScriptSession } from '../document/script-session.ts';
import type { Timers } from '../document/timers.ts';

export type ReadTimeline =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly timeline: Timeline; readonly authors: readonly Author[] }
  | { readonly kind: 'failed'; readonly error: unknown };

/** A script's whole time line, after everything typed here is in it. `refresh` reads it anew. */
export function useTimeline(session: ScriptSession): readonly [ReadTimeline, refresh: () => Promise<void>] {
  const { client, timers } = useApp();
  const [read, setRead] = useState<ReadTimeline>({ kind: 'reading' });
  const { scriptId } = session;
  const refresh = useCallback(async (): Promise<void> => {
    const next = await readTimeline(client, session, timers);
    // A line that is there stays when it cannot be read again: it lacks only what came last.
    setRead((before) => (next.kind === 'failed' && before.kind === 'read' ? before : next));
  }, [client, session, timers]);
  useEffect(() => {
    let wanted = true;
    const show = (next: ReadTimeline): void => {
      if (wanted) setRead(next);
    };
    readTimeline(client, session, timers).then(show, (error: unknown) => show({ kind: 'failed', error }));
    const stop = client.on('script.changed', (changed) => {
      if (changed.scriptId === scriptId) void refresh();
    });
    // What is done here comes to the end of the line when it is on disk.
    const stopSaves = session.saveState.subscribe(() => {
      if (session.saveState.get().kind === 'saved') void refresh();
    });
    return () => {
      wanted = false;
      stop();
      stopSaves();
    };
  }, [client, session, timers, refresh, scriptId]);
  return [read, refresh];
}

/** A disk that takes nothing keeps nobody from looking back: the line then lacks only what is not saved. */
const SAVED_WITHIN_MS = 1_000;

async function readTimeline(client: Client, session: ScriptSession, timers: Timers): Promise<ReadTimeline> {
  const { scriptId } = session;
  try {
    const patience = Promise.withResolvers<void>();
    const stop = timers.after(SAVED_WITHIN_MS, patience.resolve);
    await Promise.race([session.flush(), patience.promise]);
    stop();
    const timeline = await client.call('history.timeline', { scriptId });
    const authors = await client.call('history.authors', { scriptId });
    return { kind: 'read', timeline, authors };
  } catch (error) {
    return { kind: 'failed', error };
  }
}
