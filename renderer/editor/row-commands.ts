import type { RowId, SceneId } from '../../app/ids.ts';
import type { CellAddress } from '../../app/script/address.ts';
import type { RowContent } from '../../app/script/births.ts';
import type { RowSpot, SceneSpot } from '../../app/script/spots.ts';
import type { Board } from './board.ts';
import { rowOf, rowsOf, sceneOf } from './focus.ts';
import { tooMuch } from './refusals.ts';

/**
 * What is done to whole rows and scenes: each command is one step of undo, and says where the person stands after it.
 * A command acts on the scene while its heading is edited, else on the selected rows or the row of the live cell.
 */
export class RowCommands {
  readonly #board: Board;

  constructor(board: Board) {
    this.#board = board;
  }

  /** `first` belongs to the same step. */
  addRowBelow(first: () => void = () => {}): boolean {
    const { model, standing } = this.#board;
    const outline = model.outline();
    const focus = standing.focus.get();
    const rows = rowsOf(focus, outline);
    const below = rows.at(-1);
    if (below !== undefined) return this.#addRow({ after: below }, first);
    const scene = sceneOf(focus, outline);
    return this.#addRow(scene === null ? { endOf: outline.scenes.at(-1)?.id ?? null } : { startOf: scene }, first);
  }

  addRowAfter(rowId: RowId): boolean {
    return this.#addRow({ after: rowId });
  }

  addRowAbove(rowId: RowId): boolean {
    return this.#addRow({ before: rowId });
  }

  /** A row at the start of a scene that has none, or of an empty script. */
  addFirstRow(sceneId: SceneId | null): boolean {
    return this.#addRow({ startOf: sceneId });
  }

