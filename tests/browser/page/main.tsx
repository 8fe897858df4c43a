import '../../../renderer/no-eval.ts';
import '../../../renderer/ui/fonts.css';
import '../../../renderer/ui/tokens.css';
import '../../../renderer/ui/base.css';
import '../../../renderer/ui/window.css';
import './page.css';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { ScriptSurface, type ScriptSurfaceHandle } from '../../../renderer/editor/script-surface.tsx';
import { windowTimers } from '../../../renderer/document/timers.ts';
import { RemoteCursors } from '../../../renderer/together/remote-cursors.ts';
import { useMayWrite } from '../../../renderer/script/use-may-write.ts';
import { openHarness, type HarnessWindow } from './harness.ts';

/** One script in one or two windows, with a main process in memory: the surface without the rest of the app. */
const harness = await openHarness(new URLSearchParams(location.search));
const root = document.getElementById('root');
if (!root) throw new Error('The page has no root.');
createRoot(root).render(
  <StrictMode>
    <div className="windows">
      <header className="hidden">
        <h1>How the Library of Things works</h1>
      </header>
      {harness.windows.map((window) => (
        <div className="body" key={window.name}>
          <Surface
            window={window}
            shown={(handle) => {
              window.handle = handle;
              window.drawn?.[Symbol.dispose]();
              window.drawn = handle?.board ? RemoteCursors.open(handle.board, harness.others, windowTimers) : null;
            }}
          />
        </div>
      ))}
    </div>
  </StrictMode>,
);

interface SurfaceProps {
  readonly window: HarnessWindow;
  readonly shown: (handle: ScriptSurfaceHandle | null) => void;
}

function Surface({ window, shown }: SurfaceProps): ReactNode {
  return (
    <ScriptSurface
      session={window.session}
      mayWrite={useMayWrite(window.session)}
      isWhole={harness.options.isWhole}
      tell={(message) => window.messages.push(message.text)}
      openLink={(href) => window.links.push(href)}
      ref={shown}
    />
  );
}
