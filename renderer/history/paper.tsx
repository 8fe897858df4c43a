import { useState, type PointerEvent, type ReactNode, type Ref } from 'react';

interface PaperProps {
  readonly label: string;
  readonly isBusy: boolean;
  readonly ref: Ref<HTMLDivElement>;
  readonly children: ReactNode;
}

interface Flag {
  readonly name: string;
  readonly className: string;
  readonly x: number;
  readonly y: number;
}

/** What scrolls under the head; a stretch under the pointer says whose it is. */
export function Paper({ label, isBusy, ref, children }: PaperProps): ReactNode {
  const [flag, setFlag] = useState<Flag | null>(null);
  const name = (event: PointerEvent<HTMLElement>): void => {
    const stretch = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-by]') : null;
    if (stretch === null) return setFlag(null);
    const [box] = stretch.getClientRects();
    const frame = event.currentTarget.getBoundingClientRect();
    if (box === undefined) return;
    setFlag({
      name: stretch.dataset['by'] ?? '',
      className: stretch.className,
      x: box.left - frame.left,
      y: box.top - frame.top,
    });
  };
  return (
    <main
      className="surface-frame"
      aria-label={label}
      aria-busy={isBusy}
      onPointerOver={name}
      onPointerLeave={() => setFlag(null)}
    >
      <div ref={ref} className="surface" role="group" aria-label="Words" onScroll={() => setFlag(null)}>
        {children}
      </div>
      {flag === null ? null : (
        <span
          className={`by-flag ${flag.className}`}
          aria-hidden="true"
          style={{ insetInlineStart: `${flag.x}px`, insetBlockStart: `${flag.y}px` }}
        >
          {flag.name}
        </span>
      )}
    </main>
  );
}
