import { useId, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import type { SearchHit } from '../../app/ipc/contract.ts';
import { acceleratorOf } from '../ui/hint.tsx';
import { Icon } from '../ui/icon.tsx';
import { Keys } from '../ui/keys.tsx';
import type { SearchState } from './use-search.ts';

export interface SearchControl {
  readonly listId: string;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly query: string;
  readonly setQuery: (query: string) => void;
  /** Which hit the arrows have reached, in the order shown. */
  readonly active: number;
  readonly setActive: (index: number) => void;
}

export function useSearchControl(): SearchControl {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  return {
    listId,
    input,
    query,
    setQuery: (next) => {
      setQuery(next);
      setActive(0);
    },
    active,
    setActive,
  };
}

export const optionId = (listId: string, index: number): string => `${listId}-${index}`;

interface SearchBoxProps {
  readonly control: SearchControl;
  readonly state: SearchState;
  /** In the order shown. */
  readonly hits: readonly SearchHit[];
  readonly onOpen: (hit: SearchHit, inNewWindow: boolean) => void;
  /** Escape in an empty field. */
  readonly onLeave: () => void;
}

/** A combobox: the focus stays in the field while the arrows walk the hits. */
export function SearchBox({ control, state, hits, onOpen, onLeave }: SearchBoxProps): ReactNode {
  const { listId, input, query, setQuery, active, setActive } = control;
  const shown = state.kind === 'found' && hits.length > 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    switch (event.key) {
      case 'ArrowDown':
        if (hits.length > 0) setActive((active + 1) % hits.length);
        break;
      case 'ArrowUp':
        if (hits.length > 0) setActive((active - 1 + hits.length) % hits.length);
        break;
      case 'Enter': {
        const hit = hits[active];
        if (hit !== undefined) onOpen(hit, event.ctrlKey || event.metaKey);
        break;
      }
      case 'Escape':
        if (query === '') onLeave();
        else setQuery('');
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  return (
    <label className="field search-field">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Search every word on this device"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={shown ? listId : undefined}
        aria-activedescendant={shown ? optionId(listId, active) : undefined}
        placeholder="Search every word"
        spellCheck={false}
        maxLength={400}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {query === '' ? <Keys accelerator={acceleratorOf('library.search') ?? ''} /> : null}
    </label>
  );
}
