import * as Y from 'yjs';
import type { ScriptModel } from './model.ts';
import { TYPED } from './origins.ts';

type Step = Y.UndoManager['undoStack'][number];

/**
 * One undo history for a whole script in one window. Make it after hydration: it never goes past opening. It tracks this
 * window's commands (TYPED) and `extraOrigins`: the live cell's typing.
 */
export function createUndoManager(model: ScriptModel, extraOrigins: readonly unknown[]): Y.UndoManager {
  return new ScriptUndoManager(model, extraOrigins);
}

/** A place, mark or speaker that somebody else has set since is left alone: `ignoreRemoteMapChanges` stays off. */
class ScriptUndoManager extends Y.UndoManager {
  /** The steps as they were when an undo or redo began; the one it works on is the first that is gone. */
  #steps: readonly Step[] = [];

  constructor(model: ScriptModel, extraOrigins: readonly unknown[]) {
    super([model.rows, model.scenes, model.script], {
      // A set of its own: the manager adds itself to it.
      trackedOrigins: new Set<unknown>([TYPED, ...extraOrigins]),
      captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
      deleteFilter: (item) => this.#mayGo(item),
    });
  }

  override undo(): Step | null {
    this.#steps = [...this.undoStack];
    return super.undo();
  }

  override redo(): Step | null {
    this.#steps = [...this.redoStack];
    return super.redo();
  }

  /**
   * Taking a step back removes characters, marks and values, never something that can hold them: not a row, and not a
   * block either, even one that looks empty here, because a peer may be writing in it right now.
   */
  #mayGo(item: Y.Item): boolean {
    if (item.content instanceof Y.ContentType) return false;
    if (item.deleted || item.parentSub === null || !(item.parent instanceof Y.Map)) return true;
    const earlier = this.#replacedBy(item);
    if (earlier !== undefined) item.parent.set(item.parentSub, earlier.arr[0]);
    return earlier !== undefined || item.parentSub !== 'place';
  }

  /**
   * What a value had replaced, if Yjs has not brought it back itself. Of two values set at the same moment Yjs keeps one,
   * and calls the lost one a conflict when the winner is undone: it removes the winner, and a row would have no place.
   */
  #replacedBy(item: Y.Item): Y.ContentAny | undefined {
    const step = this.#steps[(this.undoing ? this.undoStack : this.redoStack).length];
    if (step === undefined) return undefined;
    for (let earlier = item.left; earlier !== null; earlier = earlier.left) {
      if (!Y.isDeleted(step.deletions, earlier.id) || Y.isDeleted(step.insertions, earlier.id)) continue;
      return earlier.content instanceof Y.ContentAny ? earlier.content : undefined;
    }
    return undefined;
  }
}
