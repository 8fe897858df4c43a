import { useState, type ReactNode } from 'react';
import type { ImportPreview } from '../../app/ipc/contract.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { troubleLine } from '../ui/trouble.ts';
import { counted } from '../ui/words.ts';
import { FORMAT_NAMES } from './import-state.ts';
import type { Importing } from './use-import.ts';

/** Enough to see whether picture and sound went to their places. */
const SAMPLE_ROWS = 5;

export function ImportDialog({ importing }: { readonly importing: Importing }): ReactNode {
  const { state, choose, confirm, cancel } = importing;
  switch (state.kind) {
    case 'none':
      return null;
    case 'reading':
      // While the system's own dialog is open there is nothing to show.
      return state.fileName === null ? null : (
        <Dialog key="reading" title="Import" onClose={cancel}>
          <div className="content">
            <p>Reading {state.fileName}…</p>
            <progress aria-label={`Reading ${state.fileName}`} />
          </div>
        </Dialog>
      );
    case 'previewed':
    case 'importing':
      return (
        <Dialog key="preview" title={`Import ${state.preview.fileName}`} width="wide" onClose={cancel}>
          <PreviewForm
            preview={state.preview}
            busy={state.kind === 'importing'}
            onImport={(title) => confirm(state.preview, title)}
            onCancel={cancel}
          />
        </Dialog>
      );
    case 'failed':
      return (
        <Dialog key="failed" title={`${state.fileName ?? 'This file'} was not imported`} onClose={cancel}>
          <div className="content">
            <p role="alert" className="selectable">
              {troubleLine(state.error, 'read this file')}
            </p>
            <footer>
              <button type="button" className="btn big bare" onClick={cancel}>
                Close
              </button>
              <button type="button" className="btn main big" onClick={choose}>
                Choose another file…
              </button>
            </footer>
          </div>
        </Dialog>
      );
    default:
      return state satisfies never;
  }
}

interface PreviewFormProps {
  readonly preview: ImportPreview;
  readonly busy: boolean;
  readonly onImport: (title: string) => void;
  readonly onCancel: () => void;
}

function PreviewForm({ preview, busy, onImport, onCancel }: PreviewFormProps): ReactNode {
  const [title, setTitle] = useState(preview.title);
  const { format, scenes, rows, words, notes, sample } = preview;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim() !== '' && !busy) onImport(title.trim());
      }}
    >
      <p className="soft">
        Read as {FORMAT_NAMES[format]}: {counted(scenes, 'scene')}, {counted(rows, 'row')}, {counted(words, 'word')}.
      </p>
      <label className="named">
        Title
        <span className="field">
          <input
            value={title}
            maxLength={200}
            required
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        </span>
      </label>
      {notes.length === 0 ? null : (
        <section className="import-notes">
          <h3>
            <Icon name="info" /> What does not come along
          </h3>
          <ul>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      <ImportSample sample={sample} rows={rows} />
      {busy ? <progress aria-label="Importing" /> : null}
      <footer>
        <button type="button" className="btn big bare" onClick={onCancel} disabled={busy}>
          Cancel
        </button>
        <button type="submit" className="btn main big" disabled={busy}>
          Import script
        </button>
      </footer>
    </form>
  );
}

function ImportSample({ sample, rows }: Pick<ImportPreview, 'sample' | 'rows'>): ReactNode {
  const shown = Math.min(sample.length, SAMPLE_ROWS);
  return (
    <section className="import-sample" aria-label="How the first rows will look">
      {sample.slice(0, SAMPLE_ROWS).map((row, index) => (
        // Rows of a preview have no ids and never move.
        <div key={index}>
          {row.scene === null ? null : <h4>{row.scene}</h4>}
          <div className="sample-row">
            <p className="sample-seen">{row.video}</p>
            <p className="sample-speaker">{row.speaker}</p>
            <p className="sample-heard">{row.audio}</p>
          </div>
        </div>
      ))}
      {rows > shown ? <p className="small quiet">and {counted(rows - shown, 'row')} more</p> : null}
    </section>
  );
}
