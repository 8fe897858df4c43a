import type { EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import type { CellAddress } from '../../app/script/address.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import type { RelativeSelection } from '../document/undo.ts';
import { selectionBeforeTransaction } from './cell-binding.ts';
import { isSameShape, scanCell, type UnknownContent } from './cell-content-scan.ts';
import { drawCell, drawSealedCell } from './cell-drawing.ts';
import { guardCell } from './cell-guard.ts';
import { LiveCell, type CaretTarget, type LiveCellHooks } from './live-cell.ts';
import { passThrough } from './pass-through.ts';
import type { RowsOnScreen } from './rows-on-screen.ts';

export interface LiveCellsOptions {
  readonly model: ScriptModel;
  readonly rows: RowsOnScreen;
  readonly hooks: LiveCellHooks;
  /** Content arrived that cannot be edited here; the cell is no longer live. */
  sealed(address: CellAddress): void;
}

/** Which one cell is live. Everything else is drawn; nothing is ever bound that the schema of its editor cannot hold. */
export class LiveCells {
  readonly #options: LiveCellsOptions;
  readonly #cell: LiveCell;
  #address: CellAddress | null = null;
  #releaseGuard: (() => void) | null = null;

  constructor(options: LiveCellsOptions) {
    this.#options = options;
    this.#cell = new LiveCell(options.hooks);
  }

  get address(): CellAddress | null {
    return this.#address;
  }

  get view(): EditorView | null {
    return this.#cell.view;
  }

  isLive({ rowId, kind }: CellAddress): boolean {
    return this.#address?.rowId === rowId && this.#address.kind === kind;
  }

  /** False: there is no such cell, or it holds what this build must not touch. */
  mount(address: CellAddress, caret: CaretTarget): boolean {
    if (!this.isLive(address)) {
      const { model, rows } = this.#options;
      const fragment = model.cell(address);
      const view = rows.row(address.rowId);
      if (!fragment || !view) return false;
      const unknown = scanCell(fragment);
      if (unknown && unknown.sealed.length > 0) return false;
      this.unmount();
      this.#address = address;
      view.element.classList.add('is-focused');
      view.cells[address.kind].classList.add('is-focus');
      const extra = unknown ? passThrough(unknown) : [];
      this.#cell.mount(view.words[address.kind], fragment, `${view.label}, ${address.kind}`, extra);
      this.#releaseGuard = this.#guard(address, fragment, unknown);
    }
    this.#cell.placeCaret(caret);
    return true;
  }

  unmount(): void {
    const address = this.#address;
    if (!address) return;
    this.#releaseGuard?.();
    this.#releaseGuard = null;
    this.#cell.unmount();
    this.#address = null;
    const view = this.#options.rows.row(address.rowId);
    view?.element.classList.remove('is-focused');
    view?.cells[address.kind].classList.remove('is-focus');
    this.draw(address);
  }

  /** Draws a cell that is not live. */
  draw(address: CellAddress): void {
    const view = this.#options.rows.row(address.rowId);
    if (!view || this.isLive(address)) return;
    const fragment = this.#options.model.cell(address);
    const isSealed = fragment === undefined || (scanCell(fragment)?.sealed.length ?? 0) > 0;
    const drawn = fragment === undefined || isSealed ? drawSealedCell() : drawCell(fragment);
    view.cells[address.kind].classList.toggle('is-sealed', isSealed);
    view.words[address.kind].replaceChildren(drawn);
    view.showEmpty(address.kind, !isSealed && drawn.textContent === '');
  }

  /** When content arrives that the mounted schema cannot hold: off with the editor before y-tiptap sees it. */
  #guard(address: CellAddress, fragment: Y.XmlFragment, carried: UnknownContent | null): () => void {
    return guardCell(this.#options.model.doc, fragment, (transaction) => {
      if (transaction.origin === ySyncPluginKey) return;
      const unknown = scanCell(fragment);
      if (isSameShape(unknown, carried) || unknown === null) return;
      const view = this.view;
      const selection: RelativeSelection | null = view ? selectionBeforeTransaction(view) : null;
      this.unmount();
      if (unknown.sealed.length > 0) return this.#options.sealed(address);
      queueMicrotask(() => this.mount(address, selection ? { kind: 'selection', selection } : 'end'));
    });
  }
}
