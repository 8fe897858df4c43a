import type { RowId, SceneId } from '../../app/ids.ts';
import type { Outline } from '../../app/script/outline.ts';

/** What stands on the screen, top to bottom. */
export interface Layout {
  readonly sections: readonly Section[];
}

export interface Section {
  /** Null: the rows before the first scene. */
  readonly sceneId: SceneId | null;
  readonly rows: readonly RowId[];
}

export const NO_LAYOUT: Layout = { sections: [] };

export function layoutOf(outline: Outline): Layout {
  const scenes = outline.scenes.map(({ id, rows }) => ({ sceneId: id, rows: rows.map((row) => row.id) }));
  const opening = outline.opening.map((row) => row.id);
  return { sections: opening.length > 0 ? [{ sceneId: null, rows: opening }, ...scenes] : scenes };
}

/**
 * The same layout with the row the person is in, also when somebody has just deleted it: it stays where it stood, after
 * the neighbour it had, until the person leaves it.
 */
export function withHeldRow(layout: Layout, before: Layout, held: RowId): Layout {
  if (layout.sections.some(({ rows }) => rows.includes(held))) return layout;
  const was = before.sections.findIndex(({ rows }) => rows.includes(held));
  const old = before.sections[was];
  if (!old) return layout;
  const at = layout.sections.findIndex(({ sceneId }) => sceneId === old.sceneId);
  const section = layout.sections[at];
  if (!section) {
    const earlier = before.sections.slice(0, was).map(({ sceneId }) => sceneId);
    const after = layout.sections.findLastIndex(({ sceneId }) => earlier.includes(sceneId));
    return { sections: layout.sections.toSpliced(after + 1, 0, { sceneId: old.sceneId, rows: [held] }) };
  }
  const above = old.rows.slice(0, old.rows.indexOf(held));
  const place = section.rows.findLastIndex((row) => above.includes(row)) + 1;
  return { sections: layout.sections.with(at, { ...section, rows: section.rows.toSpliced(place, 0, held) }) };
}
