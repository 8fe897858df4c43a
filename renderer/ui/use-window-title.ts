import { useEffect } from 'react';
import { useApp } from '../app-services.ts';

/** Names the window in the task switcher. */
export function useWindowTitle(title: string): void {
  const { client } = useApp();
  useEffect(() => {
    document.title = `${title} · Galley`;
    // The window keeps its old name until the next one: nothing anyone could act on.
    client.call('window.title', { title }).catch(() => undefined);
  }, [client, title]);
}
