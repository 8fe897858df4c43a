import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Readable } from '../document/readable.ts';
import { SAVING, type SaveState } from '../document/save-state.ts';
import { Stations } from '../ui/stations.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { isSettled, saveAnnouncement, saveWords, SETTLED_AFTER_MS, type Settled } from './save-words.ts';

/**
 * The one place that says where the work is. "Saved" and "kept in the emergency store" go with the first key that is not
 * and come back a moment after the last acknowledgement: never shown too early, and no flicker while somebody types.
 */
export function SaveStatus({ saveState }: { readonly saveState: Readable<SaveState> }): ReactNode {
  const state = useReadable(saveState);
  const isSaved = useLasting(state.kind === 'saved', SETTLED_AFTER_MS);
  const isKept = useLasting(state.kind === 'emergency', SETTLED_AFTER_MS);
  const shown = saidLate(state, { isSaved, isKept });
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
  const settled = useRef<Settled>('saved');
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (!isSettled(state)) return;
    const announcement = saveAnnouncement(settled.current, state);
    settled.current = state.kind;
    if (announcement !== undefined) setSaid(announcement);
  }, [state]);
  return <output className="hidden">{said}</output>;
}

function saidLate(state: SaveState, { isSaved, isKept }: { isSaved: boolean; isKept: boolean }): SaveState {
  if (state.kind === 'saved' && !isSaved) return SAVING;
  if (state.kind === 'emergency' && !isKept) return { ...state, kind: 'keeping' };
  return state;
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
