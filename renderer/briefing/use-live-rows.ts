import { useEffect, useReducer } from 'react';
import type { RowId } from '../../app/ids.ts';
import { readCell } from '../../app/script/content.ts';
import type { ScriptModel } from '../../app/script/model.ts';

/** What rows say in the open script at this moment. */
export interface LiveRow {
  readonly video: ReturnType<typeof readCell>;
  readonly audio: ReturnType<typeof readCell>;
  readonly speaker: string | null;
  readonly secondsSet: number | null;
}

/** Follows the script: answers how to read a row of it, anew whenever one of these rows changed. */
export function useLiveRows(model: ScriptModel, rowIds: readonly RowId[]): (rowId: RowId) => LiveRow {
  const key = rowIds.join();
  const [, readAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const wanted = new Set(key.split(','));
    return model.onChange(({ cells, rows, placed }) => {
      if ([...cells.keys(), ...rows, ...placed].some((id) => wanted.has(id))) readAgain();
    });
  }, [model, key]);
  return (rowId) => {
    const [video, audio] = (['video', 'audio'] as const).map((kind) => {
      const cell = model.cell({ rowId, kind });
      return cell === undefined ? [] : readCell(cell);
    });
    return { video: video ?? [], audio: audio ?? [], ...model.row(rowId) };
  };
}
