import type { RowId, ScriptId } from '../../app/ids.ts';
import type { Showing } from '../../app/window-address.ts';
import type { HandlersOf } from './handlers.ts';

/** What a page may do to windows: its own, and new ones. */
export interface WindowHands {
  readonly open: (showing: Showing) => void;
  readonly popUpMenu: (windowId: number, at: { readonly x: number; readonly y: number }) => void;
  readonly setTitle: (windowId: number, title: string) => void;
  readonly flushed: (windowId: number, unsaved: { readonly unsaved: number; readonly kept: number }) => void;
}

export function windowCalls(hands: WindowHands): HandlersOf<'window'> {
  return {
    'window.open': ({ scriptId, rowId }) => hands.open(showingOf(scriptId, rowId)),
    'window.menu': ({ x, y }, windowId) => hands.popUpMenu(windowId, { x: Math.round(x), y: Math.round(y) }),
    'window.title': ({ title }, windowId) => hands.setTitle(windowId, title),
    'window.flushed': (unsaved, windowId) => hands.flushed(windowId, unsaved),
  };
}

function showingOf(scriptId: ScriptId | undefined, rowId: RowId | undefined): Showing {
  if (scriptId === undefined) return { kind: 'library' };
  return { kind: 'script', scriptId, ...(rowId === undefined ? {} : { rowId }) };
}
