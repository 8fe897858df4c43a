import { useEffect, useState } from 'react';
import type { AccountState } from '../../app/ipc/account.ts';
import { useApp } from '../app-services.ts';

/** Who is signed in and which accounts are on this device; null until that is known. */
export function useAccount(): AccountState | null {
  const { client, report } = useApp();
  const [state, setState] = useState<AccountState | null>(null);
  useEffect(() => {
    let isWanted = true;
    const stop = client.on('account.changed', setState);
    client.call('account.state', {}).then((told) => {
      // What was told meanwhile is newer.
      if (isWanted) setState((newer) => newer ?? told);
    }, report);
    return () => {
      isWanted = false;
      stop();
    };
  }, [client, report]);
  return state;
}
