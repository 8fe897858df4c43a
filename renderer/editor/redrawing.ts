import type { RowId, SceneId } from '../../app/ids.ts';
import { CELL_KINDS } from '../../app/script/content.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import { RECEIVED } from '../../app/script/origins.ts';
import type { OutlineScene } from '../../app/script/outline.ts';
import type { ScriptChange } from '../../app/script/script-change.ts';
import { layoutOf, withHeldRow } from './layout.ts';
import type { LiveCells } from './live-cells.ts';
import { drawGoneNote, drawNote } from './notes.ts';
import type { RowsOnScreen } from './rows-on-screen.ts';

/** Times follow the words when a pause in typing lets them: nothing moves beside the caret on every key. */
const TIMES_AFTER_MS = 250;

export interface RedrawingOptions {
  readonly model: ScriptModel;
  readonly rows: RowsOnScreen;
  readonly cells: LiveCells;
  readonly surface: HTMLElement;
  /** The row the person is in. */
  readonly held: () => RowId | null;
  /** The order, the numbers or the settings are new on the screen. */
  readonly arranged: () => void;
}

/**
 * Keeps the screen equal to the document. A change made here is shown at once; what is received is shown with the next
 * frame, once for all that came, and never moves the line the person is in.
 */
export class Redrawing implements Disposable {
  readonly #options: RedrawingOptions;
  readonly #stop: () => void;
  readonly #dirty = new Map<RowId, Set<(typeof CELL_KINDS)[number]>>();
  #isStructureDirty = false;
  #frame = 0;
  #timesTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RedrawingOptions) {
    this.#options = options;
    this.#stop = options.model.onChange((change) => this.#changed(change));
  }

  [Symbol.dispose](): void {
    this.#stop();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timesTimer);
  }

  /** Everything anew: at the start, and when the person has left a row that was only held for them. */
  arrange(): void {
    const { model, rows, surface, held } = this.#options;
    this.#isStructureDirty = false;
    const heldRow = held();
    const layout = layoutOf(model.outline());
    const anchor = heldRow === null ? undefined : rows.row(heldRow)?.element;
    const top = anchor?.getBoundingClientRect().top;
    rows.arrange(heldRow === null ? layout : withHeldRow(layout, rows.layout, heldRow), heldRow);
    this.#showFacts();
    // What the person is in stays where it is on the screen.
    if (anchor?.isConnected && top !== undefined) surface.scrollTop += anchor.getBoundingClientRect().top - top;
    this.#options.arranged();
  }

  settle(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.#isStructureDirty) this.arrange();
    for (const [rowId, kinds] of this.#dirty) for (const kind of kinds) this.#options.cells.draw({ rowId, kind });
    this.#dirty.clear();
  }

  #changed({ structure, cells, rows, headings, settings, origin }: ScriptChange): void {
    const { model, cells: live, rows: screen } = this.#options;
    for (const [rowId, kinds] of cells) {
      for (const kind of kinds) {
        if (live.isLive({ rowId, kind })) continue;
        this.#dirty.set(rowId, (this.#dirty.get(rowId) ?? new Set()).add(kind));
      }
    }
    for (const rowId of rows) screen.row(rowId)?.showSpeaker(model.speaker(rowId) ?? '');
    for (const sceneId of headings) screen.scene(sceneId)?.showHeading(model.headingText(sceneId));
    if (structure || settings) this.#isStructureDirty = true;
    if (cells.size > 0 || rows.size > 0) this.#timesTimer ??= setTimeout(() => this.#showTimes(), TIMES_AFTER_MS);
    if (!this.#isStructureDirty && this.#dirty.size === 0) return;
    if (this.#isStructureDirty && origin !== RECEIVED) this.settle();
    else this.#frame ||= requestAnimationFrame(() => this.settle());
  }

  #showTimes(): void {
    this.#timesTimer = undefined;
    const { model, rows } = this.#options;
    const timing = model.timing();
    for (const view of rows.rows()) view.showSeconds(timing.row(view.id).seconds);
    for (const { sceneId } of rows.layout.sections) rows.scene(sceneId)?.showSeconds(timing.scene(sceneId).seconds);
  }

  #showFacts(): void {
    const { model, rows } = this.#options;
    const outline = model.outline();
    const timing = model.timing();
    for (const section of rows.layout.sections) {
      const scene = section.sceneId === null ? undefined : outline.scene(section.sceneId);
      section.rows.forEach((rowId, index) => {
        const row = outline.row(rowId);
        rows.row(rowId)?.show({
          number: row?.number ?? null,
          sceneNumber: scene?.number ?? null,
          indexInScene: index + 1,
          speaker: model.speaker(rowId) ?? '',
          seconds: timing.row(rowId).seconds,
          isDisputed: row !== undefined && row.dispute !== null,
          isGone: row === undefined,
        });
        this.#showRowNote(rowId);
      });
      this.#showScene(section.sceneId, section.rows.length, scene);
    }
  }

  #showScene(sceneId: SceneId | null, rowCount: number, scene: OutlineScene | undefined): void {
    const { model, rows } = this.#options;
    const view = rows.scene(sceneId);
    if (!view) return;
    view.show({
      number: scene?.number ?? null,
      heading: sceneId === null ? '' : model.headingText(sceneId),
      seconds: model.timing().scene(sceneId).seconds,
      rowCount,
      isDisputed: (scene?.dispute ?? null) !== null,
    });
    if (!scene?.dispute) view.showNote(null);
    else if (!view.hasNote) view.showNote(drawNote('scene', scene.dispute));
  }

  #showRowNote(rowId: RowId): void {
    const { model, rows } = this.#options;
    const view = rows.row(rowId);
    const row = model.outline().row(rowId);
    const wanted = row === undefined ? 'gone' : row.dispute === null ? 'none' : 'disputed';
    if (!view || view.noteKind === wanted) return;
    if (row === undefined) view.showNote(drawGoneNote(), wanted);
    else view.showNote(row.dispute === null ? null : drawNote('row', row.dispute), wanted);
  }
}
