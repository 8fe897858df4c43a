import './sync-panel.css';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { ScriptId } from '../../app/ids.ts';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { useLibrary } from '../library/use-library.ts';
import { acceleratorOf } from '../ui/hint.tsx';
import { Icon } from '../ui/icon.tsx';
import { ariaKeys } from '../ui/accelerator.ts';
import { useReadable } from '../ui/use-readable.ts';
import { linkWords } from './link-words.ts';
import { OnlyHere } from './only-here.tsx';
import { ShownScript } from './shown-script.tsx';
import { useServerHost } from './use-server-host.ts';
import { useSyncDeeds } from './use-sync-deeds.ts';
import { useSteadyNow } from './use-sync.ts';
import { WhatHappened } from './what-happened.tsx';
import { SYNC_PANEL_ID } from './work-status.tsx';

interface SyncPanelProps {
  /** The script that the screen shows, if it shows one. */
  readonly shown?: { readonly session: ScriptSession; readonly title: string; readonly onExport: () => void };
}

/** Where every edit of every script is, and what can be done about it: beside the words, or over them where there is little room. */
export function SyncPanel({ shown }: SyncPanelProps): ReactNode {
  const { syncPanel } = useApp();
  return useReadable(syncPanel) === 'closed' ? null : <OpenPanel {...(shown === undefined ? {} : { shown })} />;
}

function OpenPanel({ shown }: SyncPanelProps): ReactNode {
  const { info, sync, syncPanel } = useApp();
  const view = useReadable(sync);
  const host = useServerHost();
  const now = useSteadyNow({ counting: view.link.kind === 'unavailable' });
  const { sentence, detail, tone, mayTry } = linkWords(view.link, { now, host });
  const deeds = useSyncDeeds();
  const titleOf = useTitles();
  const panel = useRef<HTMLElement>(null);
  const cameFrom = useRef<Element | null>(null);
  const wantsFocus = useReadable(syncPanel) === 'asked-for';
  useEffect(() => {
    if (!wantsFocus) return;
    cameFrom.current = document.activeElement;
    panel.current?.querySelector('button')?.focus();
    syncPanel.set('open');
  }, [wantsFocus, syncPanel]);
  const close = (): void => {
    syncPanel.set('closed');
    const back = cameFrom.current;
    if (back instanceof HTMLElement && back.isConnected) back.focus();
  };
  useEffect(() => {
    const element = panel.current;
    const closeOnEscape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.stopPropagation();
      close();
    };
    element?.addEventListener('keydown', closeOnEscape);
    return () => element?.removeEventListener('keydown', closeOnEscape);
  });
  return (
    <aside ref={panel} id={SYNC_PANEL_ID} className="panel sync-panel" aria-labelledby="sync-panel-title">
      <header>
        <h2 id="sync-panel-title">Where your work is</h2>
        <button
          type="button"
          className="btn bare square"
          aria-label="Close"
          aria-keyshortcuts={ariaKeys(acceleratorOf('view.sync') ?? '', info.platform)}
          onClick={close}
        >
          <Icon name="x" />
        </button>
      </header>
      <div className="scroll" tabIndex={-1}>
        <section className={`way ${tone}`}>
          <h3>{view.isTold ? sentence : 'Asking how things stand…'}</h3>
          <p className="soft">{view.isTold ? detail : 'Every word you write is saved on this device meanwhile.'}</p>
          {view.link.kind === 'signed-out' ? (
            <button type="button" className="btn main" onClick={deeds.signIn}>
              Sign in
            </button>
          ) : null}
          {mayTry ? (
            <button type="button" className="btn main" onClick={deeds.tryNow}>
              <Icon name="rotate-ccw" /> Try now
            </button>
          ) : null}
        </section>
        {shown === undefined ? null : <ShownScript {...shown} now={now} />}
        {view.link.kind === 'none' ? null : <OnlyHere view={view} now={now} titleOf={titleOf} />}
        {view.link.kind === 'none' && view.events.length === 0 ? null : (
          <WhatHappened events={view.events} titleOf={titleOf} />
        )}
      </div>
      <footer>
        {shown === undefined ? null : (
          <button type="button" className="btn" onClick={shown.onExport}>
            Export a copy…
          </button>
        )}
        <span className="grow" />
        <button type="button" className="btn bare" onClick={deeds.copyDiagnostics}>
          <Icon name="copy" /> Copy diagnostics
        </button>
      </footer>
    </aside>
  );
}

/** What scripts are called, as the library has it. */
function useTitles(): (scriptId: ScriptId) => string {
  const { content } = useLibrary();
  const titles = useMemo(
    () => new Map(content.kind === 'listed' ? content.scripts.map(({ scriptId, title }) => [scriptId, title]) : []),
    [content],
  );
  return (scriptId) => titles.get(scriptId) ?? 'A script that is not in the library';
}
