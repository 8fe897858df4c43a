import * as Y from 'yjs';
import { RowId, SceneId } from '../ids.ts';
import type { Roots } from './address.ts';
import { cellText } from './content.ts';
import {
  clientsBeyond,
  clocksOfContent,
  clocksOfRow,
  mergeClocks,
  readDeletion,
  type Clocks,
  type Deletion,
} from './deletion.ts';
import { numbered, type Unnumbered } from './numbering.ts';
import { BuiltOutline, type Deleted, type Dispute, type Outline, type OutlineRow } from './outline.ts';
import { byOrder, readPlace, type Place } from './place.ts';
import { countWords } from './plain-text.ts';
import { readChanges, type ScriptChange } from './script-change.ts';

interface Entry<Id> {
  readonly id: Id;
  readonly map: Y.Map<unknown>;
  place: Place;
  deletion: Deletion | null;
  /** Known until something is written inside; a mark's dispute is decided from them. */
  content: Clocks | undefined;
}

interface RowEntry extends Entry<RowId> {
  words: number | undefined;
  shown: OutlineRow | undefined;
}

type SceneEntry = Entry<SceneId>;

/**
 * Reads a script's document and remembers what it read. Typing in a cell leaves the order alone; a structural change
 * re-reads the rows it touched. Nothing here writes.
 */
export class ScriptIndex {
  readonly #roots: Roots;
  readonly #rows = new Map<string, RowEntry>();
  readonly #scenes = new Map<string, SceneEntry>();
  readonly #staleRows = new Set<string>();
  readonly #staleScenes = new Set<string>();
  #ordered: RowEntry[] = [];
  #outline: Outline | undefined;

  constructor(roots: Roots) {
    this.#roots = roots;
    for (const id of roots.rows.keys()) this.#staleRows.add(id);
    for (const id of roots.scenes.keys()) this.#staleScenes.add(id);
  }

