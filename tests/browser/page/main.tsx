import '../../../renderer/no-eval.ts';
import '../../../renderer/ui/fonts.css';
import '../../../renderer/ui/tokens.css';
import '../../../renderer/ui/base.css';
import '../../../renderer/ui/window.css';
import './page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ScriptSurface } from '../../../renderer/editor/script-surface.tsx';
import { openHarness } from './harness.ts';

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
          <ScriptSurface
            session={window.session}
            isWhole={harness.options.isWhole}
            tell={(message) => window.messages.push(message.text)}
            openLink={(href) => window.links.push(href)}
            ref={(handle) => {
              window.handle = handle;
            }}
          />
        </div>
      ))}
    </div>
  </StrictMode>,
);
