import type { ReactNode } from 'react';
import { Icon } from '../ui/icon.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { clockTime, counted } from '../ui/words.ts';
import type { ScriptBoard } from './script-board.ts';

/** What the selected rows are together, and what can be done with them. */
export function SelectionBar({ board }: { readonly board: ScriptBoard }): ReactNode {
  const { selectedRows } = useReadable(board.position);
  if (selectedRows.length < 2 || board.isReadOnly) return null;
  const timing = board.model.timing();
  const seconds = selectedRows.reduce((sum, rowId) => sum + timing.row(rowId).seconds, 0);
  const { rows } = board.commands;
  return (
    <div className="selection-bar" role="toolbar" aria-label="Selected rows">
      <span>
        <b>{counted(selectedRows.length, 'row')}</b>, <time>{clockTime(seconds)}</time>
      </span>
      <button type="button" className="btn bare" onClick={() => rows.duplicate(selectedRows)}>
        <Icon name="copy" size={14} /> Duplicate
      </button>
      <button type="button" className="btn bare" onClick={() => rows.moveBy(selectedRows, -1)}>
        <Icon name="arrow-up" size={14} /> Up
      </button>
      <button type="button" className="btn bare" onClick={() => rows.moveBy(selectedRows, 1)}>
        <Icon name="arrow-down" size={14} /> Down
      </button>
      <button type="button" className="btn bare" onClick={() => rows.delete(selectedRows)}>
        <Icon name="trash" size={14} /> Delete
      </button>
    </div>
  );
}