  outline(): Outline {
    this.#refresh();
    return (this.#outline ??= this.#build());
  }

  /** The map of a row or scene, hidden ones too. */
  map(id: RowId | SceneId): Y.Map<unknown> | undefined {
    return this.#entry(id)?.map;
  }

  deletionOf(id: RowId | SceneId): Deletion | null {
    return this.#entry(id)?.deletion ?? null;
  }

  placeOf(id: RowId | SceneId): Place | undefined {
    return this.#entry(id)?.place;
  }

  /** The scene a row stands in; null before the first one, also when its scene is unknown here. */
  sceneOf(rowId: RowId): SceneId | null {
    this.#refresh();
    const entry = this.#rows.get(rowId);
    return entry === undefined ? null : this.#sceneOf(entry);
  }

  /** Every row of a scene, hidden ones too, in order; null for those before the first scene. */
  siblings(sceneId: SceneId | null): readonly RowId[] {
    this.#refresh();
    return this.#ordered.filter((entry) => this.#sceneOf(entry) === sceneId).map(({ id }) => id);
  }

  /** Every scene, hidden ones too, in order. */
  sceneOrder(): readonly SceneId[] {
    this.#refresh();
    return [...this.#scenes.values()].toSorted(byOrder).map(({ id }) => id);
  }

  /** What is hidden by its own mark, newest first. */
  deleted(): readonly Deleted[] {
    const list: Deleted[] = [];
    const outline = this.outline();
    for (const { id, deletion } of this.#scenes.values()) {
      if (deletion !== null && outline.scene(id) === undefined) list.push({ kind: 'scene', id, ...about(deletion) });
    }
    for (const entry of this.#rows.values()) {
      const { id, deletion } = entry;
      if (deletion !== null && this.#dispute(entry) === null) list.push({ kind: 'row', id, ...about(deletion) });
    }
    return list.toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
  }

  /** What has been written inside a row, or inside a scene and every row that stands in it. */
  rowClocks(rowId: RowId): Clocks {
    this.#refresh();
    const entry = this.#rows.get(rowId);
    return entry === undefined ? new Map() : contentOf(entry);
  }

  sceneClocks(sceneId: SceneId): Clocks {
    this.#refresh();
    const entry = this.#scenes.get(sceneId);
    const clocks = new Map(entry === undefined ? [] : contentOf(entry));
    for (const row of this.#ordered) {
      if (this.#sceneOf(row) === sceneId) mergeClocks(clocks, clocksOfRow(row.map, contentOf(row)));
    }
    return clocks;
  }

  /** Words that are heard in a row. */
  words(rowId: RowId): number {
    this.#refresh();
    const entry = this.#rows.get(rowId);
    if (entry === undefined) return 0;
    const audio = entry.map.get('audio');
    return (entry.words ??= audio instanceof Y.XmlFragment ? countWords(cellText(audio)) : 0);
  }

  /** Call after writing to a row or scene inside a transaction whose observers may not have run yet. */
  touch(id: RowId | SceneId, kind: 'row' | 'scene'): void {
    (kind === 'row' ? this.#staleRows : this.#staleScenes).add(id);
    this.#outline = undefined;
  }

  /** Forgets what a transaction has made untrue, and answers what it changed. */
  absorb(transaction: Y.Transaction): ScriptChange {
    const { places, written, settings, cells, rows, headings } = readChanges(this.#roots, transaction.changed);
    let structure = places.rows.size + places.scenes.size > 0;
    for (const key of places.rows) this.#staleRows.add(key);
    for (const key of places.scenes) this.#staleScenes.add(key);
    for (const rowId of written.rows) if (this.#written(rowId)) structure = true;
    for (const sceneId of written.scenes) if (this.#writtenScene(sceneId)) structure = true;
    if (structure) this.#outline = undefined;
    const placed = new Set([...places.rows, ...places.scenes]);
    return { structure, placed, settings, cells, rows, headings, origin: transaction.origin };
  }

  /** Forgets what was known of a row's inside; true if a deletion mark may now be disputed or undisputed. */
  #written(rowId: RowId): boolean {
    const entry = this.#rows.get(rowId);
    if (entry === undefined) return false;
    entry.content = undefined;
    entry.words = undefined;
    const { scene } = entry.place;
    return entry.deletion !== null || (scene !== undefined && (this.#scenes.get(scene)?.deletion ?? null) !== null);
  }

  #writtenScene(sceneId: SceneId): boolean {
    const entry = this.#scenes.get(sceneId);
    if (entry === undefined) return false;
    entry.content = undefined;
    return entry.deletion !== null;
  }

  #entry(id: RowId | SceneId): RowEntry | SceneEntry | undefined {
    this.#refresh();
    return this.#rows.get(id) ?? this.#scenes.get(id);
  }

  #refresh(): void {
    if (this.#staleScenes.size > 0) {
      for (const key of this.#staleScenes) {
        const found = readEntry(SceneId.safeParse(key).data, this.#roots.scenes.get(key));
        if (found === undefined) this.#scenes.delete(key);
        else this.#scenes.set(key, found);
      }
      this.#staleScenes.clear();
      this.#outline = undefined;
    }
    if (this.#staleRows.size > 0) {
      const moved: RowEntry[] = [];
      for (const key of this.#staleRows) {
        const old = this.#rows.get(key);
        const found = readEntry(RowId.safeParse(key).data, this.#roots.rows.get(key));
        if (found === undefined) this.#rows.delete(key);
        else {
          const entry = { ...found, words: undefined, shown: old?.shown };
          this.#rows.set(key, entry);
          moved.push(entry);
        }
      }
      // Sorting what is nearly sorted already costs next to nothing.
      this.#ordered = [...this.#ordered.filter(({ id }) => !this.#staleRows.has(id)), ...moved].sort(byOrder);
      this.#staleRows.clear();
      this.#outline = undefined;
    }
  }

  #sceneOf({ place }: RowEntry): SceneId | null {
    return (place.scene === undefined ? undefined : this.#scenes.get(place.scene)?.id) ?? null;
  }

  #dispute(entry: RowEntry): Dispute | null {
    return entry.deletion === null ? null : disputeOf(entry.deletion, contentOf(entry));
  }

  #build(): Outline {
    const groups = new Map<SceneId | null, { entry: RowEntry; dispute: Dispute | null }[]>();
    for (const entry of this.#ordered) {
      const dispute = this.#dispute(entry);
      if (entry.deletion !== null && dispute === null) continue;
      const sceneId = this.#sceneOf(entry);
      const group = groups.get(sceneId);
      if (group === undefined) groups.set(sceneId, [{ entry, dispute }]);
      else group.push({ entry, dispute });
    }
    const rowsOf = (sceneId: SceneId | null): Omit<OutlineRow, 'number'>[] =>
      (groups.get(sceneId) ?? []).map(({ entry: { id }, dispute }) => ({ id, sceneId, dispute }));
    const scenes = [...this.#scenes.values()].sort(byOrder).flatMap((scene): Unnumbered['scenes'] => {
      const { id, deletion } = scene;
      if (deletion === null) return [{ id, dispute: null, rows: rowsOf(id) }];
      const clocks = new Map(contentOf(scene));
      for (const { entry } of groups.get(id) ?? []) mergeClocks(clocks, clocksOfRow(entry.map, contentOf(entry)));
      const dispute = disputeOf(deletion, clocks);
      return dispute === null ? [] : [{ id, dispute, rows: rowsOf(id) }];
    });
    const result = numbered({ opening: rowsOf(null), scenes });
    const opening = result.opening.map((row) => this.#settled(row));
    return new BuiltOutline(
      opening,
      result.scenes.map((scene) => ({ ...scene, rows: scene.rows.map((row) => this.#settled(row)) })),
    );
  }

  /** The same object as last time if nothing about the row is different. */
  #settled(row: OutlineRow): OutlineRow {
    const entry = this.#rows.get(row.id);
    if (entry === undefined) return row;
    const { shown } = entry;
    if (
      shown !== undefined &&
      shown.number === row.number &&
      shown.sceneId === row.sceneId &&
      sameDispute(shown.dispute, row.dispute)
    ) {
      return shown;
    }
    return (entry.shown = row);
  }
}

function readEntry<Id>(id: Id | undefined, map: unknown): Entry<Id> | undefined {
  if (id === undefined || !(map instanceof Y.Map)) return undefined;
  const deletion = readDeletion(map.get('deleted'));
  return { id, map, place: readPlace(map.get('place')), deletion, content: undefined };
}

const contentOf = (entry: Entry<unknown>): Clocks => (entry.content ??= clocksOfContent(entry.map));

const about = ({ by, at }: Deletion): Pick<Deletion, 'by' | 'at'> => ({ by, at });

function disputeOf({ by, at, seen }: Deletion, clocks: Clocks): Dispute | null {
  const editedBy = clientsBeyond(clocks, seen);
  return editedBy.length === 0 ? null : { deletedBy: by, deletedAt: at, editedBy };
}

function sameDispute(a: Dispute | null, b: Dispute | null): boolean {
  if (a === null || b === null) return a === b;
  return a.deletedBy === b.deletedBy && a.deletedAt === b.deletedAt && a.editedBy.join() === b.editedBy.join();
}
