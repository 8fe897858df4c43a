import type { RowId, SceneId } from '../ids.ts';
import { clientsBeyond } from '../script/deletion.ts';
import type { ScriptIndex } from '../script/script-index.ts';

/** What is brought back to what it was. */
export type RestoreScope =
  | { readonly kind: 'row'; readonly rowId: RowId }
  /** What a row says, wherever it stands now, and whether or not it is shown. */
  | { readonly kind: 'row-words'; readonly rowId: RowId }
  | { readonly kind: 'scene'; readonly sceneId: SceneId }
  | { readonly kind: 'script' };

/** One thing to do. Each says what shall be as it was; whether anything has to be written for it is seen later. */
export type RestoreStep =
  | { readonly kind: 'row-content' | 'row-place' | 'row-shown' | 'row-hidden'; readonly rowId: RowId }
  | { readonly kind: 'scene-heading' | 'scene-place' | 'scene-shown' | 'scene-hidden'; readonly sceneId: SceneId }
  | { readonly kind: 'settings' };

/**
 * Decides what a restoration does to the script as it is now (`live`) so that it shows again what it showed then
 * (`past`). Nothing outside the scope is named, except rows that came into a restored scene from elsewhere: they go back
 * to where they stood, and their words stay as they are.
 */
export function planRestore(live: ScriptIndex, past: ScriptIndex, scope: RestoreScope): readonly RestoreStep[] {
  switch (scope.kind) {
    case 'row':
      return rowSteps(live, past, scope.rowId, { isSceneRestored: false });
    case 'row-words':
      return [{ kind: 'row-content', rowId: scope.rowId }];
    case 'scene':
      return sceneSteps(live, past, scope.sceneId);
    case 'script': {
      const sceneIds = new Set([...past.outline().scenes, ...live.outline().scenes].map(({ id }) => id));
      return [
        { kind: 'settings' },
        ...[...sceneIds].flatMap((sceneId) => sceneSteps(live, past, sceneId)),
        ...rowsOf(live, past, null),
      ];
    }
    default:
      return scope satisfies never;
  }
}

function sceneSteps(live: ScriptIndex, past: ScriptIndex, sceneId: SceneId): readonly RestoreStep[] {
  if (past.outline().scene(sceneId) === undefined) {
    return live.outline().scene(sceneId) === undefined ? [] : [{ kind: 'scene-hidden', sceneId }];
  }
  if (live.map(sceneId) === undefined) return [];
  return [
    { kind: 'scene-heading', sceneId },
    { kind: 'scene-place', sceneId },
    ...(live.deletionOf(sceneId) === null ? [] : [{ kind: 'scene-shown', sceneId } as const]),
    ...rowsOf(live, past, sceneId),
  ];
}

/** The rows that stood in a scene, and those that stand in it now and did not. Null: before the first scene. */
function rowsOf(live: ScriptIndex, past: ScriptIndex, sceneId: SceneId | null): readonly RestoreStep[] {
  const { opening } = past.outline();
  const then = (sceneId === null ? opening : (past.outline().scene(sceneId)?.rows ?? [])).map(({ id }) => id);
  const here = new Set(then);
  const others = live.siblings(sceneId).filter((rowId) => !here.has(rowId) && !hidesItself(live, rowId));
  return [
    ...then.flatMap((rowId) => rowSteps(live, past, rowId, { isSceneRestored: true })),
    ...others.flatMap((rowId): readonly RestoreStep[] => {
      const was = past.outline().row(rowId);
      if (was === undefined) return [{ kind: 'row-hidden', rowId }];
      const isThere = was.sceneId === null || live.outline().scene(was.sceneId) !== undefined;
      if (!isThere) return [];
      const isHidden = live.outline().row(rowId) === undefined;
      return [{ kind: 'row-place', rowId }, ...(isHidden ? [{ kind: 'row-shown', rowId } as const] : [])];
    }),
  ];
}

function rowSteps(
  live: ScriptIndex,
  past: ScriptIndex,
  rowId: RowId,
  { isSceneRestored }: { readonly isSceneRestored: boolean },
): readonly RestoreStep[] {
  const [now, then] = [live.outline().row(rowId), past.outline().row(rowId)];
  if (then === undefined) return now === undefined ? [] : [{ kind: 'row-hidden', rowId }];
  if (live.map(rowId) === undefined) return [];
  const scene = then.sceneId;
  // A row that only its scene hides is shown with it.
  const isShownWithScene = isSceneRestored && scene !== null && live.outline().scene(scene) === undefined;
  // In a scene that somebody deleted it is written down that the row was wanted: its words alone may not say so.
  const isSceneMarked = !isSceneRestored && scene !== null && live.deletionOf(scene) !== null;
  const isHidden = now === undefined && !isShownWithScene;
  const isToBeShown = live.deletionOf(rowId) !== null || isHidden || isSceneMarked;
  return [
    { kind: 'row-content', rowId },
    { kind: 'row-place', rowId },
    ...(isToBeShown ? [{ kind: 'row-shown', rowId } as const] : []),
  ];
}

/** Whether a row would stay hidden even if its scene were shown. */
function hidesItself(index: ScriptIndex, rowId: RowId): boolean {
  const deletion = index.deletionOf(rowId);
  return deletion !== null && clientsBeyond(index.rowClocks(rowId), deletion.seen).length === 0;
}
