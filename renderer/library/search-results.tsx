import { useEffect, useRef, type ReactNode } from 'react';
import type { SearchHit } from '../../app/ipc/contract.ts';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon-shapes.ts';
import { troubleLine } from '../ui/trouble.ts';
import { counted } from '../ui/words.ts';
import type { HitGroup } from './group-hits.ts';
import { optionId, type SearchControl } from './search-box.tsx';
import type { SearchState } from './use-search.ts';

const PLACES: Readonly<Record<SearchHit['cell'], { readonly label: string; readonly icon: IconName }>> = {
  video: { label: 'Video', icon: 'eye' },
  audio: { label: 'Audio', icon: 'mic' },
  speaker: { label: 'Speaker', icon: 'users' },
  heading: { label: 'Scene heading', icon: 'clapperboard' },
  title: { label: 'Title', icon: 'file-text' },
};

interface SearchResultsProps {
  readonly control: SearchControl;
  readonly state: SearchState;
  readonly groups: readonly HitGroup[];
  readonly onOpen: (hit: SearchHit, inNewWindow: boolean) => void;
}

export function SearchResults({ control, state, groups, onOpen }: SearchResultsProps): ReactNode {
  switch (state.kind) {
    case 'idle':
      return null;
    case 'failed':
      return (
        <p role="alert" className="empty">
          {troubleLine(state.error, 'search')}
        </p>
      );
    case 'found': {
      const total = groups.reduce((sum, { hits }) => sum + hits.length, 0);
      if (total === 0)
        return (
          <output className="empty">
            <b>No script says “{state.query}”.</b>
            <span className="soft">
              Titles, scene headings, speakers and every word of picture and sound were searched. Scripts in the trash
              were not.
            </span>
          </output>
        );
      return (
        <>
          <output className="small quiet">
            {counted(total, 'place')} in {counted(groups.length, 'script')}
          </output>
          <HitList control={control} groups={groups} onOpen={onOpen} />
        </>
      );
    }
    default:
      return state satisfies never;
  }
}

function HitList({ control, groups, onOpen }: Omit<SearchResultsProps, 'state'>): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const { listId, active, setActive } = control;
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} id={listId} role="listbox" aria-label="Places found" className="hits">
      {groups.map((group) => (
        <fieldset key={group.scriptId} aria-label={group.title}>
          <span className="script-name" aria-hidden="true">
            {group.title}
          </span>
          {group.hits.map((hit, place) => {
            const own = group.first + place;
            const { label, icon } = PLACES[hit.cell];
            return (
              <button
                key={`${hit.rowId ?? ''}${hit.cell}`}
                type="button"
                id={optionId(listId, own)}
                role="option"
                tabIndex={-1}
                aria-selected={own === active}
                onPointerMove={() => setActive(own)}
                onPointerDown={(event) => event.preventDefault()}
                onClick={(event) => onOpen(hit, event.ctrlKey || event.metaKey)}
              >
                <Icon name={icon} />
                <span className={hit.cell === 'audio' ? 'grow snippet is-heard' : 'grow snippet'}>
                  {hit.snippet.map((stretch, at) =>
                    stretch.hit ? <mark key={at}>{stretch.text}</mark> : <span key={at}>{stretch.text}</span>,
                  )}
                </span>
                <span className="quiet small">{label}</span>
              </button>
            );
          })}
        </fieldset>
      ))}
    </div>
  );
}
