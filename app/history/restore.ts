import * as Y from 'yjs';
import type { RowId, SceneId } from '../ids.ts';
import { rootsOf, type Roots } from '../script/address.ts';
import { CELL_KINDS } from '../script/content.ts';
import { mergeClocks, seenFrom, type Clocks, type Deletion } from '../script/deletion.ts';
import { BORN, TYPED } from '../script/origins.ts';
import { readPlace } from '../script/place.ts';
import { ScriptIndex } from '../script/script-index.ts';
import type { Surroundings } from '../script/surroundings.ts';
import { planRestore, type RestoreScope, type RestoreStep } from './plan-restore.ts';
import { cellToWrite, completeCell, headingToWrite } from './restore-words.ts';

export interface RestoreOptions {
  /** The script as it is. */
  readonly live: Y.Doc;
  /** The same script as it was: a document that holds the log up to that moment. */
  readonly past: Y.Doc;
  readonly scope: RestoreScope;
  readonly surroundings: Pick<Surroundings, 'now' | 'author'>;
}

export interface Restored {
  /** False if everything in the scope was as it had been. */
  readonly isChanged: boolean;
  /** Rows with a cell that holds what this build does not know: that cell was left as it is. */
  readonly leftAlone: ReadonlySet<RowId>;
}

/**
 * Brings a row, a scene or the whole script back to what it was, as one new edit that undo takes back. It changes only
 * what differs and replaces nothing that holds words, so that what others write meanwhile merges with it: words by
 * characters, places and values each on its own, and what did not exist yet is marked deleted.
 */
export function restore({ live, past, scope, surroundings }: RestoreOptions): Restored {
  // Inside somebody's transaction what is read here would be out of date before it is written.
  if (live._transaction !== null) throw new Error('A restoration cannot run inside a transaction.');
  const writing = new Writing(live, past, surroundings);
  for (const step of planRestore(writing.live, writing.past, scope)) writing.take(step);
  return writing.finish();
}

type Id = RowId | SceneId;
type Writes = (() => void)[];

/**
 * Collects what has to be written, and writes it. What the person sees is changed in one transaction, which undo takes
 * back. What is hidden is made ready before it, in one that undo never sees, and only its being shown can be undone:
 * undo would otherwise write words into something that is hidden again, and its deletion would look disputed.
 */
class Writing {
  readonly live: ScriptIndex;
  readonly past: ScriptIndex;
  readonly #doc: Y.Doc;
  readonly #roots: Roots;
  readonly #pastRoots: Roots;
  readonly #surroundings: RestoreOptions['surroundings'];
  readonly #births: Writes = [];
  readonly #preparations: Writes = [];
  readonly #edits: Writes = [];
  readonly #hiddenRows = new Set<RowId>();
  readonly #rowsToShow = new Set<RowId>();
  readonly #hiddenScenes = new Set<SceneId>();
  readonly #leftAlone = new Set<RowId>();

