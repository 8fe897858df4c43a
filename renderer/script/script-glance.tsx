import { useLayoutEffect, useMemo, useRef, type ReactNode } from 'react';
import type { ScriptGlance as Glance } from '../../app/ipc/script-glance.ts';
import { Changing } from '../document/readable.ts';
import { drawGlance } from '../editor/glance-drawing.ts';
import type { ScriptPosition } from '../editor/position.ts';
import { Screen } from '../ui/screen.tsx';
import { useWindowTitle } from '../ui/use-window-title.ts';
import { LibraryCrumb } from './library-crumb.tsx';
import { OutlinePane } from './outline-pane.tsx';
import { OutlineToggle, useOutline } from './outline-toggle.tsx';
import type { ScriptShape } from './script-shape.ts';
import { TimeBar } from './time-bar.tsx';
import '../editor/script.css';
import '../editor/rows.css';
import '../editor/words.css';

/**
 * A long script before its document is there: to be read, in the very place where it will be written in. Nothing of it
 * takes a key or a press, and no caret stands in it, so that nothing can be typed that would be lost.
 */
export function ScriptGlance({ glance }: { readonly glance: Glance }): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const outline = useOutline();
  const shape = useMemo(() => new Changing(shapeOf(glance)), [glance]);
  const position = useMemo(() => new Changing(startOf(glance)), [glance]);
  useWindowTitle(glance.title);
  useLayoutEffect(() => host.current?.replaceChildren(drawGlance(glance)), [glance]);
  const stay = (): void => undefined;
  return (
    <Screen
      title={
        <>
          <OutlineToggle outline={outline} />
          <LibraryCrumb>
            <h1 className="script-title">
              <button type="button" className="clip" inert>
                {glance.title}
              </button>
            </h1>
          </LibraryCrumb>
        </>
      }
    >
      <div className="glance" aria-busy="true" inert>
        <div className="body">
          {outline.isShown ? <OutlinePane shape={shape} position={position} onGo={stay} /> : null}
          <main className="surface-frame" aria-label="Script">
            <div className="surface" ref={host} />
          </main>
        </div>
        <TimeBar shape={shape} position={position} onGo={stay} onSetLength={stay} />
      </div>
    </Screen>
  );
}

function shapeOf({ scenes, seconds, targetSeconds, wordsPerMinute }: Glance): ScriptShape {
  return {
    scenes: scenes.flatMap(({ id, number, heading, seconds: length }) =>
      id === null ? [] : [{ id, number, heading, seconds: length }],
    ),
    openingSeconds: scenes.find(({ id }) => id === null)?.seconds ?? 0,
    totalSeconds: seconds,
    targetSeconds,
    wordsPerMinute,
  };
}

/** Where the person will stand: in the first row. */
function startOf({ scenes }: Glance): ScriptPosition {
  const scene = scenes.find(({ rows }) => rows.length > 0);
  const row = scene?.rows[0];
  return {
    sceneId: scene?.id ?? null,
    rowId: row?.id ?? null,
    rowNumber: row?.number ?? null,
    rowCount: scenes.reduce((sum, { rowCount }) => sum + rowCount, 0),
    selectedRows: [],
  };
}
