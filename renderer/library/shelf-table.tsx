import { useState, type ReactNode } from 'react';
import type { ScriptSummary } from '../../app/ipc/contract.ts';
import type { ProjectsView } from '../../app/ipc/projects.ts';
import { useDialogs } from '../app-dialogs.tsx';
import { projectScript } from '../projects/use-projects.ts';
import type { RowDeed } from './script-row.tsx';
import { ScriptTable } from './script-table.tsx';
import { FIRST_SORTING, sortScripts } from './sort-scripts.ts';
import type { LibraryActions } from './use-library-actions.ts';

interface ShelfTableProps {
  readonly shelf: 'all' | 'trash';
  readonly projects: ProjectsView;
  readonly scripts: readonly ScriptSummary[];
  readonly actions: LibraryActions;
}

/** The scripts of one shelf in the order that was chosen, and what the keys and menus of a row do. */
export function ShelfTable({ shelf, projects, scripts, actions }: ShelfTableProps): ReactNode {
  const [sorting, setSorting] = useState(FIRST_SORTING);
  const openDialog = useDialogs();
  const act = (deed: RowDeed, script: ScriptSummary): void => {
    switch (deed) {
      case 'open':
        return actions.open(script);
      case 'open-in-new-window':
        return script.trashedAt === null ? actions.openInNewWindow(script) : actions.open(script);
      case 'duplicate':
        return actions.duplicate(script);
      case 'export-markdown':
        return actions.exportAs(script, 'markdown');
      case 'export-text':
        return actions.exportAs(script, 'text');
      case 'trash':
        return actions.trash(script);
      case 'restore':
        return actions.restore(script);
      case 'place':
      case 'status':
        return openDialog({ kind: deed, scriptId: script.scriptId, title: script.title });
      case 'settle-title': {
        const titleThere = projectScript(projects, script.scriptId)?.titleThere ?? null;
        if (titleThere !== null)
          openDialog({ kind: 'title', scriptId: script.scriptId, title: script.title, titleThere });
        return undefined;
      }
      case 'rename':
        // The table changes the title in place and says when that is done.
        return undefined;
      default:
        return deed satisfies never;
    }
  };
  return (
    <>
      {shelf === 'trash' ? (
        <p className="soft shelf-note">
          Scripts stay here until you restore them. Galley never empties the trash by itself.
        </p>
      ) : null}
      <ScriptTable
        shelf={shelf}
        projects={projects}
        scripts={sortScripts(scripts, sorting)}
        sorting={sorting}
        onSort={setSorting}
        onDeed={act}
        onRename={actions.rename}
      />
    </>
  );
}
