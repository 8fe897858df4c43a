import { TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { RowId } from '../../app/ids.ts';
import type { CellAddress } from '../../app/script/address.ts';
import type { Board } from './board.ts';

/** From cell to cell, as if they were one text: the column the caret aims at survives short lines on the way. */
export class Walking {
  readonly #board: Board;
  #goalX: number | null = null;

  constructor(board: Board) {
    this.#board = board;
  }

  forgetColumn(): void {
    this.#goalX = null;
  }

  rememberColumn(view: EditorView): void {
    this.#goalX ??= view.coordsAtPos(view.state.selection.head).left;
  }

  neighbour(rowId: RowId, step: number): RowId | null {
    const outline = this.#board.model.outline();
    const index = outline.indexOf(rowId);
    return index === -1 ? null : (outline.rows[index + step]?.id ?? null);
  }

  /** Into the same column of the next row; false at the end of the script. */
  vertically(from: CellAddress, step: 1 | -1): boolean {
    const rowId = this.neighbour(from.rowId, step);
    if (rowId === null) return false;
    const { standing, cells, rows } = this.#board;
    standing.enterCell({ rowId, kind: from.kind }, step > 0 ? 'start' : 'end');
    rows.row(rowId)?.element.scrollIntoView({ block: 'nearest' });
    const view = cells.view;
    if (this.#goalX === null || !view || cells.address?.rowId !== rowId) return true;
    const line = view.coordsAtPos(view.state.selection.head);
    const goalX = this.#goalX;
    standing.enterCell({ rowId, kind: from.kind }, { kind: 'point', x: goalX, y: (line.top + line.bottom) / 2 });
    this.#goalX = goalX;
    return true;
  }

  /** Into the next cell to the right or left, row after row; false at the ends of the script. */
  sideways(from: CellAddress, step: 1 | -1, caret: 'start' | 'end'): boolean {
    const { kinds, standing, rows } = this.#board;
    const within = kinds[kinds.indexOf(from.kind) + step];
    const rowId = within === undefined ? this.neighbour(from.rowId, step) : from.rowId;
    const kind = within ?? (step > 0 ? kinds[0] : kinds.at(-1));
    if (rowId === null || kind === undefined) return false;
    standing.enterCell({ rowId, kind }, caret);
    rows.row(rowId)?.element.scrollIntoView({ block: 'nearest' });
    return true;
  }
}

/**
 * ProseMirror learns of a native caret move by `selectionchange`, which comes later. Keys that follow each other faster
 * than that are judged by where the caret is, not by where it was.
 */
export function catchUpWithCaret(view: EditorView): void {
  const { state } = view;
  const { focusNode, focusOffset } = getSelection() ?? { focusNode: null, focusOffset: 0 };
  if (!focusNode || !state.selection.empty || !view.dom.contains(focusNode)) return;
  const position = view.posAtDOM(focusNode, focusOffset);
  if (position === state.selection.head) return;
  const selection = TextSelection.near(state.doc.resolve(position));
  view.dispatch(state.tr.setSelection(selection).setMeta('addToHistory', false));
}

/**
 * ProseMirror takes a caret that comes to the start of the text within 200 ms of the focus for a browser's doing and
 * puts it back. After a key it is the person's doing, so the focus is made to look long past.
 */
export function keepCaretWhereKeysPutIt(view: EditorView): void {
  const input: unknown = Reflect.get(view, 'input');
  if (typeof input === 'object' && input !== null && 'lastFocus' in input) input.lastFocus = 0;
}
