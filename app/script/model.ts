import * as Y from 'yjs';
import type { RowId, SceneId } from '../ids.ts';
import { locate, rootsOf, type CellAddress, type YType } from './address.ts';
import {
  bornRow,
  bornScene,
  cleanHeading,
  cleanSeconds,
  cleanSpeaker,
  copiedRow,
  copiedScene,
  sizeOf,
  splitRow,
  type RowContent,
} from './births.ts';
import { readCell } from './content.ts';
import { difference } from './difference.ts';
import { TYPED } from './origins.ts';
import type { Deleted, Outline } from './outline.ts';
import type { Place } from './place.ts';
import { readSeconds, readSpeaker, readValues, type RowValues } from './row-values.ts';
import type { ScriptChange } from './script-change.ts';
import { ScriptIndex } from './script-index.ts';
import { ScriptWriter } from './script-writer.ts';
import type { Surroundings } from './surroundings.ts';
import { readSettings, type Layout, type ScriptSettings } from './settings.ts';
import { rowGap, type RowSpot, type SceneSpot } from './spots.ts';
import { TargetSeconds, timingOf, WordsPerMinute, type ScriptTiming } from './timing.ts';
import { unseenStretches, type Stretch } from './unseen.ts';

/**
 * One script: its document read as scenes, rows and cells, and every command that changes more than words. Commands
 * address what is there; one for a row or scene that is not is left undone. None may run inside a transaction.
 */
export class ScriptModel implements Disposable {
  readonly doc: Y.Doc;
  readonly rows: Y.Map<unknown>;
  readonly scenes: Y.Map<unknown>;
  readonly script: Y.Map<unknown>;
  readonly #index: ScriptIndex;
  readonly #writer: ScriptWriter;
  readonly #listeners = new Set<(change: ScriptChange) => void>();
  #timing: ScriptTiming | undefined;
  #change: ScriptChange | undefined;

