import type { RowId, SceneId } from '../../app/ids.ts';
import { arrangeChildren } from './arrange-children.ts';
import { chunkRows } from './chunk-rows.ts';
import { NO_LAYOUT, type Layout } from './layout.ts';
import { element, RowView } from './row-view.ts';
import { SceneView } from './scene-view.ts';

/**
 * Every scene and row as plain elements, put where the layout wants them. Rows lie in chunks that the browser does not
 * draw while they are out of sight, so that a key's layout and paint look at a few boxes of a long script and not at
 * thousands.
 */
export class RowsOnScreen {
  readonly root: HTMLElement;
  readonly #makeRow: (view: RowView) => void;
  readonly #rows = new Map<RowId, RowView>();
  readonly #scenes = new Map<SceneId | null, SceneView>();
  #layout: Layout = NO_LAYOUT;

  /** `makeRow` draws the words of a row that is shown for the first time. */
  constructor(root: HTMLElement, makeRow: (view: RowView) => void) {
    this.root = root;
    this.#makeRow = makeRow;
  }

  get layout(): Layout {
    return this.#layout;
  }

  row(rowId: RowId): RowView | undefined {
    return this.#rows.get(rowId);
  }

  scene(sceneId: SceneId | null): SceneView | undefined {
    return this.#scenes.get(sceneId);
  }

  rows(): Iterable<RowView> {
    return this.#rows.values();
  }

  /** Puts everything in order. The row `still` keeps its very place in the DOM: its neighbours go round it. */
  arrange(layout: Layout, still: RowId | null): void {
    this.#layout = layout;
    const stillRow = still === null ? undefined : this.#rows.get(still)?.element;
    const stillSection = stillRow?.closest('section') ?? null;
    this.#lendSection(layout, still, stillSection);
    const sections = layout.sections.map(({ sceneId, rows }) => {
      const scene = this.#sceneView(sceneId);
      this.#fill(scene.rows, rows, still);
      guessHeight(scene.section, HEAD_PX + rows.length * ROW_PX);
      return scene.section;
    });
    arrangeChildren(this.root, sections, stillSection);
    this.#forget(layout);
  }

  /** The live row may have gone to another scene: then that scene takes over the section in which the row lies. */
  #lendSection(layout: Layout, still: RowId | null, section: HTMLElement | null): void {
    if (still === null || section === null) return;
    const target = layout.sections.find(({ rows }) => rows.includes(still));
    const [from] = [...this.#scenes.values()].filter((scene) => scene.section === section);
    if (!target || !from || target.sceneId === from.id) return;
    const to = this.#sceneView(target.sceneId);
    from.swapPlaces(to);
  }

  #fill(host: HTMLElement, rows: readonly RowId[], still: RowId | null): void {
    const stillHere = still !== null && rows.includes(still) ? still : null;
    const dealt = chunkRows(rows, {
      chunkOf: (rowId) => {
        const chunk = this.#rows.get(rowId)?.element.parentElement;
        return chunk?.parentElement === host ? chunk : null;
      },
      still: stillHere,
    });
    const stillElement = stillHere === null ? null : (this.#rows.get(stillHere)?.element ?? null);
    const chunks = dealt.map(({ chunk }) => chunk ?? makeChunk());
    arrangeChildren(
      host,
      chunks,
      stillElement?.parentElement?.parentElement === host ? stillElement.parentElement : null,
    );
    dealt.forEach(({ rows: inside }, index) => {
      const chunk = chunks[index];
      if (!chunk) return;
      guessHeight(chunk, inside.length * ROW_PX);
      const elements = inside.map((rowId) => this.#rowView(rowId).element);
      arrangeChildren(chunk, elements, stillElement);
    });
  }

  #rowView(rowId: RowId): RowView {
    const known = this.#rows.get(rowId);
    if (known) return known;
    const view = new RowView(rowId);
    this.#rows.set(rowId, view);
    this.#makeRow(view);
    return view;
  }

  #sceneView(sceneId: SceneId | null): SceneView {
    const known = this.#scenes.get(sceneId);
    if (known) return known;
    const view = new SceneView(sceneId);
    this.#scenes.set(sceneId, view);
    return view;
  }

  /** What is no longer wanted goes last: until then a row may still have moved to another scene, focus and all. */
  #forget(layout: Layout): void {
    const scenes = new Set(layout.sections.map(({ sceneId }) => sceneId));
    for (const [sceneId, view] of this.#scenes) {
      if (scenes.has(sceneId)) continue;
      view.section.remove();
      this.#scenes.delete(sceneId);
    }
    const rows = new Set(layout.sections.flatMap((section) => section.rows));
    for (const [rowId, view] of this.#rows) {
      if (rows.has(rowId)) continue;
      view.element.remove();
      this.#rows.delete(rowId);
    }
    for (const chunk of this.root.querySelectorAll('.chunk:empty')) chunk.remove();
  }
}

/** What a row and a heading are about, in px: the scrollbar is right before anything has been drawn. */
export const ROW_PX = 72;
export const HEAD_PX = 84;

/** The browser uses what it has once drawn, and this before. */
function guessHeight(element: HTMLElement, px: number): void {
  const guess = `auto ${px}px`;
  if (element.style.containIntrinsicBlockSize !== guess) element.style.containIntrinsicBlockSize = guess;
}

function makeChunk(): HTMLElement {
  const chunk = element('div', 'chunk');
  chunk.setAttribute('role', 'rowgroup');
  return chunk;
}
