import type { CommandId } from '../../app/commands.ts';
import type { RowId, SceneId } from '../../app/ids.ts';
import type { CellKind } from '../../app/script/content.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import type { Changing } from '../document/readable.ts';
import type { ScriptUndo } from '../document/undo.ts';
import type { LiveCells } from './live-cells.ts';
import type { RowCommands } from './row-commands.ts';
import type { RowsOnScreen } from './rows-on-screen.ts';
import type { SceneCommands } from './scene-commands.ts';
import type { Standing } from './standing.ts';

/** A short message to the person, with at most one thing to do about it. */
export interface Message {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** What lies over the script at the moment. Drawn by React; opened by the board. */
export type Overlay =
  | { readonly kind: 'row-menu'; readonly rowIds: readonly RowId[]; readonly anchor: Anchor }
  | { readonly kind: 'scene-menu'; readonly sceneId: SceneId; readonly anchor: Anchor }
  | { readonly kind: 'link'; readonly href: string; readonly anchor: Anchor }
  | { readonly kind: 'deleted' };

/** Whatever has a place on the screen. */
export interface Anchor {
  getBoundingClientRect(): DOMRect;
}

/** What the parts of the script surface know of each other. */
export interface Board {
  /** The element that scrolls. */
  readonly surface: HTMLElement;
  /** The element that holds the scenes. */
  readonly root: HTMLElement;
  readonly model: ScriptModel;
  readonly undo: ScriptUndo;
  readonly rows: RowsOnScreen;
  readonly cells: LiveCells;
  readonly standing: Standing;
  readonly commands: { readonly rows: RowCommands; readonly scenes: SceneCommands };
  readonly overlay: Changing<Overlay | null>;
  readonly isReadOnly: boolean;
  /** The cells of a row that the layout shows, left to right. */
  readonly kinds: readonly CellKind[];
  /** Back to where the person was, else to the first cell. */
  focus(): void;
  /** Brings the screen up to the document, now. */
  settle(): void;
  /** Does a command of the menu if it is one of the script's, and says whether it did. */
  run(id: CommandId): boolean;
  readonly tell: (message: Message) => void;
  /** For ears: what a command has done, where eyes see it. */
  say(words: string): void;
  readonly openLink: (href: string) => void;
  /** Told when the caret or the words of the live cell have moved. Answers how to stop listening. */
  onMoved(listener: () => void): () => void;
  /** Told when the rows on the screen were put in order anew: some may be new. */
  onArranged(listener: () => void): () => void;
  /** A row the person has just made: it shows what belongs into its cells until something is written. */
  welcome(rowIds: readonly RowId[]): void;
}
