import { useCallback, useEffect, useState } from 'react';
import type { Author, Timeline } from '../../app/ipc/history.ts';
import { useApp } from '../app-services.ts';
import type { Client } from '../client.ts';
import type { ScriptSession } from '../document/script-session.ts';

export type ReadTimeline =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly timeline: Timeline; readonly authors: readonly Author[] }
  | { readonly kind: 'failed'; readonly error: unknown };

/** A script's whole time line, after everything typed here is in it. `refresh` reads it anew. */
export function useTimeline(session: ScriptSession): readonly [ReadTimeline, refresh: () => Promise<void>] {
  const { client } = useApp();
  const [read, setRead] = useState<ReadTimeline>({ kind: 'reading' });
  const { scriptId } = session;
  const refresh = useCallback(async (): Promise<void> => {
    const next = await readTimeline(client, session);
    // A line that is there stays when it cannot be read again: it lacks only what came last.
    setRead((before) => (next.kind === 'failed' && before.kind === 'read' ? before : next));
  }, [client, session]);
  useEffect(() => {
    let wanted = true;
    const show = (next: ReadTimeline): void => {
      if (wanted) setRead(next);
    };
    readTimeline(client, session).then(show, (error: unknown) => show({ kind: 'failed', error }));
    const stop = client.on('script.changed', (changed) => {
      if (changed.scriptId === scriptId) void refresh();
    });
    return () => {
      wanted = false;
      stop();
    };
  }, [client, session, refresh, scriptId]);
  return [read, refresh];
}

async function readTimeline(client: Client, session: ScriptSession): Promise<ReadTimeline> {
  const { scriptId } = session;
  try {
    await session.flush();
    const timeline = await client.call('history.timeline', { scriptId });
    const authors = await client.call('history.authors', { scriptId });
    return { kind: 'read', timeline, authors };
  } catch (error) {
    return { kind: 'failed', error };
  }
}
