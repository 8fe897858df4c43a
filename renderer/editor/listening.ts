import type { Board } from './board.ts';
import type { GripDrag } from './grip-drag.ts';
import { targetOf, type Pointer } from './pointer.ts';
import type { RowKeys } from './row-keys.ts';
import type { ScriptClipboard } from './script-clipboard.ts';
import type { Walking } from './walking.ts';

export interface Listeners {
  readonly pointer: Pointer;
  readonly grips: GripDrag;
  readonly rowKeys: RowKeys;
  readonly clipboard: ScriptClipboard;
  readonly walking: Walking;
}

/** Every event the surface answers, in one place; all of them end together. */
export function listenToSurface(board: Board, listeners: Listeners): Disposable {
  const { pointer, grips, rowKeys, clipboard, walking } = listeners;
  const { surface } = board;
  const ending = new AbortController();
  const { signal } = ending;
  surface.addEventListener('pointerdown', (event) => grips.pointerDown(event), { signal });
  surface.addEventListener(
    'mousedown',
    (event) => {
      walking.forgetColumn();
      pointer.mouseDown(event);
    },
    { signal },
  );
  surface.addEventListener(
    'click',
    (event) => {
      pointer.click(event);
      grips.click(event);
    },
    { signal },
  );
  // A middle click on a link would ask for a window of its own.
  surface.addEventListener(
    'auxclick',
    (event) => {
      if (targetOf(event.target).part === 'link') event.preventDefault();
    },
    { signal },
  );
  surface.addEventListener('dblclick', (event) => pointer.doubleClick(event), { signal });
  surface.addEventListener('contextmenu', (event) => pointer.contextMenu(event), { signal });
  surface.addEventListener(
    'keydown',
    (event) => {
      if (!event.defaultPrevented && rowKeys.keyDown(event)) event.preventDefault();
    },
    { signal },
  );
  // Tab from outside, while the person is nowhere in the script.
  surface.addEventListener(
    'focus',
    (event) => {
      if (event.target === surface) board.focus();
    },
    { signal },
  );
  const stop = board.standing.focus.subscribe(() => {
    surface.tabIndex = board.standing.focus.get().kind === 'nowhere' ? 0 : -1;
  });
  signal.addEventListener('abort', stop);
  // A file dropped beside the words would otherwise replace the page.
  for (const name of ['dragover', 'drop'] as const) {
    surface.addEventListener(name, (event) => event.preventDefault(), { signal });
  }
  // With whole rows selected there is no caret, and the browser aims these events at the document.
  for (const name of ['copy', 'cut'] as const) {
    document.addEventListener(
      name,
      (event) => {
        if (isOurs(board, event)) clipboard.copyRows(event);
      },
      { signal },
    );
  }
  document.addEventListener(
    'paste',
    (event) => {
      if (isOurs(board, event) && clipboard.paste(event)) event.preventDefault();
    },
    { signal },
  );
  return { [Symbol.dispose]: () => ending.abort() };
}

function isOurs(board: Board, event: ClipboardEvent): boolean {
  if (event.defaultPrevented || board.standing.focus.get().kind !== 'rows') return false;
  return document.activeElement === document.body || board.surface.contains(document.activeElement);
}
