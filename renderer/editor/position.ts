import type { RowId, SceneId } from '../../app/ids.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import { Changing, type Readable } from '../document/readable.ts';
import { sceneOf, rowOf, rowsOf, type Focus } from './focus.ts';

/** Where the person is, for the outline and the time bar. */
export interface ScriptPosition {
  readonly sceneId: SceneId | null;
  readonly rowId: RowId | null;
  /** Null in a heading, nowhere, and in a row that has no number. */
  readonly rowNumber: number | null;
  readonly rowCount: number;
  /** Whole rows that are selected; none while a cell is written in. */
  readonly selectedRows: readonly RowId[];
}

const NO_ROWS: readonly RowId[] = [];

/** Changes only when something in it does. */
export class Position implements Readable<ScriptPosition>, Disposable {
  readonly #focus: Readable<Focus>;
  readonly #model: ScriptModel;
  readonly #value: Changing<ScriptPosition>;
  readonly #stop: () => void;

  constructor(focus: Readable<Focus>, model: ScriptModel) {
    this.#focus = focus;
    this.#model = model;
    this.#value = new Changing(this.#read());
    this.#stop = focus.subscribe(() => this.look());
  }

  readonly get = (): ScriptPosition => this.#value.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#value.subscribe(listener);

  /** The script's structure may have changed. */
  look(): void {
    const now = this.#read();
    if (!isSame(now, this.#value.get())) this.#value.set(now);
  }

  [Symbol.dispose](): void {
    this.#stop();
  }

  #read(): ScriptPosition {
    const focus = this.#focus.get();
    const outline = this.#model.outline();
    const rowId = rowOf(focus);
    return {
      sceneId: sceneOf(focus, outline),
      rowId,
      rowNumber: (rowId === null ? undefined : outline.row(rowId)?.number) ?? null,
      rowCount: outline.rows.filter(({ number }) => number !== null).length,
      selectedRows: focus.kind === 'rows' ? rowsOf(focus, outline) : NO_ROWS,
    };
  }
}

function isSame(a: ScriptPosition, b: ScriptPosition): boolean {
  return (
    a.sceneId === b.sceneId &&
    a.rowId === b.rowId &&
    a.rowNumber === b.rowNumber &&
    a.rowCount === b.rowCount &&
    a.selectedRows.length === b.selectedRows.length &&
    a.selectedRows.every((rowId, index) => rowId === b.selectedRows[index])
  );
}
