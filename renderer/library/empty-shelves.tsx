import type { ReactNode } from 'react';
import { TemplateName } from '../../app/ipc/contract.ts';
import { useDialogs } from '../app-dialogs.tsx';
import type { LibraryPart } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { templateCards } from './templates.ts';

const SAMPLE_FIRST = TemplateName.options.toSorted(
  (one, other) => Number(other === 'sample') - Number(one === 'sample'),
);

/** No picture of nothing: the things to begin with are the empty state. */
export function EmptyLibrary({ trashed }: { readonly trashed: number }): ReactNode {
  const openDialog = useDialogs();
  return (
    <section className="empty-library" aria-label="Begin here">
      <p className="soft">
        {trashed === 0 ? 'No scripts on this device yet.' : 'All scripts of this device are in the trash.'} Begin with
        one of these, or drop a Fountain, Markdown or plain text file on this window.
      </p>
      <div className="template-cards">
        {SAMPLE_FIRST.map((template) => {
          const { label, about, icon } = templateCards[template];
          return (
            <button
              key={template}
              type="button"
              className="template"
              onClick={() => openDialog({ kind: 'new-script', template })}
            >
              <Icon name={icon} size={20} />
              <span>
                <b>{label}</b>
                <span className="small soft">{about}</span>
              </span>
            </button>
          );
        })}
      </div>
    </section>
  );
}

/** A project without a script here, or nothing that is only here. */
export function EmptyPart({ part }: { readonly part: LibraryPart }): ReactNode {
  if (part === 'only-here') {
    return (
      <p className="empty">
        <b>Every script belongs to a project.</b>
        <span className="soft">Scripts that you make without a project stand here until you put them into one.</span>
      </p>
    );
  }
  return (
    <p className="empty">
      <b>No scripts in this project yet.</b>
      <span className="soft">
        Make one with “New script”, or put one of this device into it: “Put into a project…” in a script’s menu.
      </span>
    </p>
  );
}

export function EmptyTrash(): ReactNode {
  return (
    <p className="empty">
      <b>The trash is empty.</b>
      <span className="soft">
        Scripts moved here stay until you restore them. Galley never empties the trash by itself.
      </span>
    </p>
  );
}
