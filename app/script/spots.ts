import type { RowId, SceneId } from '../ids.ts';
import type { ScriptIndex } from './script-index.ts';

/** Where rows are put. Null is the room before the first scene. */
export type RowSpot =
  | { readonly after: RowId }
  | { readonly before: RowId }
  | { readonly startOf: SceneId | null }
  | { readonly endOf: SceneId | null };

export type SceneSpot = { readonly after: SceneId } | { readonly before: SceneId } | 'start' | 'end';

/** The gap between two neighbours, as orders: right after `left`, before the first of `following` that leaves room. */
export interface Gap {
  readonly left: string | undefined;
  readonly following: readonly string[];
}

export type RowGap = Gap & { readonly sceneId: SceneId | null };

/**
 * Finds the gap a spot names; undefined if what it names is not there. Rows that move themselves are no neighbours, and
 * a row that moves after itself stays behind whoever stands before it. Hidden rows are neighbours: they may come back.
 */
export function rowGap(index: ScriptIndex, spot: RowSpot, moving: ReadonlySet<RowId>): RowGap | undefined {
  if ('startOf' in spot || 'endOf' in spot) {
    const sceneId = 'startOf' in spot ? spot.startOf : spot.endOf;
    if (sceneId !== null && index.map(sceneId) === undefined) return undefined;
    const siblings = index.siblings(sceneId).filter((id) => !moving.has(id));
    return { sceneId, ...gapAt(index, siblings, 'startOf' in spot ? 0 : siblings.length) };
  }
  const anchor = 'after' in spot ? spot.after : spot.before;
  const anchorPlace = index.placeOf(anchor);
  if (anchorPlace === undefined) return undefined;
  const sceneId = index.sceneOf(anchor);
  const all = index.siblings(sceneId);
  const at = all.indexOf(anchor) + ('after' in spot ? 1 : 0);
  const before = all.slice(0, at).filter((id) => !moving.has(id));
  const behind = all.slice(at).filter((id) => !moving.has(id));
  return { sceneId, ...gapAt(index, [...before, ...behind], before.length) };
}

/** As `rowGap`, for scenes. */
export function sceneGap(index: ScriptIndex, spot: SceneSpot, moving?: SceneId): Gap | undefined {
  const all = index.sceneOrder();
  const at =
    spot === 'start' ? 0 : spot === 'end' ? all.length : all.indexOf('after' in spot ? spot.after : spot.before);
  if (at < 0) return undefined;
  const cut = typeof spot === 'object' && 'after' in spot ? at + 1 : at;
  const before = all.slice(0, cut).filter((id) => id !== moving);
  const behind = all.slice(cut).filter((id) => id !== moving);
  return gapAt(index, [...before, ...behind], before.length);
}

function gapAt(index: ScriptIndex, siblings: readonly (RowId | SceneId)[], at: number): Gap {
  const orderOf = (id: RowId | SceneId | undefined): string | undefined =>
    id === undefined ? undefined : index.placeOf(id)?.order;
  return {
    left: at === 0 ? undefined : orderOf(siblings[at - 1]),
    following: siblings.slice(at).flatMap((id) => orderOf(id) ?? []),
  };
}
