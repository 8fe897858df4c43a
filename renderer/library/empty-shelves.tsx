import type { ReactNode } from 'react';
import { TemplateName } from '../../app/ipc/contract.ts';
import { useDialogs } from '../app-dialogs.tsx';
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
