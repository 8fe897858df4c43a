import type { ReactNode } from 'react';
import type { RecoveryProgress } from '../../app/ipc/recovery.ts';
import { Icon } from '../ui/icon.tsx';
import './recovery.css';

const steps: Readonly<Record<RecoveryProgress['step'], string>> = {
  'setting-aside': 'Moving the damaged file aside, unchanged',
  reading: 'Reading everything in it that can be read',
  rebuilding: 'Building a new file',
  checking: 'Checking the new file',
};

/** All that a window shows while a damaged file is built again at the start. */
export function RecoveringScreen({ progress }: { readonly progress: RecoveryProgress }): ReactNode {
  const { step, share } = progress;
  const words = steps[step];
  return (
    <div className="window">
      <main className="report" aria-busy="true">
        <article className="recovering">
          <Icon name="life-buoy" size={20} />
          <h1>Galley is repairing what is stored here</h1>
          <p>
            Part of the file with your scripts is damaged. It is kept as it is, and a new one is being built from
            everything that can be read. You can close Galley: it goes on at the next start.
          </p>
          <div role="status" aria-live="polite">
            {words}
          </div>
          <progress aria-label={words} value={step === 'reading' || step === 'rebuilding' ? share : undefined} />
        </article>
      </main>
    </div>
  );
}