  constructor(live: Y.Doc, past: Y.Doc, surroundings: RestoreOptions['surroundings']) {
    this.#doc = live;
    this.#roots = rootsOf(live);
    this.#pastRoots = rootsOf(past);
    this.live = new ScriptIndex(this.#roots);
    this.past = new ScriptIndex(this.#pastRoots);
    this.#surroundings = surroundings;
  }

  take(step: RestoreStep): void {
    switch (step.kind) {
      case 'settings':
        return values(this.#roots.script, this.#pastRoots.script, SETTINGS, this.#edits);
      case 'row-content':
        return this.#rowContent(step.rowId, this.#forRow(step.rowId));
      case 'scene-heading':
        return this.#heading(step.sceneId, this.#forScene(step.sceneId));
      case 'row-place':
        return this.#place(step.rowId, this.#forRow(step.rowId));
      case 'scene-place':
        return this.#place(step.sceneId, this.#forScene(step.sceneId));
      case 'row-shown':
        this.#forRow(step.rowId);
        this.#rowsToShow.add(step.rowId);
        return this.#set(step.rowId, null, this.#edits);
      case 'scene-shown':
        this.#forScene(step.sceneId);
        return this.#set(step.sceneId, null, this.#edits);
      case 'row-hidden':
        return this.#hide(step.rowId, this.live.rowClocks(step.rowId), this.#forRow(step.rowId));
      case 'scene-hidden':
        return this.#hide(step.sceneId, this.live.sceneClocks(step.sceneId), this.#edits);
      default:
        return step satisfies never;
    }
  }

  finish(): Restored {
    if (this.#births.length + this.#preparations.length + this.#hiddenRows.size + this.#hiddenScenes.size > 0) {
      this.#doc.transact(() => {
        perform([...this.#births, ...this.#preparations]);
        perform(this.#freshMarks());
      }, BORN);
    }
    if (this.#edits.length > 0) this.#doc.transact(() => perform(this.#edits), TYPED);
    return { isChanged: this.#edits.length > 0, leftAlone: this.#leftAlone };
  }

  /** Where changes to a row belong; one that is hidden is remembered. */
  #forRow(rowId: RowId): Writes {
    if (this.live.outline().row(rowId) !== undefined) return this.#edits;
    this.#hiddenRows.add(rowId);
    return this.#preparations;
  }

  #forScene(sceneId: SceneId): Writes {
    if (this.live.outline().scene(sceneId) !== undefined) return this.#edits;
    this.#hiddenScenes.add(sceneId);
    return this.#preparations;
  }

  /** The marks of what is hidden, which know what was just written inside: undoing the showing puts these back. */
  #freshMarks(): Writes {
    const writes: Writes = [];
    const index = new ScriptIndex(this.#roots);
    const sceneIds = new Set(this.#hiddenScenes);
    for (const rowId of this.#hiddenRows) {
      const sceneId = index.sceneOf(rowId);
      if (sceneId !== null && this.live.outline().scene(sceneId) === undefined) sceneIds.add(sceneId);
      const deletion = index.deletionOf(rowId) ?? (this.#rowsToShow.has(rowId) ? this.#hiddenBy(rowId) : null);
      if (deletion !== null) this.#set(rowId, withClocks(deletion, index.rowClocks(rowId)), writes);
    }
    for (const sceneId of sceneIds) {
      const deletion = index.deletionOf(sceneId);
      if (deletion !== null) this.#set(sceneId, withClocks(deletion, index.sceneClocks(sceneId)), writes);
    }
    return writes;
  }

  /** A row that only its scene hides needs a mark of its own, or undoing its showing would hide nothing. */
  #hiddenBy(rowId: RowId): Deletion | null {
    const sceneId = this.live.sceneOf(rowId);
    return sceneId === null ? null : this.live.deletionOf(sceneId);
  }

  #rowContent(rowId: RowId, writes: Writes): void {
    const [row, was] = [this.live.map(rowId), this.past.map(rowId)];
    if (row === undefined || was === undefined) return;
    values(row, was, ['speaker', 'seconds'], writes);
    for (const kind of CELL_KINDS) {
      const [cell, past] = [row.get(kind), was.get(kind)];
      // A cell that was not there yet is no reason to empty one that is.
      if (!(cell instanceof Y.XmlFragment) || !(past instanceof Y.XmlFragment)) continue;
      const words = cellToWrite(cell, past);
      if (words === 'unknown') this.#leftAlone.add(rowId);
      else if (words !== null) {
        if (words.needsText) this.#births.push(() => completeCell(cell));
        writes.push(() => words.write());
      }
    }
  }

  #heading(sceneId: SceneId, writes: Writes): void {
    const [heading, past] = [this.live.map(sceneId)?.get('heading'), this.past.map(sceneId)?.get('heading')];
    if (!(heading instanceof Y.Text) || !(past instanceof Y.Text)) return;
    const words = headingToWrite(heading, past.toJSON());
    if (words !== null) writes.push(() => words.write());
  }

  #place(id: Id, writes: Writes): void {
    const map = this.live.map(id);
    const place = this.past.map(id)?.get('place');
    const then = readPlace(place);
    // A place that says nothing is none to go back to: the row stays where it stands.
    if (map === undefined || then.order === '' || isSame(then, readPlace(map.get('place')))) return;
    writes.push(() => void map.set('place', place));
  }

  #hide(id: Id, clocks: Clocks, writes: Writes): void {
    const { author, now } = this.#surroundings;
    // Where nothing was written under the key yet, undo would wipe the mark out and leave no trace: see Deletion.
    if (this.live.map(id)?.has('deleted') === false) this.#set(id, null, this.#births);
    this.#set(id, { by: author, at: now().getTime(), seen: seenFrom(clocks) }, writes);
  }

  #set(id: Id, mark: Deletion | null, writes: Writes): void {
    const map = this.live.map(id);
    if (map !== undefined) writes.push(() => void map.set('deleted', mark));
  }
}

function perform(writes: Writes): void {
  for (const write of writes) write();
}

const SETTINGS = ['layout', 'wordsPerMinute', 'targetSeconds'];

/** Plain values under these keys; others, known or not, stay as they are. */
function values(map: Y.Map<unknown>, was: Y.Map<unknown>, keys: readonly string[], writes: Writes): void {
  for (const key of keys) {
    const [value, present] = [was.get(key), map.get(key)];
    // What is not plain there was made by a newer build.
    if (value instanceof Y.AbstractType || present instanceof Y.AbstractType || isSame(value, present)) continue;
    writes.push(() => void (value === undefined ? map.delete(key) : map.set(key, value)));
  }
}

function withClocks(deletion: Deletion, clocks: Clocks): Deletion {
  const seen = new Map(clocks);
  const { seen: old } = deletion;
  for (let i = 0; i + 1 < old.length; i += 2) mergeClocks(seen, new Map([[old[i] ?? 0, old[i + 1] ?? 0]]));
  return { ...deletion, seen: seenFrom(seen) };
}

/** Plain values are the same if they are written the same. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
