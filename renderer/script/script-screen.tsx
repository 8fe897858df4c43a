import { useEffect, useState, type ReactNode } from 'react';
import type { RowId, ScriptId } from '../../app/ids.ts';
import type { OpenedScript } from '../../app/ipc/contract.ts';
import { useApp, useCommands } from '../app-services.ts';
import { LIBRARY } from '../router.ts';
import { TitleBar } from '../ui/title-bar.tsx';
import { openingTrouble } from '../ui/trouble.ts';
import { TroubleScreen } from '../ui/trouble-screen.tsx';

interface ScriptScreenProps {
  readonly scriptId: ScriptId;
  /** Where to open it, when a search led here. */
  readonly rowId: RowId | null;
}

type Opening =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly script: OpenedScript }
  | { readonly kind: 'failed'; readonly error: unknown };

export function ScriptScreen({ scriptId }: ScriptScreenProps): ReactNode {
  const { client, router } = useApp();
  const [opening, setOpening] = useState<Opening>({ kind: 'opening' });
  useCommands((id) => {
    if (id !== 'library.show') return false;
    router.go(LIBRARY);
    return true;
  });
  useEffect(() => {
    let wanted = true;
    client.call('script.open', { scriptId }).then(
      (script) => {
        if (wanted) setOpening({ kind: 'open', script });
      },
      (error: unknown) => {
        if (wanted) setOpening({ kind: 'failed', error });
      },
    );
    return () => {
      wanted = false;
    };
  }, [client, scriptId]);
  return (
    <div className="window">
      <TitleBar>
        <div className="place">
          <button type="button" className="quiet" onClick={() => router.go(LIBRARY)}>
            Library
          </button>
          {opening.kind === 'open' ? <h1 className="clip">{opening.script.title}</h1> : null}
        </div>
      </TitleBar>
      {opening.kind === 'failed' ? (
        <TroubleScreen trouble={openingTrouble(opening.error)}>
          <button type="button" className="btn main big" onClick={() => router.go(LIBRARY)}>
            Open the library
          </button>
        </TroubleScreen>
      ) : null}
    </div>
  );
}
