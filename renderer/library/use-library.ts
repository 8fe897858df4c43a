import { useEffect, useState } from 'react';
import type { ScriptSummary } from '../../app/ipc/contract.ts';
import { useApp } from '../app-services.ts';
import { keepSame } from './keep-same.ts';

export type LibraryContent =
  | { readonly kind: 'loading' }
  | { readonly kind: 'listed'; readonly scripts: readonly ScriptSummary[] }
  | { readonly kind: 'failed'; readonly error: unknown };

const shownIn = (content: LibraryContent): readonly ScriptSummary[] =>
  content.kind === 'listed' ? content.scripts : [];

/** All scripts of this device, trashed ones too, read anew whenever the library says that it changed. */
export function useLibrary(): { readonly content: LibraryContent; readonly readAgain: () => void } {
  const { client } = useApp();
  const [content, setContent] = useState<LibraryContent>({ kind: 'loading' });
  const [turn, setTurn] = useState(0);
  const readAgain = (): void => setTurn((before) => before + 1);
  useEffect(() => client.on('library.changed', () => setTurn((before) => before + 1)), [client]);
  useEffect(() => {
    let wanted = true;
    client.call('library.list', {}).then(
      (scripts) => {
        if (wanted) setContent((before) => ({ kind: 'listed', scripts: keepSame(shownIn(before), scripts) }));
      },
      (error: unknown) => {
        if (wanted) setContent({ kind: 'failed', error });
      },
    );
    return () => {
      wanted = false;
    };
  }, [client, turn]);
  return { content, readAgain };
}
