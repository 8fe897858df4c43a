import type { RowId, SceneId } from '../../app/ids.ts';
import type { CellAddress } from '../../app/script/address.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import { Changing, type Readable } from '../document/readable.ts';
import type { Place, PlaceKeeper, ScriptUndo } from '../document/undo.ts';
import { currentSelection, previousSelection } from './cell-binding.ts';
import { NOWHERE, rowOf, rowsOf, type Focus } from './focus.ts';
import type { CaretTarget } from './live-cell.ts';
import type { LiveCells } from './live-cells.ts';
import type { RowsOnScreen } from './rows-on-screen.ts';

/** A field that is opened for one thing at a time: the speaker's, the heading's. */
export interface Field<Id> {
  /** False: there is nothing to edit. */
  open(id: Id): boolean;
  close(): void;
}

export interface StandingOptions {
  readonly model: ScriptModel;
  readonly undo: ScriptUndo;
  readonly rows: RowsOnScreen;
  readonly cells: LiveCells;
  readonly speaker: Field<RowId>;
  readonly heading: Field<SceneId>;
  readonly isReadOnly: boolean;
}

/**
 * Knows where the person stands and takes them elsewhere: into a cell, a speaker, a heading, or onto rows. Whoever
 * enters one place leaves the other. Each place begins a new step of undo.
 */
export class Standing implements PlaceKeeper {
  readonly focus: Readable<Focus>;
  readonly #focus = new Changing<Focus>(NOWHERE);
  readonly #options: StandingOptions;

  constructor(options: StandingOptions) {
    this.focus = this.#focus;
    this.#options = options;
  }

  enterCell(address: CellAddress, caret: CaretTarget): boolean {
    const { cells, rows, undo, isReadOnly } = this.#options;
    if (rows.row(address.rowId) === undefined) return false;
    if (isReadOnly) return this.selectRows(address.rowId, address.rowId);
    if (!cells.isLive(address)) {
      this.#leave();
      undo.seal();
    }
    // What cannot be edited can still be moved and copied.
    if (!cells.mount(address, caret)) return this.selectRows(address.rowId, address.rowId);
    const now = this.#focus.get();
    if (now.kind !== 'cell' || now.address.rowId !== address.rowId || now.address.kind !== address.kind) {
      this.#focus.set({ kind: 'cell', address });
    }
    return true;
  }

  selectRows(anchor: RowId, head: RowId): boolean {
    const { rows, model } = this.#options;
    const view = rows.row(head);
    if (!view || !rows.row(anchor)) return false;
    this.#leave();
    const focus: Focus = { kind: 'rows', anchor, head };
    const ids = rowsOf(focus, model.outline());
    ids.forEach((id, index) => {
      const element = rows.row(id)?.element;
      element?.classList.add('is-selected');
      element?.classList.toggle('is-first', index === 0);
      element?.classList.toggle('is-last', index === ids.length - 1);
      element?.setAttribute('aria-selected', 'true');
    });
    this.#focus.set(focus);
    // Tab leaves the script from here, and comes back here.
    view.element.tabIndex = 0;
    view.element.focus({ preventScroll: true });
    view.element.scrollIntoView({ block: 'nearest' });
    return true;
  }

  editSpeaker(rowId: RowId): boolean {
    const { speaker, undo, isReadOnly } = this.#options;
    if (isReadOnly) return false;
    this.#leave();
    undo.seal();
    if (!speaker.open(rowId)) return false;
    this.#focus.set({ kind: 'speaker', rowId });
    return true;
  }

  editHeading(sceneId: SceneId): boolean {
    const { heading, undo, isReadOnly } = this.#options;
    if (isReadOnly) return false;
    this.#leave();
    undo.seal();
    if (!heading.open(sceneId)) return false;
    this.#focus.set({ kind: 'heading', sceneId });
    return true;
  }

  leave(): void {
    this.#leave();
    this.#focus.set(NOWHERE);
  }

  /** The cell is no longer live, by no doing of the person. */
  cellWasSealed(address: CellAddress): void {
    this.#focus.set(NOWHERE);
    this.selectRows(address.rowId, address.rowId);
  }

  before(): Place | null {
    return this.#place(previousSelection);
  }

  after(): Place | null {
    return this.#place(currentSelection);
  }

  goTo(place: Place): void {
    const { rows } = this.#options;
    switch (place.kind) {
      case 'cell': {
        const { address, selection } = place;
        if (!this.enterCell(address, selection ? { kind: 'selection', selection } : 'end')) return;
        rows.row(address.rowId)?.element.scrollIntoView({ block: 'nearest' });
        break;
      }
      case 'speaker':
        if (rows.row(place.rowId)) this.selectRows(place.rowId, place.rowId);
        break;
      case 'heading':
        rows.scene(place.sceneId)?.head.scrollIntoView({ block: 'nearest' });
        break;
      case 'rows':
        this.selectRows(place.anchor, place.head);
        break;
      default:
        place satisfies never;
    }
  }

  arrived(): void {
    const { model, rows } = this.#options;
    const focus = this.#focus.get();
    const here = rowOf(focus);
    const outline = model.outline();
    if (here === null || outline.indexOf(here) !== -1) return;
    // The screen still has the row where it stood.
    const shown = rows.layout.sections.flatMap((section) => section.rows);
    const at = shown.indexOf(here);
    const next = [...shown.slice(0, at).toReversed(), ...shown.slice(at + 1)].find((id) => outline.indexOf(id) !== -1);
    if (next === undefined) this.leave();
    else if (focus.kind === 'cell') this.enterCell({ rowId: next, kind: focus.address.kind }, 'end');
    else this.selectRows(next, next);
  }

  #place(selectionOf: typeof previousSelection): Place | null {
    const { cells } = this.#options;
    const focus = this.#focus.get();
    switch (focus.kind) {
      case 'cell':
        return { kind: 'cell', address: focus.address, selection: cells.view ? selectionOf(cells.view) : null };
      case 'nowhere':
        return null;
      case 'speaker':
      case 'heading':
      case 'rows':
        return focus;
      default:
        return focus satisfies never;
    }
  }

  #leave(): void {
    const { cells, speaker, heading, rows } = this.#options;
    const focus = this.#focus.get();
    switch (focus.kind) {
      case 'cell':
        cells.unmount();
        break;
      case 'speaker':
        speaker.close();
        break;
      case 'heading':
        heading.close();
        break;
      case 'rows':
        for (const view of rows.rows()) {
          if (!view.element.classList.contains('is-selected')) continue;
          view.element.classList.remove('is-selected', 'is-first', 'is-last');
          view.element.removeAttribute('aria-selected');
          view.element.tabIndex = -1;
        }
        break;
      case 'nowhere':
        break;
      default:
        focus satisfies never;
    }
  }
}
