import type { SearchHit } from '../../app/ipc/contract.ts';
import { useApp } from '../app-services.ts';
import { troubleLine } from '../ui/trouble.ts';

/** Opens the script of a hit at its row. */
export function useOpenHit(): (hit: SearchHit, options: { readonly inNewWindow: boolean }) => void {
  const { client, router, notices } = useApp();
  return ({ scriptId, rowId }, { inNewWindow }) => {
    if (!inNewWindow) return router.go({ kind: 'script', scriptId, rowId });
    client
      .call('window.open', { scriptId, ...(rowId === null ? {} : { rowId }) })
      .catch((error: unknown) => notices.show({ text: troubleLine(error, 'open another window') }));
    return undefined;
  };
}
