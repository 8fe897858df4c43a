import '../editor/script.css';
import '../editor/rows.css';
import '../editor/words.css';
import './history.css';
import './past-words.css';
import './time-line.css';
import type { ReactNode } from 'react';
import { useApp, useCommands } from '../app-services.ts';
import type { Readable } from '../document/readable.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { hashOf } from '../router.ts';
import { LibraryCrumb } from '../script/library-crumb.tsx';
import { useLeaveGuard } from '../script/use-leave-guard.ts';
import { Screen } from '../ui/screen.tsx';
import type { Trouble } from '../ui/trouble.ts';
import { codeOf } from '../ui/trouble.ts';
import { TroubleScreen } from '../ui/trouble-screen.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { useWindowTitle } from '../ui/use-window-title.ts';
import { EmptyHistory } from './empty-history.tsx';
import { Past } from './past.tsx';
import { useTimeline } from './use-timeline.ts';

interface ScriptHistoryProps {
  readonly session: ScriptSession;
  readonly title: Readable<string>;
}

/** A script's past: its time line, and the script as it was at any moment of it. */
export function ScriptHistory({ session, title: followed }: ScriptHistoryProps): ReactNode {
  const { router } = useApp();
  const { scriptId } = session;
  const title = useReadable(followed);
  const [read, refresh] = useTimeline(session);
  useWindowTitle(`History of ${title}`);
  useLeaveGuard(session);
  const goBack = (): void => router.go({ kind: 'script', scriptId, rowId: null });
  const hasPast = read.kind === 'read' && read.timeline.count >= 2;
  useCommands((id) => {
    // Where there is a past to look at, it knows the row to go back to.
    if (id !== 'view.history' || hasPast) return false;
    goBack();
    return true;
  });
  const crumb = (
    <LibraryCrumb>
      <a className="crumb clip" href={hashOf({ kind: 'script', scriptId, rowId: null })}>
        {title}
      </a>
      <h1>History</h1>
    </LibraryCrumb>
  );
  if (read.kind === 'failed')
    return (
      <Screen title={crumb}>
        <TroubleScreen trouble={timelineTrouble(read.error)}>
          <button type="button" className="btn main big" onClick={() => void refresh()}>
            Try again
          </button>
          <button type="button" className="btn big" onClick={goBack}>
            Back to the script
          </button>
        </TroubleScreen>
      </Screen>
    );
  if (read.kind === 'reading')
    return (
      <Screen title={crumb}>
        <main className="body opening" aria-busy="true">
          <p className="quiet">Reading the time line…</p>
        </main>
      </Screen>
    );
  if (!hasPast) return <EmptyHistory crumb={crumb} onBack={goBack} />;
  return (
    <Past
      session={session}
      title={title}
      crumb={crumb}
      timeline={read.timeline}
      authors={read.authors}
      refresh={refresh}
    />
  );
}

function timelineTrouble(error: unknown): Trouble {
  const isDamaged = codeOf(error) === 'damaged';
  return {
    title: 'The time line cannot be read',
    happened: isDamaged
      ? 'Part of what this device stored of this script’s past is damaged. Usually that is a failing disk.'
      : 'Galley could not read this script’s past.',
    safe: 'The script as it is now was opened and is whole. Nothing was changed.',
    advice: isDamaged
      ? 'Go on writing. Restore an older state from a backup, and have this disk checked.'
      : 'Try again. If it happens again, close Galley and start it anew.',
  };
}
