import { Failure } from '../../app/failure.ts';
import type { Board } from './board.ts';

/**
 * Runs a command as one step of undo. What the script refuses to take is told in its own words, and counts as done;
 * false says that there was nothing to do.
 */
export function asStep(board: Board, command: () => boolean): boolean {
  if (board.isReadOnly) return false;
  try {
    return board.undo.step(command);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'too-large') throw error;
    board.tell({ text: error.message });
    return true;
  }
}
