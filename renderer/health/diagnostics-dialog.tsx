import { useState, type ReactNode } from 'react';
import type { Health } from '../../app/ipc/health.ts';
import { useApp } from '../app-services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { diagnosticsText } from './diagnostics-text.ts';
import { useAnswer } from './use-answer.ts';

const ENTRIES = 200;

interface DiagnosticsDialogProps {
  readonly health: Health;
  readonly onClose: () => void;
}

/** What is going to be copied is seen before it is. */
export function DiagnosticsDialog({ health, onClose }: DiagnosticsDialogProps): ReactNode {
  const { info, notices } = useApp();
  const [trouble, setTrouble] = useState<string | null>(null);
  const log = useAnswer('health.log', { limit: ENTRIES }, 0);
  const storage = useAnswer('storage.list', {}, 0);
  const connection = useAnswer('sync.connection', {}, 0);
  const isRead = [log, storage, connection].every(({ kind }) => kind !== 'loading');
  const text = diagnosticsText({
    health,
    platform: info.platform,
    host: info.host,
    storage: storage.kind === 'there' ? storage.value : null,
    connection: connection.kind === 'there' ? connection.value : null,
    log: log.kind === 'there' ? log.value : [],
  });
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => {
        notices.show({ text: 'The diagnostics are on the clipboard.' });
        onClose();
      },
      () => setTrouble('They could not be put on the clipboard. Select the text above and copy it yourself.'),
    );
  };
  return (
    <Dialog title="Copy diagnostics" width="wide" onClose={onClose}>
      <div className="content" aria-busy={!isRead}>
        <p>This is all that is copied: numbers and Galley’s own words. No title, no name and no word of a script.</p>
        {isRead ? <textarea className="diagnostics" readOnly aria-label="Diagnostics" rows={18} value={text} /> : null}
        {trouble === null ? null : <p role="alert">{trouble}</p>}
        <footer>
          <button type="button" className="btn big bare" onClick={onClose}>
            Cancel
          </button>
          <button type="button" className="btn main big" aria-disabled={!isRead} onClick={isRead ? copy : undefined}>
            Copy
          </button>
        </footer>
      </div>
    </Dialog>
  );
}
