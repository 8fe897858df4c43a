import type { ReactNode } from 'react';
import { Icon } from '../ui/icon.tsx';
import { Screen } from '../ui/screen.tsx';

interface EmptyHistoryProps {
  readonly crumb: ReactNode;
  readonly onBack: () => void;
}

/** A script that was just made: it teaches what will be here. */
export function EmptyHistory({ crumb, onBack }: EmptyHistoryProps): ReactNode {
  return (
    <Screen title={crumb}>
      <main className="body no-past">
        <div>
          <Icon name="rotate-ccw-clock" size={20} />
          <h2>Nothing to go back to yet</h2>
          <p>
            From the first word on, every edit of this script is kept on this device. Come back here to move through
            them, to see what changed between two moments, and to bring back a row, a scene or the whole script.
          </p>
          <button type="button" className="btn main big" onClick={onBack}>
            Write in the script
          </button>
        </div>
      </main>
    </Screen>
  );
}
