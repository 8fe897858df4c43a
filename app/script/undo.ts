import * as Y from 'yjs';
import type { ScriptModel } from './model.ts';
import { TYPED } from './origins.ts';

/**
 * One undo history for a whole script in one window. Make it after hydration: it never goes past opening. It tracks this
 * window's commands (TYPED) and `extraOrigins`: the live cell's typing.
 *
 * Marks, places and speakers that somebody else has set since are left alone (`ignoreRemoteMapChanges` stays off).
 */
export function createUndoManager(model: ScriptModel, extraOrigins: readonly unknown[]): Y.UndoManager {
  return new Y.UndoManager([model.rows, model.scenes, model.script], {
    // A set of its own: the manager adds itself to it.
    trackedOrigins: new Set<unknown>([TYPED, ...extraOrigins]),
    captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
    deleteFilter: isWords,
  });
}

/**
 * Undoing takes back characters, marks and values, never something that can hold them: not a row, and not a block
 * either, even one that looks empty here, because a peer may be writing in it right now.
 */
function isWords(item: Y.Item): boolean {
  return !(item.content instanceof Y.ContentType);
}
