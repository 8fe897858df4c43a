import { useState, type ReactNode } from 'react';
import { Dialog } from '../ui/dialog.tsx';

interface MomentDialogProps {
  readonly title: string;
  readonly deed: string;
  readonly name: string;
  /** "Tuesday 14:03" */
  readonly when: string;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

/** A name for a moment: a flag on the line, and nothing else. */
export function MomentDialog({ title, deed, name: first, when, onName, onClose }: MomentDialogProps): ReactNode {
  const [name, setName] = useState(first);
  const isFine = name.trim() !== '';
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isFine) return;
          onName(name.trim());
          onClose();
        }}
      >
        <label className="named">
          Name
          <span className="field">
            <input
              value={name}
              maxLength={200}
              placeholder="First draft"
              aria-describedby="moment-help"
              onFocus={(event) => event.currentTarget.select()}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </span>
        </label>
        <p id="moment-help" className="small quiet field-help">
          A flag on the time line at {when}. The script itself does not change.
        </p>
        <footer>
          <button type="button" className="btn big bare" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn main big" aria-disabled={!isFine}>
            {deed}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
