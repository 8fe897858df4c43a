import { useEffect, useState } from 'react';
import type { Output } from '../../app/ipc/contract.ts';
import { useApp } from '../app-services.ts';

export type LocalScripts = Output<'projects.local-scripts'>;

/** Scripts that were written before anybody signed in and may be taken into the account that is shown. */
export function useLocalScripts(): LocalScripts {
  const { client, report } = useApp();
  const [scripts, setScripts] = useState<LocalScripts>([]);
  const [turn, setTurn] = useState(0);
  useEffect(() => client.on('library.changed', () => setTurn((before) => before + 1)), [client]);
  useEffect(() => {
    let isWanted = true;
    client.call('projects.local-scripts', {}).then((told) => {
      if (isWanted) setScripts(told);
    }, report);
    return () => {
      isWanted = false;
    };
  }, [client, report, turn]);
  return scripts;
}
