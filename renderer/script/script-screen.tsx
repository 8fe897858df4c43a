import './script-frame.css';
import type { ReactNode } from 'react';
import type { RowId, ScriptId } from '../../app/ids.ts';
import { useApp, useCommands } from '../app-services.ts';
import { LIBRARY } from '../router.ts';
import { Screen } from '../ui/screen.tsx';
import { openingTrouble } from '../ui/trouble.ts';
import { TroubleScreen } from '../ui/trouble-screen.tsx';
import { useWindowTitle } from '../ui/use-window-title.ts';
import { LibraryCrumb } from './library-crumb.tsx';
import { OpenScript } from './open-script.tsx';
import { ScriptGlance } from './script-glance.tsx';
import { useSession } from './use-session.ts';

interface ScriptScreenProps {
  readonly scriptId: ScriptId;
  /** Where to open it, when a search led here. */
  readonly rowId: RowId | null;
}

export function ScriptScreen({ scriptId, rowId }: ScriptScreenProps): ReactNode {
  const { router } = useApp();
  const opening = useSession(scriptId, { mayGlance: rowId === null });
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
      return <OpenScript session={opening.session} shape={opening.shape} rowId={rowId} />;
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
