import type { ScriptId } from '../../app/ids.ts';
import type { CursorPlace } from '../../app/ipc/together.ts';
import type { Timers } from '../document/timers.ts';
import type { Board } from '../editor/board.ts';
import { currentSelection } from '../editor/cell-binding.ts';
import type { Client } from '../client.ts';
import { selectionPlace } from './caret-place.ts';

/** Ten times a second at most: typing pays nothing for it between two of these. */
const TELL_EVERY_MS = 100;

export interface OwnPlaceOptions {
  readonly client: Client;
  readonly scriptId: ScriptId;
  readonly timers: Timers;
  readonly report: (error: unknown) => void;
}

/** Tells the others where this window's caret is. Whoever may not write has none, and tells nothing. */
export class OwnPlace implements Disposable {
  readonly #board: Board;
  readonly #options: OwnPlaceOptions;
  readonly #stack = new DisposableStack();
  #cancel: (() => void) | null = null;
  #told = 'null';

  private constructor(board: Board, options: OwnPlaceOptions) {
    this.#board = board;
    this.#options = options;
  }

  static open(board: Board, options: OwnPlaceOptions): OwnPlace {
    const own = new OwnPlace(board, options);
    if (board.isReadOnly) return own;
    own.#stack.defer(board.onMoved(() => own.#soon()));
    own.#stack.defer(board.standing.focus.subscribe(() => own.#soon()));
    own.#soon();
    return own;
  }

  [Symbol.dispose](): void {
    this.#stack.dispose();
    this.#cancel?.();
    this.#tell(null);
  }

  #soon(): void {
    this.#cancel ??= this.#options.timers.after(TELL_EVERY_MS, () => {
      this.#cancel = null;
      this.#tell(this.#place());
    });
  }

  #place(): CursorPlace | null {
    const { address, view } = this.#board.cells;
    if (address === null || view === null) return null;
    const ends = selectionPlace(currentSelection(view));
    return ends === null ? null : { rowId: address.rowId, cell: address.kind, ...ends };
  }

  #tell(place: CursorPlace | null): void {
    const text = JSON.stringify(place);
    if (text === this.#told) return;
    this.#told = text;
    const { client, scriptId, report } = this.#options;
    client.call('together.move', { scriptId, place }).catch(report);
  }
}
