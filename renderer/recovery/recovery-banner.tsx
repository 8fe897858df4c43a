import { useState, type ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { Banner } from '../ui/banner.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { RecoveryDialog } from './recovery-dialog.tsx';
import { bannerWords, isAnythingLost } from './report-words.ts';

/** Says, until the person has seen it, that something was wrong with what is stored here and what became of it. */
export function RecoveryBanner(): ReactNode {
  const { recovery } = useApp();
  const { incidents, progress } = useReadable(recovery);
  const [isOpen, setOpen] = useState(false);
  if (progress !== null) {
    return (
      <Banner tone="waiting" icon="life-buoy">
        Part of what is stored here was damaged and is being built again. What you type is kept, and saved in a moment.
      </Banner>
    );
  }
  const [newest] = incidents.filter(({ state }) => state !== 'seen');
  if (newest === undefined) return null;
  return (
    <>
      <Banner
        tone={isAnythingLost(newest.report) ? 'waiting' : 'device'}
        icon="life-buoy"
        actions={
          <button type="button" className="btn" onClick={() => setOpen(true)}>
            See what happened
          </button>
        }
      >
        {bannerWords(newest)}
      </Banner>
      {isOpen ? <RecoveryDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
