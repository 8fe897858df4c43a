import './library.css';
import './search.css';
import { useEffect, useMemo, type ReactNode } from 'react';
import type { ScriptSummary, SearchHit } from '../../app/ipc/contract.ts';
import type { ProjectsView } from '../../app/ipc/projects.ts';
import { useApp, useCommands } from '../app-services.ts';
import { useDialogs } from '../app-dialogs.tsx';
import { ariaKeys } from '../ui/accelerator.ts';
import { acceleratorOf } from '../ui/hint.tsx';
import { partName, partOf } from '../projects/library-parts.ts';
import { NO_PROJECTS, useProjects } from '../projects/use-projects.ts';
import { LIBRARY, type LibraryPart } from '../router.ts';
import { OverallStatus } from '../status/overall-status.tsx';
import { SyncPanel } from '../status/sync-panel.tsx';
import { useSyncPanel } from '../status/use-sync-panel.ts';
import { Icon } from '../ui/icon.tsx';
import { Screen } from '../ui/screen.tsx';
import { LIBRARY_TROUBLE } from '../ui/trouble.ts';
import { TroubleScreen } from '../ui/trouble-screen.tsx';
import { useWindowTitle } from '../ui/use-window-title.ts';
import { EmptyLibrary, EmptyPart, EmptyTrash } from './empty-shelves.tsx';
import { groupHits } from './group-hits.ts';
import { LibrarySide } from './library-side.tsx';
import { SearchBox, useSearchControl } from './search-box.tsx';
import { SearchResults } from './search-results.tsx';
import { ShelfTable } from './shelf-table.tsx';
import { useLibrary } from './use-library.ts';
import { useLibraryActions } from './use-library-actions.ts';
import { useOpenHit } from './use-open-hit.ts';
import { useSearch } from './use-search.ts';

export type Shelf = 'all' | 'trash';

interface LibraryScreenProps {
  readonly shelf: Shelf;
  /** Null: all of the shelf. */
  readonly part: LibraryPart | null;
}

export function LibraryScreen({ shelf, part }: LibraryScreenProps): ReactNode {
  const { content, readAgain } = useLibrary();
  useWindowTitle('Library');
  useSyncPanel();
  return (
    <Screen
      title={
        <>
          <div className="place">
            <h1>Library</h1>
          </div>
          <OverallStatus />
        </>
      }
    >
      {content.kind === 'failed' ? (
        <TroubleScreen trouble={LIBRARY_TROUBLE}>
          <button type="button" className="btn main big" onClick={readAgain}>
            Try again
          </button>
        </TroubleScreen>
      ) : (
        <Shelves shelf={shelf} part={part} scripts={content.kind === 'listed' ? content.scripts : null} />
      )}
    </Screen>
  );
}

interface ShelvesProps extends LibraryScreenProps {
  /** All of them, trashed ones too; null until they are read. */
  readonly scripts: readonly ScriptSummary[] | null;
}

function Shelves({ shelf, part, scripts }: ShelvesProps): ReactNode {
  const { info, commands, router } = useApp();
  const openDialog = useDialogs();
  const actions = useLibraryActions();
  const projects = useProjects() ?? NO_PROJECTS;
  const search = useSearchControl();
  const searchState = useSearch(search.query);
  const groups = useMemo(() => groupHits(searchState.kind === 'found' ? searchState.hits : []), [searchState]);
  const openHit = useOpenHit();
  const kept = scripts?.filter(({ trashedAt }) => trashedAt === null) ?? null;
  const trashed = scripts?.filter(({ trashedAt }) => trashedAt !== null) ?? null;
  const shown = part === null ? kept : (kept?.filter(({ scriptId }) => partOf(projects, scriptId) === part) ?? null);
  const { input } = search;

  useCommands((id) => {
    switch (id) {
      case 'library.search':
        input.current?.focus();
        input.current?.select();
        return true;
      case 'library.show':
        router.go(LIBRARY);
        return true;
      case 'edit.undo':
        return actions.undo();
      default:
        return false;
    }
  });
  useEffect(() => {
    const undoWithKeys = (event: KeyboardEvent): void => {
      const command = info.platform === 'darwin' ? event.metaKey : event.ctrlKey;
      const typing = event.target instanceof HTMLInputElement;
      if (command && !event.shiftKey && event.key.toLowerCase() === 'z' && !typing && actions.undo())
        event.preventDefault();
    };
    addEventListener('keydown', undoWithKeys);
    return () => removeEventListener('keydown', undoWithKeys);
  }, [actions, info.platform]);

  const open = (hit: SearchHit, inNewWindow: boolean): void => openHit(hit, { inNewWindow });
  return (
    <div className="body">
      <LibrarySide shelf={shelf} part={part} projects={projects} kept={kept} trashed={trashed?.length ?? null} />
      <main className="page" aria-busy={scripts === null}>
        <div className="lead">
          <h2 className="grow">
            {shelf === 'trash' ? 'Trash' : part === null ? 'All scripts' : partName(projects, part)}
          </h2>
          <SearchBox
            control={search}
            state={searchState}
            hits={groups.flatMap(({ hits }) => hits)}
            onOpen={open}
            onLeave={() => document.querySelector<HTMLElement>('.scripts tbody tr[tabindex="0"]')?.focus()}
          />
          <button
            type="button"
            className="btn"
            aria-keyshortcuts={ariaKeys(acceleratorOf('files.import') ?? '', info.platform)}
            onClick={() => commands.run('files.import')}
          >
            <Icon name="upload" /> Import
          </button>
          <button
            type="button"
            className="btn main"
            aria-keyshortcuts={ariaKeys(acceleratorOf('script.new') ?? '', info.platform)}
            onClick={() => openDialog({ kind: 'new-script', template: 'blank' })}
          >
            <Icon name="plus" /> New script
          </button>
        </div>
        {searchState.kind === 'idle' ? (
          <ShelfContent
            shelf={shelf}
            part={part}
            projects={projects}
            scripts={shelf === 'trash' ? trashed : shown}
            trashed={trashed?.length ?? 0}
            actions={actions}
          />
        ) : (
          <SearchResults control={search} state={searchState} groups={groups} onOpen={open} />
        )}
      </main>
      <SyncPanel />
    </div>
  );
}

interface ShelfContentProps extends LibraryScreenProps {
  readonly projects: ProjectsView;
  readonly scripts: readonly ScriptSummary[] | null;
  /** How many scripts lie in the trash. */
  readonly trashed: number;
  readonly actions: ReturnType<typeof useLibraryActions>;
}

function ShelfContent({ shelf, part, projects, scripts, trashed, actions }: ShelfContentProps): ReactNode {
  if (scripts === null) return null;
  if (scripts.length === 0 && part !== null) return <EmptyPart part={part} />;
  if (scripts.length === 0) return shelf === 'trash' ? <EmptyTrash /> : <EmptyLibrary trashed={trashed} />;
  return <ShelfTable key={part ?? shelf} shelf={shelf} projects={projects} scripts={scripts} actions={actions} />;
}
