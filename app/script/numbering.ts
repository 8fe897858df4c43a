import type { OutlineRow, OutlineScene } from './outline.ts';

/** What stands where, before anything has a number. */
export interface Unnumbered {
  readonly opening: readonly Omit<OutlineRow, 'number'>[];
  readonly scenes: readonly (Omit<OutlineScene, 'number' | 'rows'> & {
    readonly rows: readonly Omit<OutlineRow, 'number'>[];
  })[];
}

export interface Numbered {
  readonly opening: readonly OutlineRow[];
  readonly scenes: readonly OutlineScene[];
}

/**
 * Numbers are derived from the order and never stored. Rows count through the whole script; what is disputed, and every
 * row of a disputed scene, has none and takes none away from its neighbours.
 */
export function numbered({ opening, scenes }: Unnumbered): Numbered {
  let rowNumber = 0;
  let sceneNumber = 0;
  const count = (row: Omit<OutlineRow, 'number'>, counts: boolean): OutlineRow => ({
    ...row,
    number: counts && row.dispute === null ? ++rowNumber : null,
  });
  return {
    opening: opening.map((row) => count(row, true)),
    scenes: scenes.map((scene) => ({
      ...scene,
      number: scene.dispute === null ? ++sceneNumber : null,
      rows: scene.rows.map((row) => count(row, scene.dispute === null)),
    })),
  };
}
