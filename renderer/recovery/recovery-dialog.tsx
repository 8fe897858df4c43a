import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Incident } from '../../app/ipc/recovery.ts';
import { useApp } from '../app-services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { exactMoment, reportWords } from './report-words.ts';
import './recovery.css';

/** What was found wrong, what is safe, what could not be saved, and where the untouched original lies. */
export function RecoveryDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { recovery, notices } = useApp();
  const { incidents } = useReadable(recovery);
  // Those that were not seen when it was opened stay, also while they are being marked.
  const [shownIds] = useState(() => recovery.unseen().map(({ incidentId }) => incidentId));
  const shown = incidents.filter(({ incidentId }) => shownIds.includes(incidentId));
  const [first] = shown;
  const title = first === undefined ? 'Nothing is damaged' : reportWords(first).title;
  const markSeen = (): void => {
    recovery.seen(shownIds).then(onClose, () => {
      notices.show({ text: 'This could not be marked as seen. Nothing was changed. Try again.' });
    });
  };
  const start = useRef<HTMLDivElement>(null);
  // A long report is read from its beginning; its buttons are at its end.
  useEffect(() => start.current?.focus(), []);
  return (
    <Dialog title={title} width="wide" onClose={onClose}>
      <div ref={start} tabIndex={-1} className="content recovery selectable">
        {shown.map((incident, index) => (
          <Report key={incident.incidentId} incident={incident} isFirst={index === 0} />
        ))}
        <footer>
          <button type="button" className="btn" onClick={onClose}>
            Close
          </button>
          <button type="button" className="btn main" onClick={markSeen}>
            Mark as seen
          </button>
        </footer>
      </div>
    </Dialog>
  );
}

function Report({ incident, isFirst }: { readonly incident: Incident; readonly isFirst: boolean }): ReactNode {
  const words = reportWords(incident);
  return (
    <section aria-label={words.title}>
      {isFirst ? null : <h3>{words.title}</h3>}
      <p className="when">{exactMoment(new Date(incident.foundAt))}</p>
      <dl className="answers">
        <dt>
          <Icon name="triangle-alert" /> What happened
        </dt>
        <dd>{words.happened}</dd>
        <dt>
          <Icon name="shield" /> What is safe
        </dt>
        <dd>{words.safe}</dd>
        <dt>
          <Icon name="arrow-right" /> What to do
        </dt>
        <dd>{words.advice}</dd>
      </dl>
      {words.scripts.length === 0 ? null : (
        <ul className="touched" aria-label="Scripts that lost something">
          {words.scripts.map(({ scriptId, title, lines }) => (
            <li key={scriptId}>
              <strong>{title}</strong>
              {lines.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </li>
          ))}
        </ul>
      )}
      {incident.setAside === null ? null : <Original incident={incident} path={incident.setAside} />}
    </section>
  );
}

function Original({ incident, path }: { readonly incident: Incident; readonly path: string }): ReactNode {
  const { recovery, notices } = useApp();
  const show = (): void => {
    recovery.showOriginal(incident.incidentId).catch(() => {
      notices.show({ text: 'The folder could not be shown. The file in it is unchanged. Open it by its path.' });
    });
  };
  return (
    <div className="original">
      <p>
        The file as it was found
        <code>{path}</code>
      </p>
      <button type="button" className="btn" onClick={show}>
        Show in folder
      </button>
    </div>
  );
}
