import type { RowId } from '../../app/ids.ts';
import { CELL_KINDS, cellText } from '../../app/script/content.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import type { LiveCells } from './live-cells.ts';
import type { RowsOnScreen } from './rows-on-screen.ts';

/** Rows the person has just made say what belongs into them, until something does. */
export class FreshRows {
  readonly #model: ScriptModel;
  readonly #rows: RowsOnScreen;
  readonly #fresh = new Set<RowId>();

  constructor(model: ScriptModel, rows: RowsOnScreen) {
    this.#model = model;
    this.#rows = rows;
  }

  add(rowIds: readonly RowId[]): void {
    for (const rowId of rowIds) this.#fresh.add(rowId);
  }

  show(): void {
    for (const rowId of this.#fresh) {
      const view = this.#rows.row(rowId);
      view?.element.classList.toggle('is-fresh', this.#isEmpty(rowId));
    }
  }

  /** After every change of the live cell. */
  look(cells: LiveCells): void {
    const { address, view } = cells;
    if (!address || !view) return;
    const row = this.#rows.row(address.rowId);
    row?.showEmpty(address.kind, view.state.doc.textContent === '');
    if (view.state.doc.textContent === '' || !this.#fresh.delete(address.rowId)) return;
    row?.element.classList.remove('is-fresh');
  }

  #isEmpty(rowId: RowId): boolean {
    return CELL_KINDS.every((kind) => {
      const cell = this.#model.cell({ rowId, kind });
      return cell !== undefined && cellText(cell) === '';
    });
  }
}
