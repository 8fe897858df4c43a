import { useState, type ReactNode } from 'react';
import type { Readable } from '../document/readable.ts';
import { Banner } from '../ui/banner.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { counted } from '../ui/words.ts';

/** Stands over a script of which not everything can be shown, until it is dismissed; comes back when more is found. */
export function UnreadableBanner({ unreadable }: { readonly unreadable: Readable<number> }): ReactNode {
  const count = useReadable(unreadable);
  const [seen, setSeen] = useState(0);
  if (count <= seen) return null;
  return (
    <Banner
      tone="waiting"
      icon="package"
      title={count === 1 ? 'One change cannot be read' : `${counted(count, 'change')} cannot be read`}
      onDismiss={() => setSeen(count)}
    >
      {count === 1 ? 'It was' : 'They were'} damaged before reaching this device, or made by another program. Everything
      else is shown, what you write is saved as always, and what cannot be read is kept as it came. If you miss words,
      ask whoever wrote them to look at their own copy.
    </Banner>
  );
}