  /** The first scene and row of a script that has nothing. */
  beginScript(): boolean {
    return this.#step(() => {
      const { model } = this.#board;
      const sceneId = model.outline().scenes.at(-1)?.id ?? model.insertScene('end') ?? null;
      return this.#enterNew(model.insertRow({ startOf: sceneId }));
    });
  }

  /** A scene below the one the person is in, with a row in it; its heading is then written. */
  addScene(): boolean {
    const here = sceneOf(this.#board.standing.focus.get(), this.#board.model.outline());
    return this.#addScene(here === null ? 'end' : { after: here });
  }

  addSceneAfter(sceneId: SceneId): boolean {
    return this.#addScene({ after: sceneId });
  }

  #addScene(spot: SceneSpot): boolean {
    return this.#step(() => {
      const { model, standing } = this.#board;
      const sceneId = model.insertScene(spot);
      if (sceneId === undefined) return false;
      const rowId = model.insertRow({ startOf: sceneId });
      if (rowId !== undefined) this.#board.welcome([rowId]);
      this.#board.settle();
      return standing.editHeading(sceneId);
    });
  }

  duplicate(): boolean {
    const { model, standing } = this.#board;
    const focus = standing.focus.get();
    if (focus.kind === 'heading') return this.duplicateScene(focus.sceneId);
    const rows = rowsOf(focus, model.outline());
    return rows.length > 0 && this.duplicateRows(rows);
  }

  duplicateRows(rowIds: readonly RowId[]): boolean {
    return this.#step(() => this.#selectRows(this.#board.model.duplicateRows(rowIds)));
  }

  duplicateScene(sceneId: SceneId): boolean {
    return this.#step(() => {
      const copy = this.#board.model.duplicateScene(sceneId);
      this.#board.settle();
      if (copy !== undefined) this.#showScene(copy);
      return copy !== undefined;
    });
  }

  move(step: 1 | -1): boolean {
    const { model, standing } = this.#board;
    const focus = standing.focus.get();
    if (focus.kind === 'heading') return this.moveScene(focus.sceneId, step);
    const rows = rowsOf(focus, model.outline());
    return rows.length > 0 && this.moveRowsBy(rows, step);
  }

  /** One place up or down; at the edge of a scene into the neighbouring one. */
  moveRowsBy(rowIds: readonly RowId[], step: 1 | -1): boolean {
    const outline = this.#board.model.outline();
    const edge = outline.row(
      (step > 0 ? rowIds.at(-1) : rowIds[0]) ?? rowOf(this.#board.standing.focus.get()) ?? never(),
    );
    if (!edge) return false;
    const next = outline.rows[outline.indexOf(edge.id) + step];
    if (next && next.sceneId === edge.sceneId) {
      return this.moveRows(rowIds, step > 0 ? { after: next.id } : { before: next.id });
    }
    const at = outline.scenes.findIndex(({ id }) => id === edge.sceneId);
    const neighbour = outline.scenes[at + step];
    if (!neighbour) return false;
    return this.moveRows(rowIds, step > 0 ? { startOf: neighbour.id } : { endOf: neighbour.id });
  }

  moveRows(rowIds: readonly RowId[], spot: RowSpot): boolean {
    return this.#step(() => {
      const { model, rows, standing } = this.#board;
      model.moveRows(rowIds, spot);
      this.#board.settle();
      const focus = standing.focus.get();
      // The wash of a selection follows its rows; a live cell has not been left at all.
      if (focus.kind === 'rows') standing.selectRows(focus.anchor, focus.head);
      const [first] = rowIds;
      if (first !== undefined) rows.row(first)?.element.scrollIntoView({ block: 'nearest' });
      return true;
    });
  }

  moveScene(sceneId: SceneId, step: 1 | -1): boolean {
    const { scenes } = this.#board.model.outline();
    const neighbour = scenes[scenes.findIndex(({ id }) => id === sceneId) + step];
    if (!neighbour) return false;
    return this.moveSceneTo(sceneId, step > 0 ? { after: neighbour.id } : { before: neighbour.id });
  }

  moveSceneTo(sceneId: SceneId, spot: SceneSpot): boolean {
    return this.#step(() => {
      this.#board.model.moveScene(sceneId, spot);
      this.#board.settle();
      this.#showScene(sceneId);
      return true;
    });
  }

  delete(): boolean {
    const { model, standing } = this.#board;
    const focus = standing.focus.get();
    if (focus.kind === 'heading') return this.deleteScene(focus.sceneId);
    const rows = rowsOf(focus, model.outline());
    return rows.length > 0 && this.deleteRows(rows);
  }

  /** The person goes on to the next row, in the cell they were in or with the row selected. */
  deleteRows(rowIds: readonly RowId[]): boolean {
    const { model, standing } = this.#board;
    const outline = model.outline();
    const gone = new Set(rowIds);
    const first = outline.indexOf(rowIds[0] ?? never());
    const next =
      outline.rows.slice(first).find(({ id }) => !gone.has(id)) ?? outline.rows.slice(0, Math.max(first, 0)).at(-1);
    const focus = standing.focus.get();
    return this.#step(() => {
      standing.leave();
      model.deleteRows(rowIds);
      this.#board.settle();
      if (!next) return true;
      if (focus.kind === 'cell') return standing.enterCell({ rowId: next.id, kind: focus.address.kind }, 'start');
      return standing.selectRows(next.id, next.id);
    });
  }

  /** Backspace in a row without a word: the row goes, and the caret to the end of the row before. */
  eraseEmptyRow({ rowId, kind }: CellAddress): boolean {
    const { model, standing } = this.#board;
    const { rows } = model.outline();
    const before = rows[rows.findIndex(({ id }) => id === rowId) - 1];
    if (!before) return false;
    return this.#step(() => {
      standing.leave();
      model.deleteRows([rowId]);
      this.#board.settle();
      return standing.enterCell({ rowId: before.id, kind }, 'end');
    });
  }

  deleteScene(sceneId: SceneId): boolean {
    const { model, standing } = this.#board;
    const { scenes } = model.outline();
    const at = scenes.findIndex(({ id }) => id === sceneId);
    const [next] = [...(scenes[at + 1]?.rows ?? []), ...(scenes[at - 1]?.rows ?? [])];
    return this.#step(() => {
      standing.leave();
      model.deleteScene(sceneId);
      this.#board.settle();
      if (next) standing.selectRows(next.id, next.id);
      return true;
    });
  }

  restoreRows(rowIds: readonly RowId[]): boolean {
    return this.#step(() => {
      this.#board.model.restoreRows(rowIds);
      return this.#selectRows(rowIds);
    });
  }

  restoreScene(sceneId: SceneId): boolean {
    return this.#step(() => {
      this.#board.model.restoreScene(sceneId);
      this.#board.settle();
      this.#showScene(sceneId);
      return true;
    });
  }

  paste(contents: readonly RowContent[]): boolean {
    const { model, standing } = this.#board;
    const outline = model.outline();
    const below = rowsOf(standing.focus.get(), outline).at(-1);
    const spot: RowSpot = below === undefined ? { endOf: outline.scenes.at(-1)?.id ?? null } : { after: below };
    return this.#step(() => this.#selectRows(model.insertRows(spot, contents)));
  }

  #addRow(spot: RowSpot, first: () => void = () => {}): boolean {
    return this.#step(() => {
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

  #showScene(sceneId: SceneId): void {
    this.#board.rows.scene(sceneId)?.section.scrollIntoView({ block: 'nearest' });
  }

  #step(command: () => boolean): boolean {
    const { undo, isReadOnly } = this.#board;
    if (isReadOnly) return false;
    try {
      return undo.step(command);
    } catch (error) {
      const refusal = tooMuch(error);
      if (refusal === null) throw error;
      this.#board.tell(refusal);
      return true;
    }
  }
}

function never(): never {
  throw new RangeError('A command on rows needs at least one row.');
}
