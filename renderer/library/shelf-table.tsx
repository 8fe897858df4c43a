import { useState, type ReactNode } from 'react';
import type { ScriptSummary } from '../../app/ipc/contract.ts';
import type { RowDeed } from './script-row.tsx';
import { ScriptTable } from './script-table.tsx';
import { FIRST_SORTING, sortScripts } from './sort-scripts.ts';
import type { LibraryActions } from './use-library-actions.ts';

interface ShelfTableProps {
  readonly shelf: 'all' | 'trash';
  readonly scripts: readonly ScriptSummary[];
  readonly actions: LibraryActions;
}

/** The scripts of one shelf in the order that was chosen, and what the keys and menus of a row do. */
export function ShelfTable({ shelf, scripts, actions }: ShelfTableProps): ReactNode {
  const [sorting, setSorting] = useState(FIRST_SORTING);
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
        scripts={sortScripts(scripts, sorting)}
        sorting={sorting}
        onSort={setSorting}
        onDeed={act}
        onRename={actions.rename}
      />
    </>
  );
}
