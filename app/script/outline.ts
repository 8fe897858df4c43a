import type { RowId, SceneId } from '../ids.ts';

/** Somebody wrote inside what somebody else deleted without having seen it. It stays visible, framed, and unnumbered. */
export interface Dispute {
  readonly deletedBy: string;
  readonly deletedAt: number;
  /** The Yjs clients whose writing the deleter had not seen; ascending. */
  readonly editedBy: readonly number[];
}

export interface OutlineRow {
  readonly id: RowId;
  /** Null before the first scene. */
  readonly sceneId: SceneId | null;
  /** Counts through the whole script from 1; null while the row or its scene is disputed. */
  readonly number: number | null;
  readonly dispute: Dispute | null;
}

export interface OutlineScene {
  readonly id: SceneId;
  /** Counts from 1; null while the scene is disputed. */
  readonly number: number | null;
  readonly dispute: Dispute | null;
  readonly rows: readonly OutlineRow[];
}

/** Everything visible, in order. A row that did not change keeps its identity from one outline to the next. */
export interface Outline {
  /** Rows before the first scene: those without a scene and those whose scene is unknown here. */
  readonly opening: readonly OutlineRow[];
  readonly scenes: readonly OutlineScene[];
  /** All rows, first to last. */
  readonly rows: readonly OutlineRow[];
  indexOf(rowId: RowId): number;
  row(rowId: RowId): OutlineRow | undefined;
  scene(sceneId: SceneId): OutlineScene | undefined;
}

/** One line of "Deleted rows and scenes". */
export type Deleted =
  | { readonly kind: 'row'; readonly id: RowId; readonly by: string; readonly at: number }
  | { readonly kind: 'scene'; readonly id: SceneId; readonly by: string; readonly at: number };

/** An outline of what was found, with its look-ups. */
export class BuiltOutline implements Outline {
  readonly opening: readonly OutlineRow[];
  readonly scenes: readonly OutlineScene[];
  readonly rows: readonly OutlineRow[];
  readonly #indices = new Map<RowId, number>();
  readonly #scenes = new Map<SceneId, OutlineScene>();

  constructor(opening: readonly OutlineRow[], scenes: readonly OutlineScene[]) {
    this.opening = opening;
    this.scenes = scenes;
    this.rows = [...opening, ...scenes.flatMap(({ rows }) => rows)];
    for (const [index, { id }] of this.rows.entries()) this.#indices.set(id, index);
    for (const scene of scenes) this.#scenes.set(scene.id, scene);
  }

  indexOf(rowId: RowId): number {
    return this.#indices.get(rowId) ?? -1;
  }

  row(rowId: RowId): OutlineRow | undefined {
    return this.rows[this.indexOf(rowId)];
  }

  scene(sceneId: SceneId): OutlineScene | undefined {
    return this.#scenes.get(sceneId);
  }
}
