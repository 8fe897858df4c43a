import type * as Y from 'yjs';
import { cleanSeconds, cleanSpeaker } from './births.ts';

export interface RowValues {
  readonly speaker: string | null;
  /** The length somebody set; null when it follows from the words. */
  readonly secondsSet: number | null;
}

/** Reads a row's plain values as a peer may have written them. */
export function readValues(row: Y.Map<unknown> | undefined): RowValues {
  const speaker = row?.get('speaker');
  const seconds = row?.get('seconds');
  return {
    speaker: cleanSpeaker(typeof speaker === 'string' ? speaker : null),
    secondsSet: cleanSeconds(typeof seconds === 'number' ? seconds : null),
  };
}
