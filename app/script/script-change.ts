import type * as Y from 'yjs';
import type { RowId, SceneId } from '../ids.ts';
import { locate, type Roots } from './address.ts';
import type { CellKind } from './content.ts';

/** What one transaction changed, in the words of the script. */
export interface ScriptChange {
  /** `outline()` has to be asked again: order, numbers, disputes, or which rows there are. */
  readonly structure: boolean;
  /** Keys of rows and scenes that came, went, moved, or were marked or unmarked. */
  readonly placed: ReadonlySet<string>;
  readonly cells: ReadonlyMap<RowId, ReadonlySet<CellKind>>;
  /** Rows whose speaker, length or unknown keys changed. */
  readonly rows: ReadonlySet<RowId>;
  readonly headings: ReadonlySet<SceneId>;
  /** Layout, pace, target. */
  readonly settings: boolean;
  readonly origin: unknown;
}

/** A change as Yjs tells it; whether the outline follows is for the index to say. */
export interface RawChange extends Omit<ScriptChange, 'structure' | 'placed' | 'origin'> {
  /** Keys of rows and scenes that came, went, moved, or were marked or unmarked. */
  readonly places: { readonly rows: ReadonlySet<string>; readonly scenes: ReadonlySet<string> };
  /** Rows and scenes inside which something was written or removed. */
  readonly written: { readonly rows: ReadonlySet<RowId>; readonly scenes: ReadonlySet<SceneId> };
}

export function readChanges(roots: Roots, changed: Y.Transaction['changed']): RawChange {
  const places = { rows: new Set<string>(), scenes: new Set<string>() };
  const written = { rows: new Set<RowId>(), scenes: new Set<SceneId>() };
  const cells = new Map<RowId, Set<CellKind>>();
  const rows = new Set<RowId>();
  const headings = new Set<SceneId>();
  let settings = false;
  for (const [type, keys] of changed) {
    const address = locate(roots, type);
    switch (address.kind) {
      case 'rows':
      case 'scenes':
        for (const key of keys) if (key !== null) places[address.kind].add(key);
        break;
      case 'script':
        settings = true;
        break;
      case 'row':
        written.rows.add(address.rowId);
        for (const key of keys) {
          if (key === 'place' || key === 'deleted') places.rows.add(address.rowId);
          else if (key === 'video' || key === 'audio') note(cells, address.rowId, key);
          else rows.add(address.rowId);
        }
        break;
      case 'cell':
        written.rows.add(address.rowId);
        note(cells, address.rowId, address.cell);
        break;
      case 'scene':
        written.scenes.add(address.sceneId);
        if (keys.has('place') || keys.has('deleted')) places.scenes.add(address.sceneId);
        if (keys.has('heading')) headings.add(address.sceneId);
        break;
      case 'heading':
        written.scenes.add(address.sceneId);
        headings.add(address.sceneId);
        break;
      case 'unknown':
        if (address.rowId !== undefined) {
          written.rows.add(address.rowId);
          rows.add(address.rowId);
        }
        if (address.sceneId !== undefined) written.scenes.add(address.sceneId);
        break;
      default:
        address satisfies never;
    }
  }
  return { places, written, cells, rows, headings, settings };
}

function note(cells: Map<RowId, Set<CellKind>>, rowId: RowId, kind: CellKind): void {
  const kinds = cells.get(rowId);
  if (kinds === undefined) cells.set(rowId, new Set([kind]));
  else kinds.add(kind);
}
