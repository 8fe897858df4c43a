import {
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
  type Ref,
} from 'react';
import type { CommandId } from '../../app/commands.ts';
import type { RowId, SceneId } from '../../app/ids.ts';
import type { Readable } from '../document/readable.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { useReadable } from '../ui/use-readable.ts';
import type { Board, Message } from './board.ts';
import { DeletedList } from './deleted-list.tsx';
import { LinkPopover } from './link-popover.tsx';
import { RowMenu, SceneMenu } from './menus.tsx';
import type { ScriptPosition } from './position.ts';
import { ScriptBoard } from './script-board.ts';
import { SelectionBar } from './selection-bar.tsx';
import './script.css';
import './rows.css';
import './words.css';
import './overlays.css';

export interface ScriptSurfaceHandle {
  /** Does a command if it is one of the script's, and says whether it did. */
  run(id: CommandId): boolean;
  goToScene(sceneId: SceneId): boolean;
  goToRow(rowId: RowId): boolean;
  focus(): void;
  /** For what is drawn over the rows or told of them; null while there is none. */
  readonly board: Board | null;
  readonly position: Readable<ScriptPosition>;
}

export interface ScriptSurfaceProps {
  readonly session: ScriptSession;
  /** False while nothing more may be written. */
  readonly mayWrite?: boolean;
  /** Where to open the script; the first cell otherwise. */
  readonly openAt?: RowId | null;
  /** Assistive technology is on: everything is drawn, also what is out of sight. */
  readonly isWhole?: boolean;
  readonly tell: (message: Message) => void;
  readonly openLink: (href: string) => void;
  /** The surface is there, or (null) gone. */
  readonly ref?: Ref<ScriptSurfaceHandle>;
}

/** The script. React holds the frame and what lies over it; the rows are the board's own. */
export function ScriptSurface({
  session,
  mayWrite = true,
  openAt = null,
  isWhole = false,
  tell,
  openLink,
  ref,
}: ScriptSurfaceProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const [board, setBoard] = useState<ScriptBoard | null>(null);
  // What is called later is read then: a new function is no reason to draw a script anew.
  const say = useEffectEvent(tell);
  const open = useEffectEvent(openLink);
  const left = useRef<PlaceOnSurface | null>(null);
  const begin = useEffectEvent((opened: ScriptBoard) => {
    if (left.current !== null) returnTo(left.current, opened);
    else if (openAt === null || !opened.goToRow(openAt)) opened.focus();
  });
  // Before the browser paints, so that a script that was only looked at until now is never gone for a frame.
  useLayoutEffect(() => {
    if (!host.current) return;
    const opened = ScriptBoard.open({
      surface: host.current,
      session,
      mayWrite,
      tell: (message) => say(message),
      openLink: (href) => open(href),
    });
    begin(opened);
    setBoard(opened);
    return () => {
      setBoard(null);
      left.current = placeOn(opened);
      opened[Symbol.dispose]();
    };
  }, [session, mayWrite]);
  useEffect(() => board?.showWhole(isWhole), [board, isWhole]);
  useImperativeHandle(
    ref,
    () => ({
      run: (id) => board?.run(id) ?? false,
      goToScene: (sceneId) => board?.goToScene(sceneId) ?? false,
      goToRow: (rowId) => board?.goToRow(rowId) ?? false,
      focus: () => board?.focus(),
      board,
      position: board?.position ?? NOT_YET,
    }),
    [board],
  );
  return (
    <main className="surface-frame" aria-label="Script">
      <div className="surface" ref={host} />
      {board ? <Overlays board={board} /> : null}
    </main>
  );
}

interface PlaceOnSurface {
  readonly scrollTop: number;
  readonly rowId: RowId | null;
  readonly hasFocus: boolean;
}

const placeOn = ({ surface, position }: ScriptBoard): PlaceOnSurface => ({
  scrollTop: surface.scrollTop,
  rowId: position.get().rowId,
  hasFocus: surface.contains(document.activeElement),
});

/** A script that may be written in no more, or again, is drawn anew: the words stay where they were on the screen. */
function returnTo({ scrollTop, rowId, hasFocus }: PlaceOnSurface, board: ScriptBoard): void {
  if (hasFocus && (rowId === null || !board.goToRow(rowId))) board.focus();
  board.surface.scrollTop = scrollTop;
}

const NOT_YET: Readable<ScriptPosition> = {
  get: () => NOWHERE,
  subscribe: () => () => {},
};
const NOWHERE: ScriptPosition = { sceneId: null, rowId: null, rowNumber: null, rowCount: 0, selectedRows: [] };

function Overlays({ board }: { readonly board: ScriptBoard }): ReactNode {
  const overlay = useReadable(board.overlay);
  const close = (): void => {
    board.overlay.set(null);
    board.focus();
  };
  return (
    <>
      <SelectionBar board={board} />
      {overlay?.kind === 'row-menu' ? <RowMenu board={board} overlay={overlay} onClose={close} /> : null}
      {overlay?.kind === 'scene-menu' ? <SceneMenu board={board} overlay={overlay} onClose={close} /> : null}
      {overlay?.kind === 'link' ? <LinkPopover board={board} overlay={overlay} onClose={close} /> : null}
      {overlay?.kind === 'deleted' ? <DeletedList board={board} onClose={close} /> : null}
    </>
  );
}
