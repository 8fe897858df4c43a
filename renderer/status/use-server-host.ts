import { useEffect, useState } from 'react';
import { useApp } from '../app-services.ts';

/** The name of the server that is set; null where none is, and until that is known. */
export function useServerHost(): string | null {
  const { client, report } = useApp();
  const [host, setHost] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    client.call('account.state', {}).then(({ server }) => {
      if (isWanted) setHost(server?.host ?? null);
    }, report);
    const stop = client.on('account.changed', ({ server }) => setHost(server?.host ?? null));
    return () => {
      isWanted = false;
      stop();
    };
  }, [client, report]);
  return host;
}
