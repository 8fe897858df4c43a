import type * as Y from 'yjs';
import type { RowId, SceneId } from '../../app/ids.ts';
import type { CellAddress } from '../../app/script/address.ts';
import { Changing, type Readable } from './readable.ts';

/** A selection inside one cell that survives other people's edits. */
export interface RelativeSelection {
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

/** Where the person was when they did something: undo takes them back there. */
export type Place =
  | { readonly kind: 'cell'; readonly address: CellAddress; readonly selection: RelativeSelection | null }
  | { readonly kind: 'speaker'; readonly rowId: RowId }
  | { readonly kind: 'heading'; readonly sceneId: SceneId }
  | { readonly kind: 'rows'; readonly anchor: RowId; readonly head: RowId };

/** The surface on which the person moves about. */
export interface PlaceKeeper {
  /** The place before the change that is happening now. */
  before(): Place | null;
  /** The place now. */
  after(): Place | null;
  goTo(place: Place): void;
  /** A step was taken back or done again: whoever stands in a row that is gone with it goes to the next one. */
  arrived(): void;
}

export interface UndoState {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

type StackItem = NonNullable<Y.UndoManager['currStackItem']>;
const BEFORE = 'galley:before';
const AFTER = 'galley:after';

/**
 * One history for the whole script. The manager knows what was changed; this knows where, and brings the person back to
 * the place of each step, also when its cell is no longer the one being edited.
 */
export class ScriptUndo implements Disposable {
  readonly state: Readable<UndoState>;
  readonly #state = new Changing<UndoState>({ canUndo: false, canRedo: false });
  readonly #manager: Y.UndoManager;
  readonly #mayWrite: () => boolean;
  #keeper: PlaceKeeper | null = null;
  /** The place at which a command began, while it runs. */
  #began: Place | null = null;

  /** While `mayWrite` says no, nothing is taken back or done again. */
  constructor(manager: Y.UndoManager, mayWrite: () => boolean = () => true) {
    this.state = this.#state;
    this.#manager = manager;
    this.#mayWrite = mayWrite;
    manager.on('stack-item-added', ({ stackItem }: { stackItem: StackItem }) => this.#remember(stackItem));
    manager.on('stack-item-updated', ({ stackItem }: { stackItem: StackItem }) =>
      stackItem.meta.set(AFTER, this.#keeper?.after() ?? null),
    );
    manager.on('stack-item-popped', () => this.#tell());
    manager.on('stack-cleared', () => this.#tell());
  }

  get manager(): Y.UndoManager {
    return this.#manager;
  }

  /** Until the returned function is called, places come from this surface. */
  attach(keeper: PlaceKeeper): () => void {
    this.#keeper = keeper;
    return () => {
      if (this.#keeper === keeper) this.#keeper = null;
    };
  }

  /** What comes next is a step of its own: on every change of cell and around every command. */
  seal(): void {
    this.#manager.stopCapturing();
  }

  /** Runs a command as one step. Where the person stands when it ends is where redo brings them. */
  step<T>(command: () => T): T {
    this.seal();
    const depth = this.#manager.undoStack.length;
    this.#began = this.#keeper?.after() ?? null;
    try {
      return command();
    } finally {
      this.#began = null;
      const item = this.#manager.undoStack.at(-1);
      if (item && this.#manager.undoStack.length > depth) item.meta.set(AFTER, this.#keeper?.after() ?? null);
      this.seal();
    }
  }

  undo(): boolean {
    return this.#mayWrite() && this.#travel(this.#manager.undo(), BEFORE);
  }

  redo(): boolean {
    return this.#mayWrite() && this.#travel(this.#manager.redo(), AFTER);
  }

  [Symbol.dispose](): void {
    this.#keeper = null;
    this.#manager.destroy();
  }

  #remember(item: StackItem): void {
    // While undoing, the new item on the other stack is the same step seen from the other side.
    const undone = this.#manager.currStackItem;
    item.meta.set(BEFORE, undone ? undone.meta.get(BEFORE) : (this.#began ?? this.#keeper?.before() ?? null));
    item.meta.set(AFTER, undone ? undone.meta.get(AFTER) : (this.#keeper?.after() ?? null));
    this.#tell();
  }

  #travel(item: StackItem | null, side: typeof BEFORE | typeof AFTER): boolean {
    if (!item) return false;
    const place = item.meta.get(side) as Place | null | undefined;
    if (place) this.#keeper?.goTo(place);
    this.#keeper?.arrived();
    return true;
  }

  #tell(): void {
    const [canUndo, canRedo] = [this.#manager.canUndo(), this.#manager.canRedo()];
    const { canUndo: couldUndo, canRedo: couldRedo } = this.#state.get();
    if (canUndo !== couldUndo || canRedo !== couldRedo) this.#state.set({ canUndo, canRedo });
  }
}
