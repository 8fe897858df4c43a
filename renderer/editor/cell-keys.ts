import { TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { CellAddress } from '../../app/script/address.ts';
import { cellText } from '../../app/script/content.ts';
import type { Board } from './board.ts';
import { commandFor } from './keys.ts';
import { lineBreakAt } from './list-lines.ts';
import { catchUpWithCaret, keepCaretWhereKeysPutIt, type Walking } from './walking.ts';

/** What keys do while a cell is live. Answers whether the key has been dealt with. */
export class CellKeys {
  readonly #board: Board;
  readonly #walking: Walking;

  constructor(board: Board, walking: Walking) {
    this.#board = board;
    this.#walking = walking;
  }

  keyDown(event: KeyboardEvent): boolean {
    const { cells } = this.#board;
    const view = cells.view;
    const here = cells.address;
    if (!view || !here || event.isComposing || view.composing) return false;
    this.#board.settle();
    catchUpWithCaret(view);
    keepCaretWhereKeysPutIt(view);
    const command = commandFor(event);
    if (!isVerticalArrow(event)) this.#walking.forgetColumn();
    if (command !== null) return this.#board.run(command);
    const mod = event.ctrlKey || event.metaKey;
    if (mod && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'a') return this.#selectAll(view, here);
    if (event.key === 'Escape') return this.#board.standing.selectRows(here.rowId, here.rowId);
    if (event.key === 'Tab' && !mod && !event.altKey) return this.#tab(here, event.shiftKey ? -1 : 1);
    if (event.key === 'Enter' && !mod && !event.altKey) return this.#enter(view, here, event.shiftKey);
    if (event.key === 'Backspace' || event.key === 'Delete') return this.#erase(event, view, here);
    if (mod || event.altKey) return false;
    return this.#arrow(event, view, here);
  }

  #tab(here: CellAddress, step: 1 | -1): boolean {
    const moved = this.#walking.sideways(here, step, step > 0 ? 'start' : 'end');
    // Tab goes on for ever: behind the last cell it makes a row.
    if (!moved && step > 0) this.#board.commands.rows.addBelow();
    return true;
  }

  /** A line feed; twice at the end of the script, the second one becomes a new row. */
  #enter(view: EditorView, here: CellAddress, isShift: boolean): boolean {
    const { state } = view;
    const { from, to } = state.selection;
    const text = state.doc.textContent;
    const isAtEnd = to === state.doc.content.size - 1 && from === to;
    if (!isShift && isAtEnd && text.endsWith('\n') && this.#walking.neighbour(here.rowId, 1) === null) {
      this.#board.commands.rows.addBelow(() => view.dispatch(state.tr.delete(to - 1, to)));
      return true;
    }
    const { removed, inserted } = isShift ? { removed: 0, inserted: '\n' } : lineBreakAt(text, from - 1);
    const tr = state.tr.deleteSelection();
    if (removed > 0) tr.delete(from - removed, from);
    if (inserted !== '') tr.insertText(inserted);
    view.dispatch(tr.scrollIntoView());
    return true;
  }

  #erase(event: KeyboardEvent, view: EditorView, here: CellAddress): boolean {
    const { state } = view;
    if (!state.selection.empty) {
      view.dispatch(state.tr.deleteSelection().scrollIntoView());
      return true;
    }
    const isPlainBackspace = event.key === 'Backspace' && !event.shiftKey && !event.altKey;
    if (!isPlainBackspace || state.doc.textContent !== '' || !this.#isRowEmpty(here)) return false;
    return this.#board.commands.rows.eraseEmpty(here);
  }

  #isRowEmpty({ rowId }: CellAddress): boolean {
    const { model } = this.#board;
    const cells = (['video', 'audio'] as const).map((kind) => model.cell({ rowId, kind }));
    return model.speaker(rowId) === null && cells.every((cell) => cell !== undefined && cellText(cell) === '');
  }

  /** The words of the cell; once more, every row of the script. */
  #selectAll(view: EditorView, here: CellAddress): boolean {
    const { doc, selection, tr } = view.state;
    const end = doc.content.size - 1;
    if (selection.from > 1 || selection.to < end) {
      view.dispatch(tr.setSelection(TextSelection.create(doc, 1, end)));
      return true;
    }
    const { rows } = this.#board.model.outline();
    return this.#board.standing.selectRows(rows[0]?.id ?? here.rowId, rows.at(-1)?.id ?? here.rowId);
  }

  #arrow(event: KeyboardEvent, view: EditorView, here: CellAddress): boolean {
    const { selection, doc } = view.state;
    if (isVerticalArrow(event)) {
      const down = event.key === 'ArrowDown';
      if (event.shiftKey) return this.#extendBeyondCell(view, here, down ? 1 : -1);
      this.#walking.rememberColumn(view);
      if (!view.endOfTextblock(down ? 'down' : 'up')) return false;
      return this.#walking.vertically(here, down ? 1 : -1);
    }
    if (event.shiftKey || !selection.empty) return false;
    if (event.key === 'ArrowRight' && selection.head === doc.content.size - 1) {
      this.#walking.sideways(here, 1, 'start');
      return true;
    }
    if (event.key === 'ArrowLeft' && selection.head === 1) {
      // The speaker stands before the words.
      if (here.kind === 'audio' && this.#board.standing.editSpeaker(here.rowId)) return true;
      this.#walking.sideways(here, -1, 'end');
      return true;
    }
    return false;
  }

  /** Shift and an arrow at the very end of the words takes the whole rows. */
  #extendBeyondCell(view: EditorView, here: CellAddress, step: 1 | -1): boolean {
    const { selection, doc } = view.state;
    if (selection.head !== (step > 0 ? doc.content.size - 1 : 1)) return false;
    return this.#board.standing.selectRows(here.rowId, this.#walking.neighbour(here.rowId, step) ?? here.rowId);
  }
}

function isVerticalArrow(event: KeyboardEvent): boolean {
  return event.key === 'ArrowDown' || event.key === 'ArrowUp';
}
