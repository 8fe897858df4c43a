import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ScriptId } from '../../app/ids.ts';
import type { ScriptSummary } from '../../app/ipc/contract.ts';
import type { ProjectsView } from '../../app/ipc/projects.ts';
import { useApp } from '../app-services.ts';
import { placeWords } from '../projects/project-words.ts';
import { projectScript } from '../projects/use-projects.ts';
import { standingIn } from '../status/sync-store.ts';
import { useSteadyNow } from '../status/use-sync.ts';
import { useMinute } from '../ui/use-minute.ts';
import { useReadable } from '../ui/use-readable.ts';
import { useSteady } from '../ui/use-steady.ts';
import { ScriptRow, type RowDeed, type RowHands } from './script-row.tsx';
import { nextSorting, type Sorting, type SortKey } from './sort-scripts.ts';
import { rowForKey } from '../ui/row-for-key.ts';

interface ScriptTableProps {
  readonly shelf: 'all' | 'trash';
  readonly projects: ProjectsView;
  /** In the order they are shown. */
  readonly scripts: readonly ScriptSummary[];
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
  readonly onDeed: (deed: RowDeed, script: ScriptSummary) => void;
  readonly onRename: (script: ScriptSummary, title: string) => void;
}

interface Column {
  readonly key: SortKey;
  readonly name: string;
  readonly className: string;
}

const columnsOf = (shelf: ScriptTableProps['shelf']): readonly Column[] => [
  { key: 'title', name: 'Script', className: '' },
  { key: 'length', name: 'Length', className: 'end if-wide length-column' },
  { key: 'when', name: shelf === 'trash' ? 'Moved here' : 'Last edit', className: 'if-wide when-column' },
];

/** The scripts as a grid with one row in the tab order: arrows move, Enter opens, F2 renames, Delete moves to the trash. */
export function ScriptTable({
  shelf,
  projects,
  scripts,
  sorting,
  onSort,
  onDeed,
  onRename,
}: ScriptTableProps): ReactNode {
  const { info, sync } = useApp();
  const view = useReadable(sync);
  const agesNow = useSteadyNow();
  const now = useMinute();
  const body = useRef<HTMLTableSectionElement>(null);
  const [currentId, setCurrentId] = useState<ScriptId | null>(null);
  const [renamingId, setRenamingId] = useState<ScriptId | null>(null);
  const found = scripts.findIndex(({ scriptId }) => scriptId === currentId);
  const tabStop = Math.max(found, 0);

  const focusRow = (index: number): void => {
    const row = body.current?.querySelectorAll<HTMLElement>('tr').item(index);
    row?.focus();
  };
  const deed = (what: RowDeed, script: ScriptSummary): void => {
    if (what === 'rename') setRenamingId(script.scriptId);
    else {
      if (what === 'trash' || what === 'restore') stepAside(script);
      onDeed(what, script);
    }
  };
  /** The focus goes to the row that takes the place of the one that leaves. */
  const stepAside = (script: ScriptSummary): void => {
    const index = scripts.indexOf(script);
    const neighbour = scripts[index + 1] ?? scripts[index - 1];
    if (neighbour === undefined) return;
    setCurrentId(neighbour.scriptId);
    focusRow(scripts.indexOf(neighbour));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const script = scripts[tabStop];
    // Keys that belong to a control inside the row are none of ours.
    if (script === undefined || !(event.target instanceof HTMLTableRowElement)) return;
    const towards = rowForKey(event.key, tabStop, scripts.length);
    const wanted = towards === undefined ? deedFor(event, info.platform === 'darwin') : undefined;
    if (towards === undefined && wanted === undefined) return;
    event.preventDefault();
    if (towards !== undefined) focusRow(towards);
    if (wanted !== undefined) deed(wanted, script);
  };
  const renamed = (script: ScriptSummary, title: string | null): void => {
    setRenamingId(null);
    focusRow(scripts.indexOf(script));
    if (title !== null && title !== script.title) onRename(script, title);
  };
  const hands = useSteady<RowHands>({
    focused: ({ scriptId }) => setCurrentId(scriptId),
    keyPressed: onKeyDown,
    asked: deed,
    renamed,
  });
  return (
    <table
      role="grid"
      aria-label={shelf === 'trash' ? 'Scripts in the trash' : 'All scripts'}
      className={shelf === 'trash' ? 'scripts trash' : 'scripts'}
    >
      <thead>
        <tr>
          {columnsOf(shelf).map(({ key, name, className }) => (
            <th
              key={key}
              scope="col"
              className={className}
              aria-sort={sorting.by === key ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
            >
              <button type="button" className="sort" onClick={() => onSort(nextSorting(sorting, key))}>
                {name}
              </button>
            </th>
          ))}
          <th scope="col" className="where-column">
            Where it is
          </th>
          <th scope="col" className="more-column">
            <span className="hidden">More</span>
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {scripts.map((script, index) => {
          const place = projectScript(projects, script.scriptId);
          return (
            <ScriptRow
              key={script.scriptId}
              script={script}
              place={placeWords(projects, place)}
              titleThere={place?.titleThere ?? null}
              hasPlaces={projects.projects.length > 0}
              isOfProject={place !== null}
              current={script.scriptId === currentId}
              tabStop={index === tabStop}
              renaming={script.scriptId === renamingId}
              now={now}
              standing={standingIn(view, script.scriptId)}
              linkKind={view.link.kind}
              agesNow={agesNow}
              hands={hands}
            />
          );
        })}
      </tbody>
    </table>
  );
}

function deedFor(event: KeyboardEvent, onMac: boolean): RowDeed | undefined {
  const command = onMac ? event.metaKey : event.ctrlKey;
  switch (event.key) {
    case 'Enter':
      return command ? 'open-in-new-window' : 'open';
    case 'F2':
      return 'rename';
    case 'd':
    case 'D':
      return command ? 'duplicate' : undefined;
    case 'Delete':
    case 'Backspace':
      return 'trash';
    default:
      return undefined;
  }
}
