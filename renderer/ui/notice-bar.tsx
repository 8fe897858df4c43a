import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { Icon } from './icon.tsx';
import type { Notice } from './notices.ts';
import { useReadable } from './use-readable.ts';

/** Long enough to read two lines and to reach for the button. */
const SHOWN_MS = 12_000;

/** Shows the newest notice, and says it: the region is always there, so that screen readers hear it change. */
export function NoticeBar(): ReactNode {
  const { notices } = useApp();
  const notice = useReadable(notices);
  return (
    <output className="notices">
      {notice === null ? null : <NoticeCard key={notice.key} notice={notice} onDone={() => notices.dismiss()} />}
    </output>
  );
}

function NoticeCard({ notice, onDone }: { readonly notice: Notice; readonly onDone: () => void }): ReactNode {
  const [held, setHeld] = useState(false);
  const timeIsUp = useEffectEvent(onDone);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => timeIsUp(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    <div
      className="notice"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="grow">{notice.text}</span>
      {notice.action === undefined ? null : (
        <button
          type="button"
          className="btn"
          onClick={() => {
            notice.action?.run();
            onDone();
          }}
        >
          {notice.action.label}
        </button>
      )}
      <button type="button" className="btn bare square" aria-label="Dismiss" onClick={onDone}>
        <Icon name="x" />
      </button>
    </div>
  );
}