  constructor(doc: Y.Doc, surroundings: Surroundings) {
    const roots = rootsOf(doc);
    this.doc = doc;
    this.rows = roots.rows;
    this.scenes = roots.scenes;
    this.script = roots.script;
    this.#index = new ScriptIndex(roots);
    this.#writer = new ScriptWriter(doc, roots, this.#index, surroundings);
    // What was read is forgotten before any observer runs, and told after all of them have.
    doc.on('beforeObserverCalls', this.#absorb);
    doc.on('afterTransaction', this.#tell);
  }

  [Symbol.dispose](): void {
    this.doc.off('beforeObserverCalls', this.#absorb);
    this.doc.off('afterTransaction', this.#tell);
    this.#listeners.clear();
  }

  // ---- reading

  /** Everything visible, in order, with numbers and disputes; the same object until the structure changes. */
  outline(): Outline {
    return this.#index.outline();
  }

  timing(): ScriptTiming {
    return (this.#timing ??= timingOf(
      this.outline(),
      (rowId) => this.#index.words(rowId),
      (rowId) => readSeconds(this.#index.map(rowId)),
      this.settings().wordsPerMinute,
    ));
  }

  settings(): ScriptSettings {
    return readSettings(this.script);
  }

  cell({ rowId, kind }: CellAddress): Y.XmlFragment | undefined {
    const cell = this.#index.map(rowId)?.get(kind);
    return cell instanceof Y.XmlFragment ? cell : undefined;
  }

  heading(sceneId: SceneId): Y.Text | undefined {
    const heading = this.#index.map(sceneId)?.get('heading');
    return heading instanceof Y.Text ? heading : undefined;
  }

  headingText(sceneId: SceneId): string {
    return this.heading(sceneId)?.toJSON() ?? '';
  }

  row(rowId: RowId): RowValues {
    return readValues(this.#index.map(rowId));
  }

  speaker(rowId: RowId): string | null {
    return readSpeaker(this.#index.map(rowId));
  }

  /** Known speakers of visible rows, the most frequent first. */
  speakers(): readonly string[] {
    const counts = new Map<string, number>();
    for (const { id } of this.outline().rows) {
      const speaker = this.speaker(id);
      if (speaker !== null) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
    }
    return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([speaker]) => speaker);
  }

  /** The cell a Yjs type lives in, itself included; undefined for anything else. */
  addressOf(type: YType): CellAddress | undefined {
    const address = locate(this, type);
    return address.kind === 'cell' ? { rowId: address.rowId, kind: address.cell } : undefined;
  }

  /** Rows and scenes hidden by their own deletion, newest first by their deleters' clocks. */
  deleted(): readonly Deleted[] {
    return this.#index.deleted();
  }

  /** The words in a disputed row that its deleter had not seen; none in any other row. */
  unseen(address: CellAddress): readonly Stretch[] {
    const deletion = this.#index.deletionOf(address.rowId);
    const cell = this.cell(address);
    return deletion === null || cell === undefined ? [] : unseenStretches(cell, deletion.seen);
  }

  // ---- changes

  /** Told once after each transaction that changed the script, with what changed. Answers how to stop listening. */
  onChange(listener: (change: ScriptChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Told when `outline()` has to be asked again. */
  onStructure(listener: () => void): () => void {
    return this.onChange(({ structure }) => {
      if (structure) listener();
    });
  }

  readonly #absorb = (transaction: Y.Transaction): void => {
    this.#change = this.#index.absorb(transaction);
    this.#timing = undefined;
  };

  readonly #tell = (): void => {
    const change = this.#change;
    this.#change = undefined;
    if (change === undefined || isNothing(change)) return;
    for (const listener of this.#listeners) listener(change);
  };

  // ---- rows

  insertRow(spot: RowSpot, content: RowContent = {}): RowId | undefined {
    return this.insertRows(spot, [content])[0];
  }

  /** Inserts rows one below the other; a cell over 64 KB goes on in further rows. Refuses with `too-large`. */
  insertRows(spot: RowSpot, contents: readonly RowContent[]): readonly RowId[] {
    const makers = contents
      .flatMap(splitRow)
      .map((content) => ({ bytes: sizeOf(content), make: (place: Place) => bornRow(place, content) }));
    return this.#writer.bearRows(spot, makers);
  }

  /** Copies rows with everything in them, known here or not, and puts the copies below the last of them. */
  duplicateRows(rowIds: readonly RowId[]): readonly RowId[] {
    const sources = this.#visible(rowIds);
    const last = sources.at(-1);
    return last === undefined ? [] : this.#copyRows({ after: last }, sources);
  }

  /** Sets where rows stand, in the order they stand in now; whatever others do inside them meanwhile stays. */
  moveRows(rowIds: readonly RowId[], spot: RowSpot): void {
    const moved = this.#visible(rowIds);
    const gap = rowGap(this.#index, spot, new Set(moved));
    if (gap === undefined) return;
    const places = this.#writer.rowPlaces(gap, moved.length);
    this.#writer.set(moved, 'row', 'place', (i) => places[i]);
  }

  /** Marks rows deleted, with what this window has seen inside each. A disputed row is deleted again, knowingly. */
  deleteRows(rowIds: readonly RowId[]): void {
    this.#writer.mark(this.#visible(rowIds), 'row', (rowId) => this.#index.rowClocks(rowId));
  }

  /** Brings rows back; keeps those that were edited after they were deleted. */
  restoreRows(rowIds: readonly RowId[]): void {
    this.#writer.unmark(
      rowIds.filter((rowId) => this.#index.deletionOf(rowId) !== null),
      'row',
    );
  }

  /** Null takes the speaker away. */
  setSpeaker(rowIds: readonly RowId[], speaker: string | null): void {
    const value = cleanSpeaker(speaker) ?? undefined;
    this.#writer.set(this.#visible(rowIds), 'row', 'speaker', () => value);
  }

  /** Null lets the length follow from the words again. */
  setSeconds(rowIds: readonly RowId[], seconds: number | null): void {
    const value = cleanSeconds(seconds) ?? undefined;
    this.#writer.set(this.#visible(rowIds), 'row', 'seconds', () => value);
  }

  // ---- scenes

  insertScene(spot: SceneSpot, heading = ''): SceneId | undefined {
    return this.#writer.bearScene(spot, (place) => bornScene(place, heading));
  }

  /** Copies a scene with its visible rows and puts the copy below it. */
  duplicateScene(sceneId: SceneId): SceneId | undefined {
    const source = this.#index.map(sceneId);
    const scene = this.outline().scene(sceneId);
    if (source === undefined || scene === undefined) return undefined;
    this.#writer.refuseBeyondRows(scene.rows.length);
    const copy = this.#writer.bearScene({ after: sceneId }, (place) => copiedScene(place, source));
    if (copy === undefined) return undefined;
    const rowIds = scene.rows.map(({ id }) => id);
    this.#copyRows({ startOf: copy }, rowIds);
    return copy;
  }

  /** Its rows go with it, because they stand in it. */
  moveScene(sceneId: SceneId, spot: SceneSpot): void {
    const [place] = this.#writer.scenePlaces(spot, sceneId);
    if (place !== undefined) this.#writer.set([sceneId], 'scene', 'place', () => place);
  }

  /** Hides a scene and its rows, with what this window has seen inside all of them. */
  deleteScene(sceneId: SceneId): void {
    if (this.outline().scene(sceneId) === undefined) return;
    this.#writer.mark([sceneId], 'scene', () => this.#index.sceneClocks(sceneId));
  }

  /** Brings a scene back; keeps one that was edited after it was deleted. */
  restoreScene(sceneId: SceneId): void {
    if (this.#index.deletionOf(sceneId) !== null) this.#writer.unmark([sceneId], 'scene');
  }

  /** Changes only what differs, so that two people's edits of one heading both stay. */
  setHeading(sceneId: SceneId, text: string): void {
    const heading = this.heading(sceneId);
    if (heading === undefined) return;
    const { at, removed, inserted } = difference(heading.toJSON(), cleanHeading(text));
    if (removed === 0 && inserted === '') return;
    this.#writer.write(TYPED, () => {
      heading.delete(at, removed);
      heading.insert(at, inserted);
    });
  }

  // ---- the script

  setLayout(layout: Layout): void {
    this.#setSetting('layout', layout);
  }

  setWordsPerMinute(wordsPerMinute: number): void {
    this.#setSetting('wordsPerMinute', WordsPerMinute.parse(wordsPerMinute));
  }

  /** Null takes the target away. */
  setTargetSeconds(seconds: number | null): void {
    this.#setSetting('targetSeconds', TargetSeconds.nullable().parse(seconds) ?? undefined);
  }

  #setSetting(key: string, value: unknown): void {
    this.#writer.write(TYPED, () => {
      if (value === undefined) this.script.delete(key);
      else this.script.set(key, value);
    });
  }

  /** Of these rows, those that are visible, each once, in the order they stand in. */
  #visible(rowIds: readonly RowId[]): readonly RowId[] {
    const outline = this.outline();
    return [...new Set(rowIds)]
      .filter((rowId) => outline.indexOf(rowId) >= 0)
      .toSorted((a, b) => outline.indexOf(a) - outline.indexOf(b));
  }

  #copyRows(spot: RowSpot, sources: readonly RowId[]): readonly RowId[] {
    const makers = sources.flatMap((rowId) => {
      const source = this.#index.map(rowId);
      if (source === undefined) return [];
      const [video, audio] = [source.get('video'), source.get('audio')].map((cell) =>
        cell instanceof Y.XmlFragment ? readCell(cell) : [],
      );
      return [
        { bytes: sizeOf({ video: video ?? [], audio: audio ?? [] }), make: (place: Place) => copiedRow(place, source) },
      ];
    });
    return this.#writer.bearRows(spot, makers);
  }
}

function isNothing({ structure, cells, rows, headings, settings }: ScriptChange): boolean {
  return !structure && !settings && cells.size === 0 && rows.size === 0 && headings.size === 0;
}
