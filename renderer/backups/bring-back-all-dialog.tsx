import type { ReactNode } from 'react';
import type { BackedUpSummary } from '../../app/ipc/backups.ts';
import { Dialog } from '../ui/dialog.tsx';
import { counted } from '../ui/words.ts';

interface BringBackAllDialogProps {
  readonly scripts: readonly BackedUpSummary[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Many scripts change at once, and no one step takes that back: the person sees first what will happen. */
export function BringBackAllDialog({ scripts, onDone, onClose }: BringBackAllDialogProps): ReactNode {
  const gone = scripts.filter(({ now }) => now === null).length;
  const here = scripts.length - gone;
  return (
    <Dialog title="Bring back everything?" onClose={onClose}>
      <div className="content">
        <p className="soft">
          {here === 0
            ? null
            : `In ${counted(here, 'script')}, scenes, rows and words that are gone since come back as new edits. `}
          {gone === 0
            ? null
            : `${counted(gone, 'script')} that ${gone === 1 ? 'is' : 'are'} not on this device any more ${gone === 1 ? 'comes' : 'come'} back with ${gone === 1 ? 'its' : 'their'} history. `}
          Nothing that was written since is taken away. What you deleted on purpose comes back as well.
        </p>
        <footer>
          <button type="button" className="btn big bare" onClick={onClose}>
            Cancel
          </button>
          <button type="button" className="btn main big" onClick={onDone}>
            Bring back {counted(scripts.length, 'script')}
          </button>
        </footer>
      </div>
    </Dialog>
  );
}
