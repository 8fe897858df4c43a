import './library.css';
import type { ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { TitleBar } from '../ui/title-bar.tsx';
import { libraryTrouble } from '../ui/trouble.ts';
import { TroubleScreen } from '../ui/trouble-screen.tsx';
import { clockTime, counted, timeAgo } from '../ui/words.ts';
import { useLibrary } from './use-library.ts';

export function LibraryScreen({ shelf }: { readonly shelf: 'all' | 'trash' }): ReactNode {
  const { router, now } = useApp();
  const { content, readAgain } = useLibrary();
  if (content.kind === 'failed')
    return (
      <div className="window">
        <TitleBar>
          <div className="place">Library</div>
        </TitleBar>
        <TroubleScreen trouble={libraryTrouble(content.error, 'read the library')}>
          <button type="button" className="btn main big" onClick={readAgain}>
            Try again
          </button>
        </TroubleScreen>
      </div>
    );
  const scripts = content.kind === 'listed' ? content.scripts : [];
  return (
    <div className="window">
      <TitleBar>
        <div className="place">Library</div>
      </TitleBar>
      <div className="body">
        <main className="page">
          <h1>{shelf === 'trash' ? 'Trash' : 'All scripts'}</h1>
          <ul>
            {scripts
              .filter(({ trashedAt }) => (trashedAt === null) === (shelf === 'all'))
              .map((script) => (
                <li key={script.scriptId}>
                  <button
                    type="button"
                    className="item"
                    onClick={() => router.go({ kind: 'script', scriptId: script.scriptId, rowId: null })}
                  >
                    <span className="grow">{script.title}</span>
                    <span>{counted(script.rows, 'row')}</span>
                    <time>{clockTime(script.seconds)}</time>
                    <span>{timeAgo(new Date(script.editedAt), now())}</span>
                  </button>
                </li>
              ))}
          </ul>
        </main>
      </div>
    </div>
  );
}
