import type { Board } from './board.ts';
import { rowsOf, type Focus } from './focus.ts';
import { commandFor } from './keys.ts';
import type { Walking } from './walking.ts';

/** What keys do while whole rows are selected. Answers whether the key has been dealt with. */
export class RowKeys {
  readonly #board: Board;
  readonly #walking: Walking;

  constructor(board: Board, walking: Walking) {
    this.#board = board;
    this.#walking = walking;
  }

  keyDown(event: KeyboardEvent): boolean {
    const focus = this.#board.standing.focus.get();
    if (focus.kind !== 'rows') return false;
    this.#board.settle();
    const command = commandFor(event);
    if (command !== null) return this.#board.run(command);
    const mod = event.ctrlKey || event.metaKey;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        return this.#walk(event, focus, event.key === 'ArrowDown' ? 1 : -1);
      case 'Home':
      case 'End':
        return this.#walkFar(event.shiftKey, focus, event.key === 'End');
      case 'Enter':
        return this.#enter(focus);
      case 'Escape':
        return this.#board.standing.selectRows(focus.head, focus.head);
      case 'Delete':
      case 'Backspace':
        return !mod && this.#board.commands.rows.delete(rowsOf(focus, this.#board.model.outline()));
      case 'ContextMenu':
        return this.#openMenu(focus);
      case 'F10':
        return event.shiftKey && this.#openMenu(focus);
      case 'a':
      case 'A':
        return mod && this.#selectAll(focus);
      default:
        return false;
    }
  }

  #walk(event: KeyboardEvent, focus: Extract<Focus, { kind: 'rows' }>, step: 1 | -1): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const next = this.#walking.neighbour(focus.head, step);
    if (next !== null) this.#board.standing.selectRows(event.shiftKey ? focus.anchor : next, next);
    return true;
  }

  #walkFar(extend: boolean, focus: Extract<Focus, { kind: 'rows' }>, toEnd: boolean): boolean {
    const { rows } = this.#board.model.outline();
    const next = (toEnd ? rows.at(-1) : rows[0])?.id ?? focus.head;
    return this.#board.standing.selectRows(extend ? focus.anchor : next, next);
  }

  #enter(focus: Extract<Focus, { kind: 'rows' }>): boolean {
    const [kind] = this.#board.kinds;
    return kind !== undefined && this.#board.standing.enterCell({ rowId: focus.head, kind }, 'start');
  }

  #selectAll(focus: Extract<Focus, { kind: 'rows' }>): boolean {
    const { rows } = this.#board.model.outline();
    return this.#board.standing.selectRows(rows[0]?.id ?? focus.anchor, rows.at(-1)?.id ?? focus.head);
  }

  #openMenu(focus: Extract<Focus, { kind: 'rows' }>): boolean {
    const { rows, model, overlay } = this.#board;
    const view = rows.row(focus.head);
    if (!view) return false;
    overlay.set({ kind: 'row-menu', rowIds: rowsOf(focus, model.outline()), anchor: view.gutter });
    return true;
  }
}
