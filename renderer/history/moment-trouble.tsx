import type { ReactNode } from 'react';
import { Banner } from '../ui/banner.tsx';
import { codeOf } from '../ui/trouble.ts';

interface MomentTroubleProps {
  readonly failure: unknown;
  readonly onRetry: () => void;
}

/** One moment cannot be read: everything else stays as it was. */
export function MomentTrouble({ failure, onRetry }: MomentTroubleProps): ReactNode {
  const happened =
    codeOf(failure) === 'damaged'
      ? 'Part of what this device stored of it is damaged.'
      : 'Galley could not read this moment.';
  return (
    <Banner
      tone="trouble"
      icon="circle-alert"
      title="This moment cannot be shown"
      actions={
        <button type="button" className="btn" onClick={onRetry}>
          Try again
        </button>
      }
    >
      {happened} The script as it is now is safe, and so are the other moments. Try again, or choose a moment beside it.
    </Banner>
  );
}
