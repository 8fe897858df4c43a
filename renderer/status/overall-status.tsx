import './status.css';
import type { ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { Hint } from '../ui/hint.tsx';
import { Stations } from '../ui/stations.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { overallWords } from './overall-words.ts';
import { useSteadyNow } from './use-sync.ts';
import { SYNC_PANEL_ID } from './work-status.tsx';

/** Where the edits of all scripts are, in one line; nothing while no server has to do with any of them. */
export function OverallStatus(): ReactNode {
  const { sync, syncPanel } = useApp();
  const { link, scripts } = useReadable(sync);
  const isPanelOpen = useReadable(syncPanel) !== 'closed';
  const now = useSteadyNow({ counting: link.kind === 'unavailable' });
  const words = overallWords([...scripts.values()], { link, now });
  if (words === null) return null;
  const { label, tone, path } = words;
  return (
    <Hint text="Where your work is" command="view.sync">
      {(tie) => (
        <button
          type="button"
          className={`save-status ${tone}`}
          data-testid="overall-state"
          aria-expanded={isPanelOpen}
          aria-controls={isPanelOpen ? SYNC_PANEL_ID : undefined}
          onClick={() => syncPanel.set(isPanelOpen ? 'closed' : 'asked-for')}
          {...tie}
        >
          <Stations path={path} tone={tone} />
          <span className="clip">{label}</span>
        </button>
      )}
    </Hint>
  );
}
