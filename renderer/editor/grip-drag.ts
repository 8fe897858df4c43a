import type { RowId, SceneId } from '../../app/ids.ts';
import type { RowSpot, SceneSpot } from '../../app/script/spots.ts';
import { autoscroll } from './autoscroll.ts';
import type { Board } from './board.ts';
import { rowsOf } from './focus.ts';
import { targetOf } from './pointer.ts';
import { element } from './row-view.ts';

/** A press that moves less than this is a click: it opens the menu. In px. */
const CLICK_TOLERANCE = 4;

/** How far the line is indented where a drop would change the scene, in px. */
const INDENT = 24;

interface Drop<Spot> {
  readonly spot: Spot;
  /** Where the line is drawn. */
  readonly y: number;
  /** The drop changes the scene: the line is indented under its heading. */
  readonly isOtherScene: boolean;
}

/** Dragging rows and scenes by their grips. A click on a grip opens its menu. */
export class GripDrag {
  readonly #board: Board;
  readonly #line = element('div', 'drop-line');

  constructor(board: Board) {
    this.#board = board;
    this.#line.setAttribute('aria-hidden', 'true');
  }

  pointerDown(event: PointerEvent): void {
    const { part, rowId, sceneId } = targetOf(event.target);
    if (part !== 'grip' || event.button !== 0 || !(event.target instanceof Element)) return;
    event.preventDefault();
    this.#board.settle();
    const grip = event.target.closest('.grip');
    if (!grip) return;
    if (rowId !== null) this.#startRows(event, grip, rowId);
    else if (sceneId !== null) this.#startScene(event, grip, sceneId);
  }

  /** Grips answer the keyboard too: Enter and space arrive as a click without a press. */
  click(event: MouseEvent): void {
    if (event.detail !== 0) return;
    const { part, rowId, sceneId } = targetOf(event.target);
    if (part !== 'grip' || !(event.target instanceof Element)) return;
    const anchor = event.target;
    if (rowId !== null) this.#board.overlay.set({ kind: 'row-menu', rowIds: [rowId], anchor });
    else if (sceneId !== null) this.#board.overlay.set({ kind: 'scene-menu', sceneId, anchor });
  }

