import { TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { RowId, SceneId } from '../../app/ids.ts';
import type { CellAddress } from '../../app/script/address.ts';
import type { Board } from './board.ts';
import { autoscroll } from './autoscroll.ts';
import { rowsOf } from './focus.ts';

/** What lies under the pointer, in the script's words. */
export interface Target {
  readonly rowId: RowId | null;
  readonly sceneId: SceneId | null;
  readonly kind: CellAddress['kind'] | null;
  readonly part: 'grip' | 'gutter' | 'speaker' | 'heading' | 'link' | 'note' | 'first-row' | 'other';
}

export function targetOf(node: EventTarget | null): Target {
  const at = (selector: string): HTMLElement | null => (node instanceof Element ? node.closest(selector) : null);
  const kind = at('.cell')?.dataset['kind'];
  return {
    rowId: RowId.safeParse(at('.row')?.dataset['row']).data ?? null,
    sceneId: SceneId.safeParse(at('.scene')?.dataset['scene']).data ?? null,
    kind: kind === 'video' || kind === 'audio' ? kind : null,
    part: partOf(at),
  };
}

function partOf(at: (selector: string) => HTMLElement | null): Target['part'] {
  if (at('.grip')) return 'grip';
  if (at('.note')) return 'note';
  if (at('.add-first-row')) return 'first-row';
  if (at('.who, .who-field')) return 'speaker';
  if (at('.gutter, .scene-gutter')) return 'gutter';
  if (at('.heading, .heading-field')) return 'heading';
  if (at('a.link')) return 'link';
  return 'other';
}

/** What presses on the script do, other than on the grips. */
export class Pointer {
  readonly #board: Board;

  constructor(board: Board) {
    this.#board = board;
  }

  /**
   * A press on a static cell. The browser's own press would go to the node that is about to be replaced (it takes the
   * focus away again), so it is answered here: mount, caret, and the drag that may follow. A second press hits the live
   * editor.
   */
  mouseDown(event: MouseEvent): void {
    if (event.button !== 0) return;
    this.#board.settle();
    const target = targetOf(event.target);
    const { rowId, part } = target;
    if (part === 'link' && (event.ctrlKey || event.metaKey)) return event.preventDefault();
    if (part === 'grip' || part === 'note' || part === 'first-row' || part === 'heading') return;
    // A press beside the rows leaves the person where they are.
    if (rowId === null) return event.preventDefault();
    const { standing, cells, isReadOnly } = this.#board;
    if (part === 'gutter') return this.#pressRow(event, rowId);
    if (part === 'speaker') {
      if (event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      if (!standing.editSpeaker(rowId)) standing.selectRows(rowId, rowId);
      return;
    }
    if (isReadOnly) return;
    const kind = target.kind;
    if (kind === null) return this.#pressRow(event, rowId);
    const address = { rowId, kind };
    if (event.shiftKey && !cells.isLive(address)) return this.#pressRow(event, rowId);
    if (cells.isLive(address)) {
      if (event.detail === 1 && cells.view) this.#followDrag(cells.view, address, { isOurs: false });
      return;
    }
    event.preventDefault();
    standing.enterCell(address, { kind: 'point', x: event.clientX, y: event.clientY });
    if (cells.view && cells.isLive(address)) this.#followDrag(cells.view, address, { isOurs: true });
  }

  click(event: MouseEvent): void {
    const { part, sceneId, rowId } = targetOf(event.target);
    const link = event.target instanceof Element ? event.target.closest('a.link') : null;
    if (link) {
      // No click of ours navigates: a link is opened by the main process, after another check.
      event.preventDefault();
      if (event.ctrlKey || event.metaKey || this.#board.isReadOnly)
        this.#board.openLink(link.getAttribute('href') ?? '');
    }
    if (part === 'first-row') this.#board.commands.rows.addFirst(sceneId);
    if (part === 'note' && event.target instanceof Element) this.#answerNote(event.target, rowId, sceneId);
  }

  doubleClick(event: MouseEvent): void {
    const { part, sceneId } = targetOf(event.target);
    if (part === 'heading' && sceneId !== null && !(event.target instanceof HTMLInputElement)) {
      event.preventDefault();
      this.#board.standing.editHeading(sceneId);
    }
  }

  contextMenu(event: MouseEvent): void {
    const { part, rowId, sceneId } = targetOf(event.target);
    if (part !== 'gutter' && part !== 'grip' && part !== 'heading') return;
    event.preventDefault();
    this.#board.settle();
    const anchor = { getBoundingClientRect: () => new DOMRect(event.clientX, event.clientY, 0, 0) };
    if (rowId !== null) {
      const selected = this.#selectedWith(rowId);
      this.#board.overlay.set({ kind: 'row-menu', rowIds: selected, anchor });
    } else if (sceneId !== null) this.#board.overlay.set({ kind: 'scene-menu', sceneId, anchor });
  }

  #selectedWith(rowId: RowId): readonly RowId[] {
    const { standing, model } = this.#board;
    const selected = rowsOf(standing.focus.get(), model.outline());
    if (selected.includes(rowId)) return selected;
    standing.selectRows(rowId, rowId);
    return [rowId];
  }

  #answerNote(node: Element, rowId: RowId | null, sceneId: SceneId | null): void {
    const answer = node.closest<HTMLElement>('[data-answer]')?.dataset['answer'];
    if (answer === 'restore') {
      if (rowId !== null) this.#board.commands.rows.restore([rowId]);
      else if (sceneId !== null) this.#board.commands.scenes.restore(sceneId);
    } else if (answer === 'leave-deleted') {
      if (rowId !== null) this.#board.commands.rows.delete([rowId]);
      else if (sceneId !== null) this.#board.commands.scenes.delete(sceneId);
    }
  }

  #pressRow(event: MouseEvent, rowId: RowId): void {
    event.preventDefault();
    const { standing } = this.#board;
    const focus = standing.focus.get();
    const anchor = focus.kind === 'rows' ? focus.anchor : focus.kind === 'cell' ? focus.address.rowId : rowId;
    standing.selectRows(event.shiftKey ? anchor : rowId, rowId);
    this.#followRowDrag(event.shiftKey ? anchor : rowId);
  }

  /** A drag inside the cell selects text; as soon as it comes to another row it takes whole rows, and back again. */
  #followDrag(view: EditorView, address: CellAddress, { isOurs }: { readonly isOurs: boolean }): void {
    const { standing, cells, surface } = this.#board;
    const { anchor } = view.state.selection;
    this.#follow((x, y) => {
      const over = targetOf(document.elementFromPoint(x, y)).rowId;
      if (over !== null && over !== address.rowId) {
        standing.selectRows(address.rowId, over);
        return;
      }
      if (!cells.isLive(address) && over === address.rowId) standing.enterCell(address, { kind: 'point', x, y });
      const live = cells.view;
      if (!live || (live === view && !isOurs) || !cells.isLive(address)) return;
      const found = live.posAtCoords({ left: x, top: y });
      if (!found) return;
      const { doc, tr } = live.state;
      const from = doc.resolve(Math.min(anchor, doc.content.size));
      live.dispatch(tr.setSelection(TextSelection.between(from, doc.resolve(found.pos))));
    }, surface);
  }

  #followRowDrag(anchor: RowId): void {
    const { standing, surface } = this.#board;
    this.#follow((x, y) => {
      const over = targetOf(document.elementFromPoint(x, y)).rowId;
      if (over !== null) standing.selectRows(anchor, over);
    }, surface);
  }

  #follow(move: (x: number, y: number) => void, surface: HTMLElement): void {
    const gesture = new AbortController();
    const scrolling = autoscroll(surface, move);
    const { signal } = gesture;
    document.addEventListener(
      'mousemove',
      (event) => {
        if (event.buttons === 0) return gesture.abort();
        move(event.clientX, event.clientY);
        scrolling.at(event.clientX, event.clientY);
      },
      { signal },
    );
    document.addEventListener('mouseup', () => gesture.abort(), { signal });
    signal.addEventListener('abort', () => scrolling.stop());
  }
}
