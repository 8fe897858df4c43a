import './script-frame.css';
import type { ReactNode } from 'react';
import { useApp, useCommands } from '../app-services.ts';
import { BriefingScreen } from '../briefing/briefing-screen.tsx';
import { ScriptHistory } from '../history/script-history.tsx';
import { LIBRARY, type Route } from '../router.ts';
import { Screen } from '../ui/screen.tsx';
import { openingTrouble } from '../ui/trouble.ts';
import { TroubleScreen } from '../ui/trouble-screen.tsx';
import { useWindowTitle } from '../ui/use-window-title.ts';
import { LibraryCrumb } from './library-crumb.tsx';
import { OpenScript } from './open-script.tsx';
import { ScriptGlance } from './script-glance.tsx';
import { useAttending } from './use-attending.ts';
import { useSession } from './use-session.ts';

interface ScriptScreenProps {
  readonly route: Extract<Route, { kind: 'script' | 'history' | 'briefing' }>;
}

/** A script, its past, or what happened to it while the person was away. */
export function ScriptScreen({ route }: ScriptScreenProps): ReactNode {
  const { router } = useApp();
  const opening = useSession(route.scriptId, { mayGlance: route.kind === 'script' && route.rowId === null });
  useAttending(opening.kind === 'open' && route.kind !== 'history' ? route.scriptId : null);
  useCommands((id) => {
    if (id !== 'library.show') return false;
    router.go(LIBRARY);
    return true;
  });
  switch (opening.kind) {
    case 'opening':
      return opening.glance !== null ? (
        <ScriptGlance glance={opening.glance} />
      ) : (
        <Screen title={<LibraryCrumb />}>
          <main className="body opening" aria-busy="true">
            <p className="quiet">Opening…</p>
          </main>
        </Screen>
      );
    case 'open':
      if (route.kind === 'history') return <ScriptHistory session={opening.session} title={opening.title} />;
      return route.kind === 'briefing' ? (
        <BriefingScreen session={opening.session} title={opening.title} unread={opening.unread} />
      ) : (
        <OpenScript
          session={opening.session}
          shape={opening.shape}
          title={opening.title}
          together={opening.together}
          unread={opening.unread}
          rowId={route.rowId}
        />
      );
    case 'failed':
      return <ClosedScript error={opening.error} />;
    default:
      return opening satisfies never;
  }
}

/** A script that could not be opened. */
function ClosedScript({ error }: { readonly error: unknown }): ReactNode {
  const { router } = useApp();
  const trouble = openingTrouble(error);
  useWindowTitle(trouble.title);
  return (
    <Screen title={<LibraryCrumb />}>
      <TroubleScreen trouble={trouble}>
        <button type="button" className="btn main big" onClick={() => router.go(LIBRARY)}>
          Open the library
        </button>
        <button type="button" className="btn big" onClick={() => globalThis.location.reload()}>
          Try again
        </button>
      </TroubleScreen>
    </Screen>
  );
}
