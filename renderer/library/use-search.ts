import { useEffect, useState } from 'react';
import type { SearchHit } from '../../app/ipc/contract.ts';
import { useApp } from '../app-services.ts';

const MOST_HITS = 100;

export type SearchState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'found'; readonly query: string; readonly hits: readonly SearchHit[] }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Searches while the person types; answers to older questions are dropped, and the last ones stay until new ones are there. */
export function useSearch(query: string): SearchState {
  const { client } = useApp();
  const [state, setState] = useState<SearchState>({ kind: 'idle' });
  const asked = query.trim();
  useEffect(() => {
    let wanted = true;
    if (asked !== '')
      client.call('library.search', { query: asked, limit: MOST_HITS }).then(
        (hits) => {
          if (wanted) setState({ kind: 'found', query: asked, hits });
        },
        (error: unknown) => {
          if (wanted) setState({ kind: 'failed', error });
        },
      );
    return () => {
      wanted = false;
    };
  }, [client, asked]);
  return asked === '' ? { kind: 'idle' } : state;
}
