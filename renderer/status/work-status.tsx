import './status.css';
import { useEffect, useState, type ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { SAVING, type SaveState } from '../document/save-state.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { Hint } from '../ui/hint.tsx';
import { Stations } from '../ui/stations.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { SETTLED_AFTER_MS } from './save-words.ts';
import { saidOf, statusWords, type Status } from './status-words.ts';
import { useSteadyNow, useSync } from './use-sync.ts';
import { Voice } from './voice.ts';

export const SYNC_PANEL_ID = 'sync-panel';

interface WorkStatusProps {
  readonly session: ScriptSession;
  /** Whether the screen has room for the panel that the stations open. */
  readonly opensPanel?: boolean;
}

/**
 * The one place that says where the work is. "Saved" and "kept in the emergency store" go with the first key that is not
 * and come back a moment after the last acknowledgement: never shown too early, and no flicker while somebody types.
 */
export function WorkStatus({ session, opensPanel = true }: WorkStatusProps): ReactNode {
  const { sync, syncPanel } = useApp();
  const isPanelOpen = useReadable(syncPanel) !== 'closed';
  const state = useReadable(session.saveState);
  const readOnly = useReadable(session.readOnly);
  const { link, standing } = useSync(session.scriptId);
  const now = useSteadyNow({ counting: standing?.kind === 'unavailable' });
  const isSaved = useLasting(state.kind === 'saved', SETTLED_AFTER_MS);
  const isKept = useLasting(state.kind === 'emergency', SETTLED_AFTER_MS);
  const isReceiving = useLasting(standing?.kind === 'receiving', SETTLED_AFTER_MS);
  useEffect(() => {
    let before = session.saveState.get().kind;
    return session.saveState.subscribe(() => {
      const after = session.saveState.get().kind;
      if (after === 'saved' && before !== 'saved') sync.saved(session.scriptId);
      before = after;
    });
  }, [session, sync]);

  const status: Status = {
    save: saidLate(state, { isSaved, isKept }),
    // What others write arrives in bursts; that all of this device's edits are on the server stays true meanwhile.
    standing: standing?.kind === 'receiving' && !isReceiving ? { kind: 'on-server', seenBy: [] } : standing,
    readOnly,
    link,
    now,
  };
  const { label, tone, path } = statusWords(status);
  const shown = {
    className: `save-status ${tone}`,
    'data-testid': 'save-state',
    'data-state': readOnly === null ? status.save.kind : 'read-only',
    'data-standing': status.save.kind === 'saved' ? (status.standing?.kind ?? 'unknown') : 'unsaved',
  };
  const inside = (
    <>
      <Stations path={path} tone={tone} />
      <span className="clip">{label}</span>
    </>
  );
  return (
    <>
      {opensPanel ? (
        <Hint text="Where your work is" command="view.sync">
          {(tie) => (
            <button
              type="button"
              aria-expanded={isPanelOpen}
              aria-controls={isPanelOpen ? SYNC_PANEL_ID : undefined}
              onClick={() => syncPanel.set(isPanelOpen ? 'closed' : 'asked-for')}
              {...shown}
              {...tie}
            >
              {inside}
            </button>
          )}
        </Hint>
      ) : (
        <span {...shown}>{inside}</span>
      )}
      <StatusVoice status={{ ...status, save: state }} />
    </>
  );
}

function StatusVoice({ status }: { readonly status: Status }): ReactNode {
  const { timers } = useApp();
  const [voice] = useState(() => new Voice(saidOf(status) ?? { kind: 'only-here', words: '' }, timers));
  const said = useReadable(voice.said);
  const now = saidOf(status);
  const [kind, words] = [now?.kind, now?.words];
  useEffect(() => {
    if (kind !== undefined && words !== undefined) voice.tell({ kind, words });
  }, [voice, kind, words]);
  useEffect(() => () => voice[Symbol.dispose](), [voice]);
  return <output className="hidden">{said}</output>;
}

function saidLate(state: SaveState, { isSaved, isKept }: { isSaved: boolean; isKept: boolean }): SaveState {
  if (state.kind === 'saved' && !isSaved) return SAVING;
  if (state.kind === 'emergency' && !isKept) return { ...state, kind: 'keeping' };
  return state;
}

/** Whether something has been so without a break for this long, or since the beginning. */
function useLasting(isSo: boolean, afterMs: number): boolean {
  const { timers } = useApp();
  const [lasting, setLasting] = useState(isSo);
  useEffect(() => {
    if (!isSo) return undefined;
    const stop = timers.after(afterMs, () => setLasting(true));
    return () => {
      stop();
      setLasting(false);
    };
  }, [timers, isSo, afterMs]);
  return isSo && lasting;
}