  #startRows(event: PointerEvent, grip: Element, rowId: RowId): void {
    const { standing, model, overlay } = this.#board;
    const selected = rowsOf(standing.focus.get(), model.outline());
    const rowIds = selected.includes(rowId) && standing.focus.get().kind === 'rows' ? selected : [rowId];
    this.#drag<RowSpot>(event, {
      begin: () => this.#dim(rowIds, true),
      dropAt: (x, y) => this.#rowDropAt(x, y, rowIds),
      end: () => this.#dim(rowIds, false),
      drop: (spot) => this.#board.commands.rows.moveTo(rowIds, spot),
      click: () => {
        if (rowIds.length === 1) standing.selectRows(rowId, rowId);
        overlay.set({ kind: 'row-menu', rowIds, anchor: grip });
      },
    });
  }

  #startScene(event: PointerEvent, grip: Element, sceneId: SceneId): void {
    const { rows, overlay } = this.#board;
    const section = rows.scene(sceneId)?.section;
    this.#drag<SceneSpot>(event, {
      begin: () => section?.classList.add('is-dragged'),
      dropAt: (_x, y) => this.#sceneDropAt(y, sceneId),
      end: () => section?.classList.remove('is-dragged'),
      drop: (spot) => this.#board.commands.scenes.moveTo(sceneId, spot),
      click: () => overlay.set({ kind: 'scene-menu', sceneId, anchor: grip }),
    });
  }

  #drag<Spot>(
    start: PointerEvent,
    what: {
      begin(): void;
      dropAt(x: number, y: number): Drop<Spot> | null;
      end(): void;
      drop(spot: Spot): void;
      click(): void;
    },
  ): void {
    const gesture = new AbortController();
    const { signal } = gesture;
    let drop: Drop<Spot> | null = null;
    let isDragging = false;
    const look = (x: number, y: number): void => {
      drop = what.dropAt(x, y);
      this.#showLine(drop);
    };
    const scrolling = autoscroll(this.#board.surface, look);
    const move = (event: PointerEvent): void => {
      const distance = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY);
      if (!isDragging && distance < CLICK_TOLERANCE) return;
      if (!isDragging) {
        isDragging = true;
        document.documentElement.classList.add('is-dragging');
        what.begin();
      }
      look(event.clientX, event.clientY);
      scrolling.at(event.clientX, event.clientY);
    };
    const finish = (): void => {
      gesture.abort();
      if (!isDragging) return what.click();
      if (drop) what.drop(drop.spot);
    };
    const cancel = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      gesture.abort();
    };
    document.addEventListener('pointermove', move, { signal });
    document.addEventListener('pointerup', finish, { signal });
    document.addEventListener('pointercancel', () => gesture.abort(), { signal });
    document.addEventListener('keydown', cancel, { signal, capture: true });
    signal.addEventListener('abort', () => {
      scrolling.stop();
      if (isDragging) what.end();
      document.documentElement.classList.remove('is-dragging');
      this.#showLine(null);
    });
  }

  #rowDropAt(x: number, y: number, moving: readonly RowId[]): Drop<RowSpot> | null {
    const { rows, model } = this.#board;
    const scroller = this.#board.root.getBoundingClientRect();
    const target = targetOf(
      document.elementFromPoint(Math.min(Math.max(x, scroller.left + 80), scroller.right - 80), y),
    );
    const sceneOfMoving = model.outline().row(moving[0] ?? target.rowId ?? never())?.sceneId ?? null;
    if (target.rowId !== null) {
      const over = rows.row(target.rowId)?.element.getBoundingClientRect();
      const sceneId = model.outline().row(target.rowId)?.sceneId ?? null;
      if (!over) return null;
      const isUpper = y < over.top + over.height / 2;
      const spot = isUpper ? { before: target.rowId } : { after: target.rowId };
      return { spot, y: isUpper ? over.top : over.bottom, isOtherScene: sceneId !== sceneOfMoving };
    }
    if (target.sceneId === null) return null;
    const scene = rows.scene(target.sceneId);
    if (!scene) return null;
    // On a heading: the top of its scene; anywhere else in a scene: its end.
    const isHead = y < scene.head.getBoundingClientRect().bottom;
    const at = isHead ? scene.head.getBoundingClientRect().bottom : scene.rows.getBoundingClientRect().bottom;
    const spot = isHead ? { startOf: target.sceneId } : { endOf: target.sceneId };
    return { spot, y: at, isOtherScene: target.sceneId !== sceneOfMoving };
  }

  #sceneDropAt(y: number, moving: SceneId): Drop<SceneSpot> | null {
    const { rows, model } = this.#board;
    const scenes = model.outline().scenes.flatMap(({ id }) => {
      const box = rows.scene(id)?.section.getBoundingClientRect();
      return box && id !== moving ? [{ id, box }] : [];
    });
    const before = scenes.find(({ box }) => y < box.top + box.height / 2);
    if (before) return { spot: { before: before.id }, y: before.box.top, isOtherScene: false };
    const last = scenes.at(-1);
    return last ? { spot: { after: last.id }, y: last.box.bottom, isOtherScene: false } : null;
  }

  #showLine(drop: Drop<unknown> | null): void {
    if (!drop) return this.#line.remove();
    const { surface, root } = this.#board;
    const box = surface.getBoundingClientRect();
    const script = root.getBoundingClientRect();
    const indent = drop.isOtherScene ? INDENT : 0;
    this.#line.classList.toggle('is-other-scene', drop.isOtherScene);
    this.#line.style.top = `${drop.y - box.top + surface.scrollTop}px`;
    this.#line.style.left = `${script.left - box.left + indent}px`;
    this.#line.style.width = `${script.width - indent}px`;
    if (!this.#line.isConnected) surface.append(this.#line);
  }

  #dim(rowIds: readonly RowId[], isDragged: boolean): void {
    for (const rowId of rowIds) this.#board.rows.row(rowId)?.element.classList.toggle('is-dragged', isDragged);
  }
}

function never(): never {
  throw new RangeError('A drag moves at least one row.');
}
