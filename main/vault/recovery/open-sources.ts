import type { WriterStart } from '../protocol.ts';
import type { RescueSource } from './rescue-source.ts';

/** Every other place that may hold what a damaged vault has lost. Opened only when there is something to recover. */
export function openSources(_start: Pick<WriterStart, 'folder' | 'account'>): readonly RescueSource[] {
  return [];
}
