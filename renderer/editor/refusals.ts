import { Failure } from '../../app/failure.ts';
import type { Message } from './board.ts';

/** The words for what the script refuses to take; null for anything else, which is a bug and no refusal. */
export function tooMuch(error: unknown): Message | null {
  return error instanceof Failure && error.code === 'too-large' ? { text: error.message } : null;
}
