import type * as Y from 'yjs';
import { cleanSeconds, cleanSpeaker } from './births.ts';

/** A row's plain values. */
export interface RowValues {
  readonly speaker: string | null;
  /** The length somebody set; null when it follows from the words. */
  readonly secondsSet: number | null;
}

type Row = Y.Map<unknown> | undefined;

/** Reads what a peer may have written; each value on its own. */
export const readValues = (row: Row): RowValues => ({ speaker: readSpeaker(row), secondsSet: readSeconds(row) });

export function readSpeaker(row: Row): string | null {
  const speaker = row?.get('speaker');
  return typeof speaker === 'string' ? cleanSpeaker(speaker) : null;
}

export function readSeconds(row: Row): number | null {
  const seconds = row?.get('seconds');
  return typeof seconds === 'number' ? cleanSeconds(seconds) : null;
}
