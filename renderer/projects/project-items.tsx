import type { ReactNode } from 'react';
import type { ScriptSummary } from '../../app/ipc/contract.ts';
import type { ProjectsView } from '../../app/ipc/projects.ts';
import { useApp } from '../app-services.ts';
import { useDialogs } from '../app-dialogs.tsx';
import { hashOf, type LibraryPart } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { may } from '../../app/access/roles.ts';
import { partOf } from './library-parts.ts';
import { roomWords } from './project-words.ts';
import { useLocalScripts } from './use-local-scripts.ts';

interface ProjectItemsProps {
  readonly view: ProjectsView;
  /** What of the library is shown; null for all of it, or the trash. */
  readonly part: LibraryPart | null;
  /** Scripts outside the trash; null until they are read. */
  readonly scripts: readonly ScriptSummary[] | null;
}

/** The library's ways to projects; nothing for somebody who is in none. */
export function ProjectItems({ view, part, scripts }: ProjectItemsProps): ReactNode {
  const openDialog = useDialogs();
  const local = useLocalScripts();
  const count = (of: LibraryPart): number | null =>
    scripts === null ? null : scripts.filter(({ scriptId }) => partOf(view, scriptId) === of).length;
  const projects = view.projects.filter(({ archivedAt, projectId }) => archivedAt === null || part === projectId);
  const mayCreate = view.organizations.some(({ role }) => may(role, 'create', 'project'));
  if (projects.length === 0 && !mayCreate && local.length === 0) return null;
  return (
    <>
      <h2>Projects</h2>
      {projects.map(({ projectId, name, archivedAt }) => (
        <PartLink key={projectId} part={projectId} shown={part} count={count(projectId)}>
          <Icon name="folder" />
          <span className="grow clip" title={name}>
            {name}
            {archivedAt === null ? null : <span className="quiet small"> archived</span>}
          </span>
        </PartLink>
      ))}
      {mayCreate ? (
        <button
          type="button"
          className="item"
          aria-haspopup="dialog"
          onClick={() => openDialog({ kind: 'new-project' })}
        >
          <Icon name="plus" />
          <span className="grow">New project…</span>
        </button>
      ) : null}
      <h2>Kept here</h2>
      <PartLink part="only-here" shown={part} count={count('only-here')}>
        <Icon name="hard-drive" />
        <span className="grow">Only on this device</span>
      </PartLink>
      {local.length === 0 ? null : (
        <button
          type="button"
          className="item"
          aria-haspopup="dialog"
          onClick={() => openDialog({ kind: 'local-scripts' })}
        >
          <Icon name="upload" />
          <span className="grow">From before you signed in</span>
          <span className="num">{local.length}</span>
        </button>
      )}
    </>
  );
}

interface PartLinkProps {
  readonly part: LibraryPart;
  readonly shown: LibraryPart | null;
  readonly count: number | null;
  readonly children: ReactNode;
}

const PartLink = ({ part, shown, count, children }: PartLinkProps): ReactNode => (
  <a
    className="item"
    href={hashOf({ kind: 'library', shelf: 'all', part })}
    aria-current={part === shown ? 'page' : undefined}
  >
    {children}
    <span className="num">{count}</span>
  </a>
);

/** How much of its room the account's scripts take; nothing before anybody signed in. */
export function StorageItem({ view }: { readonly view: ProjectsView }): ReactNode {
  const { commands } = useApp();
  const { usedBytes, budgetBytes } = view.storage;
  if (budgetBytes === 0) return null;
  const isOver = usedBytes > budgetBytes;
  return (
    <button
      type="button"
      className={isOver ? 'item storage-item over' : 'item storage-item'}
      onClick={() => commands.run('help.health')}
    >
      <Icon name={isOver ? 'triangle-alert' : 'hard-drive'} />
      <span className="grow">
        On this device
        <span className="quiet small">
          {roomWords(usedBytes)} of {roomWords(budgetBytes)}
          {isOver ? ', more than planned' : ''}
        </span>
      </span>
    </button>
  );
}
