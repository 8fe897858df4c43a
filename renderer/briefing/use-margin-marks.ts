import { useEffect } from 'react';
import { useApp } from '../app-services.ts';
import type { Board } from '../editor/board.ts';
import { MarginMarks } from './margin-marks.ts';
import type { Unread } from './unread.ts';

/** Marks what is unread beside its rows, for as long as there are rows. */
export function useMarginMarks(unread: Unread, board: Board | null): void {
  const { timers } = useApp();
  useEffect(() => {
    if (board === null) return undefined;
    const marks = MarginMarks.open(board, unread, timers);
    return () => marks[Symbol.dispose]();
  }, [board, unread, timers]);
}
