import type * as Y from 'yjs';
import { Failure } from '../failure.ts';
import { RowId, SceneId } from '../ids.ts';
import type { Roots } from './address.ts';
import { markBorn } from './births.ts';
import { seenFrom, type Clocks, type Deletion } from './deletion.ts';
import { MAX_BATCH_BYTES, MAX_ROWS, MAX_SCENES } from './limits.ts';
import { BORN, TYPED, type Origin } from './origins.ts';
import { Orders, type Place } from './place.ts';
import type { ScriptIndex } from './script-index.ts';
import type { Surroundings } from './surroundings.ts';
import { rowGap, sceneGap, type RowGap, type RowSpot, type SceneSpot } from './spots.ts';

/** Makes one row, not yet in any document. `bytes` is an upper bound of what its words take. */
export interface RowMaker {
  readonly bytes: number;
  make(place: Place): Y.Map<unknown>;
}

/**
 * The two steps every creation takes. Rows and scenes are born marked deleted in a transaction that undo never sees and
 * are unmarked in one it does: undo puts the mark back, and nobody's words in them can go.
 */
export class ScriptWriter {
  readonly #doc: Y.Doc;
  readonly #roots: Roots;
  readonly #index: ScriptIndex;
  readonly #surroundings: Surroundings;
  readonly #orders: Orders;

  constructor(doc: Y.Doc, roots: Roots, index: ScriptIndex, surroundings: Surroundings) {
    this.#doc = doc;
    this.#roots = roots;
    this.#index = index;
    this.#surroundings = surroundings;
    this.#orders = new Orders(() => surroundings.newId());
  }

  write(origin: Origin, edit: () => void): void {
    // Inside somebody's transaction a birth would become undoable, and what was read would be out of date.
    if (this.#doc._transaction !== null) throw new Error('A script command cannot run inside a transaction.');
    this.#doc.transact(edit, origin);
  }

  bearRows(spot: RowSpot, makers: readonly RowMaker[]): readonly RowId[] {
    const gap = rowGap(this.#index, spot, new Set());
    if (gap === undefined) return [];
    this.refuseBeyondRows(makers.length);
    const places = this.rowPlaces(gap, makers.length);
    const rowIds = makers.map(() => RowId.parse(this.#surroundings.newId()));
    for (const batch of batches(makers)) {
      this.write(BORN, () => {
        for (const i of batch) {
          const rowId = rowIds[i];
          const place = places[i];
          if (rowId !== undefined && place !== undefined) this.#bear(this.#roots.rows, rowId, makers[i]?.make(place));
        }
      });
    }
    this.unmark(rowIds, 'row');
    return rowIds;
  }

  bearScene(spot: SceneSpot, make: (place: Place) => Y.Map<unknown>): SceneId | undefined {
    const [place] = this.scenePlaces(spot, undefined);
    if (place === undefined) return undefined;
    if (this.#index.outline().scenes.length >= MAX_SCENES) {
      throw new Failure(
        'too-large',
        `A script holds at most ${MAX_SCENES} scenes. Nothing was changed. Put the rest into another script.`,
      );
    }
    const sceneId = SceneId.parse(this.#surroundings.newId());
    this.write(BORN, () => this.#bear(this.#roots.scenes, sceneId, make(place)));
    this.unmark([sceneId], 'scene');
    return sceneId;
  }

  /** Refuses with `too-large` what would make more rows than a script holds. */
  refuseBeyondRows(count: number): void {
    const room = Math.max(0, MAX_ROWS - this.#index.outline().rows.length);
    if (count <= room) return;
    throw new Failure(
      'too-large',
      `A script holds at most ${MAX_ROWS} rows, and there is room for ${room} more. Nothing was changed. Put the rest into another script.`,
    );
  }

  rowPlaces({ sceneId, left, following }: RowGap, count: number): readonly Place[] {
    return this.#orders
      .after(left, following, count)
      .map((order) => (sceneId === null ? { order } : { scene: sceneId, order }));
  }

  /** One place at the spot, or none if what the spot names is not there. */
  scenePlaces(spot: SceneSpot, moving: SceneId | undefined): readonly Place[] {
    const gap = sceneGap(this.#index, spot, moving);
    return gap === undefined ? [] : this.#orders.after(gap.left, gap.following, 1).map((order) => ({ order }));
  }

  set(ids: readonly (RowId | SceneId)[], kind: 'row' | 'scene', key: string, valueOf: (i: number) => unknown): void {
    this.write(TYPED, () => {
      for (const [i, id] of ids.entries()) {
        const map = this.#index.map(id);
        if (map === undefined) continue;
        const value = valueOf(i);
        if (value === undefined) map.delete(key);
        else map.set(key, value);
        this.#index.touch(id, kind);
      }
    });
  }

  /** Marks rows or scenes deleted, each with what has been written inside it as far as this window knows. */
  mark<Id extends RowId | SceneId>(ids: readonly Id[], kind: 'row' | 'scene', clocksOf: (id: Id) => Clocks): void {
    const deletions = ids.map((id): Deletion => ({ ...this.#signature(), seen: seenFrom(clocksOf(id)) }));
    // Where nothing was written under the key yet, undo would wipe the mark out and so write nothing: see Deletion.
    const unwritten = ids.filter((id) => this.#index.map(id)?.has('deleted') === false);
    if (unwritten.length > 0) {
      this.write(BORN, () => {
        for (const id of unwritten) this.#index.map(id)?.set('deleted', null);
      });
    }
    this.set(ids, kind, 'deleted', (i) => deletions[i]);
  }

  unmark(ids: readonly (RowId | SceneId)[], kind: 'row' | 'scene'): void {
    this.set(ids, kind, 'deleted', () => null);
  }

  #bear(root: Y.Map<unknown>, id: RowId | SceneId, map: Y.Map<unknown> | undefined): void {
    if (map === undefined) return;
    root.set(id, map);
    markBorn(map, this.#signature());
    this.#index.touch(id, root === this.#roots.rows ? 'row' : 'scene');
  }

  #signature(): Omit<Deletion, 'seen'> {
    return { by: this.#surroundings.author, at: this.#surroundings.now().getTime() };
  }
}

/** Indices of makers, cut so that no transaction becomes an update near the log's cap. */
function batches(makers: readonly RowMaker[]): readonly (readonly number[])[] {
  const list: number[][] = [];
  let bytes = Infinity;
  for (const [i, maker] of makers.entries()) {
    const size = maker.bytes + 512;
    if (bytes + size > MAX_BATCH_BYTES) {
      list.push([]);
      bytes = 0;
    }
    bytes += size;
    list.at(-1)?.push(i);
  }
  return list;
}
