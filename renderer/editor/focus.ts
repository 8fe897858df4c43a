import type { RowId, SceneId } from '../../app/ids.ts';
import type { CellAddress } from '../../app/script/address.ts';
import type { Outline } from '../../app/script/outline.ts';

/** Where the person stands: in exactly one of these. */
export type Focus =
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'cell'; readonly address: CellAddress }
  | { readonly kind: 'speaker'; readonly rowId: RowId }
  | { readonly kind: 'heading'; readonly sceneId: SceneId }
  /** Whole rows, from the one where selecting began to the one where it has come. */
  | { readonly kind: 'rows'; readonly anchor: RowId; readonly head: RowId };

export const NOWHERE: Focus = { kind: 'nowhere' };

/** The row the person is in or at the moving end of; null in a heading and nowhere. */
export function rowOf(focus: Focus): RowId | null {
  switch (focus.kind) {
    case 'cell':
      return focus.address.rowId;
    case 'speaker':
      return focus.rowId;
    case 'rows':
      return focus.head;
    case 'heading':
    case 'nowhere':
      return null;
    default:
      return focus satisfies never;
  }
}

export function sceneOf(focus: Focus, outline: Outline): SceneId | null {
  if (focus.kind === 'heading') return focus.sceneId;
  const rowId = rowOf(focus);
  return (rowId === null ? undefined : outline.row(rowId)?.sceneId) ?? null;
}

/** The rows a command acts on, first to last. */
export function rowsOf(focus: Focus, outline: Outline): readonly RowId[] {
  if (focus.kind !== 'rows') {
    const rowId = rowOf(focus);
    return rowId !== null && outline.indexOf(rowId) !== -1 ? [rowId] : [];
  }
  const ends = [outline.indexOf(focus.anchor), outline.indexOf(focus.head)];
  if (ends.includes(-1)) return [];
  return outline.rows.slice(Math.min(...ends), Math.max(...ends) + 1).map(({ id }) => id);
}
