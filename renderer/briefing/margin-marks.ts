import './margin-marks.css';
import { RowId, SceneId } from '../../app/ids.ts';
import type { Timers } from '../document/timers.ts';
import type { Board } from '../editor/board.ts';
import type { Unread } from './unread.ts';

/** So long before a person's eyes, and it is read. */
const READ_AFTER_MS = 2_000;

/** Marks beside the rows and headings that others changed, until they have been before the person's eyes. */
export class MarginMarks implements Disposable {
  readonly #board: Board;
  readonly #unread: Unread;
  readonly #timers: Timers;
  readonly #shown = new Map<string, HTMLElement>();
  readonly #inSight = new Set<Element>();
  readonly #reading = new Map<string, () => void>();
  readonly #sight: IntersectionObserver;
  readonly #stack = new DisposableStack();

  private constructor(board: Board, unread: Unread, timers: Timers) {
    this.#board = board;
    this.#unread = unread;
    this.#timers = timers;
    this.#sight = new IntersectionObserver((entries) => this.#saw(entries), {
      root: board.surface,
      threshold: [0, 0.5, 1],
    });
  }

  static open(board: Board, unread: Unread, timers: Timers): MarginMarks {
    const marks = new MarginMarks(board, unread, timers);
    marks.#stack.defer(unread.marked.subscribe(() => marks.#show()));
    marks.#stack.defer(board.onArranged(() => marks.#show()));
    marks.#stack.defer(unread.watch((id) => marks.#isBeforeEyes(id)));
    const ending = new AbortController();
    marks.#stack.defer(() => ending.abort());
    for (const name of ['focus', 'blur'] as const) {
      addEventListener(name, () => marks.#lookAgain(), { signal: ending.signal });
    }
    marks.#show();
    return marks;
  }

  [Symbol.dispose](): void {
    this.#stack.dispose();
    this.#sight.disconnect();
    for (const id of this.#shown.keys()) this.#hide(id);
  }

  #show(): void {
    const marked = this.#unread.marked.get();
    for (const id of this.#shown.keys()) if (!marked.has(id)) this.#hide(id);
    for (const id of marked) {
      const element = this.#elementOf(id);
      if (element === this.#shown.get(id)) continue;
      this.#hide(id);
      if (element === undefined) continue;
      this.#shown.set(id, element);
      element.classList.add('is-new');
      this.#sight.observe(element);
    }
  }

  #hide(id: string): void {
    const element = this.#shown.get(id);
    this.#shown.delete(id);
    this.#stopReading(id);
    if (element === undefined) return;
    element.classList.remove('is-new');
    this.#inSight.delete(element);
    this.#sight.unobserve(element);
  }

  #elementOf(id: string): HTMLElement | undefined {
    const { rows } = this.#board;
    const [row, scene] = [RowId.safeParse(id), SceneId.safeParse(id)];
    return (
      (row.success ? rows.row(row.data)?.element : undefined) ??
      (scene.success ? rows.scene(scene.data)?.head : undefined)
    );
  }

  #saw(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, intersectionRatio, intersectionRect: seen, rootBounds } of entries) {
      // Half of it, or as much of it as there is room for. What is not drawn has no height, and counts as whole.
      const isSeen =
        seen.height > 0 && (intersectionRatio >= 0.5 || seen.height * 2 >= (rootBounds?.height ?? Infinity));
      if (isSeen) this.#inSight.add(target);
      else this.#inSight.delete(target);
    }
    this.#lookAgain();
  }

  #lookAgain(): void {
    for (const [id, element] of this.#shown) {
      if (!this.#inSight.has(element) || !document.hasFocus()) this.#stopReading(id);
      else if (!this.#reading.has(id)) {
        this.#reading.set(
          id,
          this.#timers.after(READ_AFTER_MS, () => this.#unread.read([id])),
        );
      }
    }
  }

  #stopReading(id: string): void {
    this.#reading.get(id)?.();
    this.#reading.delete(id);
  }

  #isBeforeEyes(id: string): boolean {
    const element = this.#elementOf(id);
    if (element?.checkVisibility({ contentVisibilityAuto: true }) !== true) return false;
    const [box, frame] = [element.getBoundingClientRect(), this.#board.surface.getBoundingClientRect()];
    return box.bottom > frame.top && box.top < frame.bottom;
  }
}
