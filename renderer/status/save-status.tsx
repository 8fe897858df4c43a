import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Readable } from '../document/readable.ts';
import { SAVING, type SaveState } from '../document/save-state.ts';
import { Stations } from '../ui/stations.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { SAVED_SHOWN_AFTER_MS, saveAnnouncement, saveWords } from './save-words.ts';

/**
 * The one place that says where the work is. "Saved" goes with the first unsaved key and comes back a moment after the
 * last acknowledgement: it is never shown too early, and does not flicker while somebody types.
 */
export function SaveStatus({ saveState }: { readonly saveState: Readable<SaveState> }): ReactNode {
  const state = useReadable(saveState);
  const isSettled = useLasting(state.kind === 'saved', SAVED_SHOWN_AFTER_MS);
  const shown = state.kind === 'saved' && !isSettled ? SAVING : state;
  const { label, tone, device } = saveWords(shown);
  return (
    <>
      <span className={`save-status ${tone}`} data-testid="save-state" data-state={shown.kind}>
        <Stations device={device} tone={tone} />
        <span className="clip">{label}</span>
      </span>
      <SaveVoice state={state} />
    </>
  );
}

/** The same for a script that this Galley may only show. */
export function ReadOnlyStatus(): ReactNode {
  return (
    <span className="save-status plain" data-testid="save-state" data-state="read-only">
      <Stations device="yes" tone="plain" />
      <span className="clip">Needs a newer Galley</span>
    </span>
  );
}

function SaveVoice({ state }: { readonly state: SaveState }): ReactNode {
  const settled = useRef<'saved' | 'failed'>('saved');
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (state.kind === 'saving') return;
    const announcement = saveAnnouncement(settled.current, state);
    settled.current = state.kind;
    if (announcement !== undefined) setSaid(announcement);
  }, [state]);
  return <output className="hidden">{said}</output>;
}

/** Whether something has been so without a break for this long, or since the beginning. */
function useLasting(isSo: boolean, afterMs: number): boolean {
  const [lasting, setLasting] = useState(isSo);
  useEffect(() => {
    if (!isSo) return undefined;
    const timer = setTimeout(() => setLasting(true), afterMs);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [isSo, afterMs]);
  return isSo && lasting;
}
