import * as Y from 'yjs';
import { RowId, SceneId } from '../ids.ts';
import type { CellKind } from './content.ts';

/** Any Yjs type, whatever events it sends. */
export type YType = Exclude<Y.Item['parent'], Y.ID | null>;

export interface CellAddress {
  readonly rowId: RowId;
  readonly kind: CellKind;
}

/** Where in a script a Yjs type lives. */
export type Address =
  | { readonly kind: 'rows' }
  | { readonly kind: 'scenes' }
  | { readonly kind: 'script' }
  | { readonly kind: 'row'; readonly rowId: RowId }
  | { readonly kind: 'cell'; readonly rowId: RowId; readonly cell: CellKind }
  | { readonly kind: 'scene'; readonly sceneId: SceneId }
  | { readonly kind: 'heading'; readonly sceneId: SceneId }
  /** Inside a row or scene, under a key this build does not know. */
  | { readonly kind: 'unknown'; readonly rowId?: RowId; readonly sceneId?: SceneId };

export interface Roots {
  readonly rows: Y.Map<unknown>;
  readonly scenes: Y.Map<unknown>;
  readonly script: Y.Map<unknown>;
}

/** Asking for a root makes it, which writes nothing into the document. */
export const rootsOf = (doc: Y.Doc): Roots => ({
  rows: doc.getMap('rows'),
  scenes: doc.getMap('scenes'),
  script: doc.getMap('script'),
});

/** Climbs from a type to the row or scene it lives in. */
export function locate({ rows, scenes, script }: Roots, type: YType): Address {
  if (type === rows) return { kind: 'rows' };
  if (type === scenes) return { kind: 'scenes' };
  if (type === script) return { kind: 'script' };
  let key: string | null = null;
  let item = type._item;
  while (item !== null) {
    const parent = item.parent;
    if (!(parent instanceof Y.AbstractType)) break;
    if (parent === rows) return inRow(RowId.safeParse(item.parentSub).data, key, item === type._item);
    if (parent === scenes) return inScene(SceneId.safeParse(item.parentSub).data, key, item === type._item);
    key = item.parentSub;
    item = parent._item;
  }
  return { kind: 'unknown' };
}

function inRow(rowId: RowId | undefined, key: string | null, isRow: boolean): Address {
  if (rowId === undefined) return { kind: 'unknown' };
  if (isRow) return { kind: 'row', rowId };
  return key === 'video' || key === 'audio' ? { kind: 'cell', rowId, cell: key } : { kind: 'unknown', rowId };
}

function inScene(sceneId: SceneId | undefined, key: string | null, isScene: boolean): Address {
  if (sceneId === undefined) return { kind: 'unknown' };
  if (isScene) return { kind: 'scene', sceneId };
  return key === 'heading' ? { kind: 'heading', sceneId } : { kind: 'unknown', sceneId };
}
