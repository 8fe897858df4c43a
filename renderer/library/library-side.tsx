import type { ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { useDialogs } from '../app-dialogs.tsx';
import { TemplateName } from '../../app/ipc/contract.ts';
import { AccountItem } from '../account/account-item.tsx';
import type { ProjectsView } from '../../app/ipc/projects.ts';
import type { ScriptSummary } from '../../app/ipc/contract.ts';
import { ProjectItems, StorageItem } from '../projects/project-items.tsx';
import { hashOf, type LibraryPart } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { templateCards } from './templates.ts';

interface LibrarySideProps {
  readonly shelf: 'all' | 'trash';
  readonly part: LibraryPart | null;
  readonly projects: ProjectsView;
  /** Scripts outside the trash, and how many are in it; null until that is known. */
  readonly kept: readonly ScriptSummary[] | null;
  readonly trashed: number | null;
}

export function LibrarySide({ shelf, part, projects, kept, trashed }: LibrarySideProps): ReactNode {
  const { commands } = useApp();
  const openDialog = useDialogs();
  return (
    <nav className="side" aria-label="Library">
      <a
        className="item"
        href={hashOf({ kind: 'library', shelf: 'all' })}
        aria-current={shelf === 'all' && part === null ? 'page' : undefined}
      >
        <Icon name="house" />
        <span className="grow">All scripts</span>
        <span className="num">{kept?.length}</span>
      </a>
      <a
        className="item"
        href={hashOf({ kind: 'library', shelf: 'trash' })}
        aria-current={shelf === 'trash' ? 'page' : undefined}
      >
        <Icon name="trash" />
        <span className="grow">Trash</span>
        <span className="num">{trashed === 0 ? null : trashed}</span>
      </a>
      <ProjectItems view={projects} part={shelf === 'trash' ? null : part} scripts={kept} />
      {kept?.length === 0 ? null : <h2>Start from</h2>}
      {(kept?.length === 0 ? [] : TemplateName.options).map((template) => (
        <button
          key={template}
          type="button"
          className="item"
          onClick={() => openDialog({ kind: 'new-script', template })}
        >
          <Icon name={templateCards[template].icon} />
          <span className="grow">{templateCards[template].label}</span>
        </button>
      ))}
      <div className="foot">
        <StorageItem view={projects} />
        <AccountItem />
        <button type="button" className="item" onClick={() => commands.run('backups.show')}>
          <Icon name="archive-restore" />
          <span className="grow">Backups</span>
        </button>
        <button type="button" className="item" onClick={() => commands.run('app.settings')}>
          <Icon name="settings" />
          <span className="grow">Settings</span>
        </button>
      </div>
    </nav>
  );
}
