import type { RowId, SceneId } from '../../app/ids.ts';
import type { CellAddress } from '../../app/script/address.ts';
import type { RowContent } from '../../app/script/births.ts';
import type { RowSpot } from '../../app/script/spots.ts';
import { counted } from '../ui/words.ts';
import type { Board } from './board.ts';
import { asStep } from './command-step.ts';
import { rowsOf, sceneOf } from './focus.ts';

/** What is done to whole rows: each command is one step of undo, and says where the person stands after it. */
export class RowCommands {
  readonly #board: Board;

  constructor(board: Board) {
    this.#board = board;
  }

  /** `first` belongs to the same step. */
  addBelow(first: () => void = () => {}): boolean {
    const { model, standing } = this.#board;
    const outline = model.outline();
    const focus = standing.focus.get();
    const rows = rowsOf(focus, outline);
    const below = rows.at(-1);
    if (below !== undefined) return this.#addRow({ after: below }, first);
    const scene = sceneOf(focus, outline);
    return this.#addRow(scene === null ? { endOf: outline.scenes.at(-1)?.id ?? null } : { startOf: scene }, first);
  }

  addAfter(rowId: RowId): boolean {
    return this.#addRow({ after: rowId });
  }

  addAbove(rowId: RowId): boolean {
    return this.#addRow({ before: rowId });
  }

  /** A row at the start of a scene that has none, or of an empty script. */
  addFirst(sceneId: SceneId | null): boolean {
    return this.#addRow({ startOf: sceneId });
  }

  /** The first row of a script that has nothing, and a scene to hold it. */
  beginScript(): boolean {
    return asStep(this.#board, () => {
      const { model } = this.#board;
      const sceneId = model.outline().scenes.at(-1)?.id ?? model.insertScene('end') ?? null;
      return this.#enterNew(model.insertRow({ startOf: sceneId }));
    });
  }

  duplicate(rowIds: readonly RowId[]): boolean {
    return asStep(this.#board, () => this.#selectRows(this.#board.model.duplicateRows(rowIds)));
  }

  /** One place up or down; at the edge of a scene into the neighbouring one. */
  moveBy(rowIds: readonly RowId[], step: 1 | -1): boolean {
    const outline = this.#board.model.outline();
    const edge = outline.row((step > 0 ? rowIds.at(-1) : rowIds[0]) ?? never());
    if (!edge) return false;
    const next = outline.rows[outline.indexOf(edge.id) + step];
    if (next && next.sceneId === edge.sceneId) {
      return this.moveTo(rowIds, step > 0 ? { after: next.id } : { before: next.id });
    }
    const at = outline.scenes.findIndex(({ id }) => id === edge.sceneId);
    const neighbour = outline.scenes[at + step];
    if (!neighbour) return false;
    return this.moveTo(rowIds, step > 0 ? { startOf: neighbour.id } : { endOf: neighbour.id });
  }

  moveTo(rowIds: readonly RowId[], spot: RowSpot): boolean {
    return asStep(this.#board, () => {
      const { model, rows, standing } = this.#board;
      model.moveRows(rowIds, spot);
      this.#board.settle();
      const focus = standing.focus.get();
      // The wash of a selection follows its rows; a live cell has not been left at all.
      if (focus.kind === 'rows') standing.selectRows(focus.anchor, focus.head);
      const moved = rows.row(rowIds[0] ?? never());
      moved?.element.scrollIntoView({ block: 'nearest' });
      const what = rowIds.length === 1 ? 'Row' : counted(rowIds.length, 'row');
      this.#board.say(`${what} moved: ${moved?.label.replace(/^S/, 's')}`);
      return true;
    });
  }

  /** The person goes on to the next row, in the cell they were in or with the row selected. */
  delete(rowIds: readonly RowId[]): boolean {
    const { model, standing } = this.#board;
    const outline = model.outline();
    const gone = new Set(rowIds);
    const first = outline.indexOf(rowIds[0] ?? never());
    const next =
      outline.rows.slice(first).find(({ id }) => !gone.has(id)) ?? outline.rows.slice(0, Math.max(first, 0)).at(-1);
    const focus = standing.focus.get();
    return asStep(this.#board, () => {
      standing.leave();
      model.deleteRows(rowIds);
      this.#board.settle();
      const what =
        rowIds.length === 1
          ? 'Row deleted. Undo brings it back.'
          : `${counted(rowIds.length, 'row')} deleted. Undo brings them back.`;
      this.#board.say(what);
      if (!next) return true;
      if (focus.kind === 'cell') return standing.enterCell({ rowId: next.id, kind: focus.address.kind }, 'start');
      return standing.selectRows(next.id, next.id);
    });
  }

  /** Backspace in a row without a word: the row goes, and the caret to the end of the row before. */
  eraseEmpty({ rowId, kind }: CellAddress): boolean {
    const { model, standing } = this.#board;
    const { rows } = model.outline();
    const before = rows[rows.findIndex(({ id }) => id === rowId) - 1];
    if (!before) return false;
    return asStep(this.#board, () => {
      standing.leave();
      model.deleteRows([rowId]);
      this.#board.settle();
      return standing.enterCell({ rowId: before.id, kind }, 'end');
    });
  }

  restore(rowIds: readonly RowId[]): boolean {
    return asStep(this.#board, () => {
      this.#board.model.restoreRows(rowIds);
      return this.#selectRows(rowIds);
    });
  }

  paste(contents: readonly RowContent[]): boolean {
    const { model, standing } = this.#board;
    const outline = model.outline();
    const below = rowsOf(standing.focus.get(), outline).at(-1);
    const spot: RowSpot = below === undefined ? { endOf: outline.scenes.at(-1)?.id ?? null } : { after: below };
    return asStep(this.#board, () => this.#selectRows(model.insertRows(spot, contents)));
  }

  #addRow(spot: RowSpot, first: () => void = () => {}): boolean {
    return asStep(this.#board, () => {
      first();
      return this.#enterNew(this.#board.model.insertRow(spot));
    });
  }

  #enterNew(rowId: RowId | undefined): boolean {
    if (rowId === undefined) return false;
    const { standing, kinds } = this.#board;
    this.#board.welcome([rowId]);
    this.#board.settle();
    standing.enterCell({ rowId, kind: kinds[0] ?? 'audio' }, 'start');
    this.#board.rows.row(rowId)?.element.scrollIntoView({ block: 'nearest' });
    return true;
  }

  #selectRows(rowIds: readonly RowId[]): boolean {
    this.#board.settle();
    const [first] = rowIds;
    const last = rowIds.at(-1);
    return first !== undefined && last !== undefined && this.#board.standing.selectRows(first, last);
  }
}

function never(): never {
  throw new RangeError('A command on rows needs at least one row.');
}
