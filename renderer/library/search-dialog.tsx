import { useMemo, type ReactNode } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { groupHits } from './group-hits.ts';
import { SearchBox, useSearchControl } from './search-box.tsx';
import { SearchResults } from './search-results.tsx';
import { useOpenHit } from './use-open-hit.ts';
import { useSearch } from './use-search.ts';
import type { SearchHit } from '../../app/ipc/contract.ts';

/** The library's search, over a script. */
export function SearchDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const control = useSearchControl();
  const state = useSearch(control.query);
  const groups = useMemo(() => groupHits(state.kind === 'found' ? state.hits : []), [state]);
  const openHit = useOpenHit();
  const open = (hit: SearchHit, inNewWindow: boolean): void => {
    onClose();
    openHit(hit, { inNewWindow });
  };
  return (
    <Dialog title="Search every word" width="wide" onClose={onClose}>
      <div className="content search-dialog">
        <SearchBox
          control={control}
          state={state}
          hits={groups.flatMap(({ hits }) => hits)}
          onOpen={open}
          onLeave={onClose}
        />
        {state.kind === 'idle' ? (
          <p className="soft">Titles, scene headings, speakers and every word of the scripts on this device.</p>
        ) : (
          <SearchResults control={control} state={state} groups={groups} onOpen={open} />
        )}
      </div>
    </Dialog>
  );
}
