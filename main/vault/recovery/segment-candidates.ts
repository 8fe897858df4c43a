import { Failure } from '../../../app/failure.ts';
import type { Segment } from '../history/segment-table.ts';
import { linkedEntriesOf } from '../history/segments.ts';
import { chooseRows } from './choose-rows.ts';
import type { FoundRows } from './find-rows.ts';
import { columnOf, type FoundRow } from './read-row.ts';
import type { Candidate } from './rescued-log.ts';
import { tableNamed } from './table-named.ts';

/** The updates of every segment that is what it was, as rows of the logs they belong to, by script. */
export function segmentCandidates(found: FoundRows): ReadonlyMap<number, readonly Candidate[]> {
  const candidates = new Map<number, Candidate[]>();
  for (const row of chooseRows(found, tableNamed('segment'))) {
    const script = Number(columnOf(row, 'script'));
    const there = candidates.get(script) ?? [];
    candidates.set(script, [...there, ...rowsIn(row)]);
  }
  return candidates;
}

function rowsIn(row: FoundRow): readonly Candidate[] {
  const segment = segmentOf(row);
  if (segment === undefined) return [];
  try {
    return linkedEntriesOf(segment).map(({ bytes, ...update }) => ({
      ...update,
      bytesLength: bytes.length,
      isSound: true,
      isLive: row.standing === 'live',
      read: () => bytes,
    }));
  } catch (error) {
    // What cannot be read of it is looked for elsewhere.
    if (error instanceof Failure && error.code === 'damaged') return [];
    throw error;
  }
}

function segmentOf(row: FoundRow): Segment | undefined {
  const number = (column: string): number => Number(columnOf(row, column));
  const bytes = (column: string): Buffer | undefined => {
    const value = columnOf(row, column);
    return Buffer.isBuffer(value) ? value : undefined;
  };
  const [chainBefore, chainAfter, runSha, body] = [
    bytes('chain_before'),
    bytes('chain_after'),
    bytes('run_sha'),
    bytes('body'),
  ];
  if (chainBefore === undefined || chainAfter === undefined || runSha === undefined || body === undefined)
    return undefined;
  const [script, first, last, runBytes] = [number('script'), number('first'), number('last'), number('run_bytes')];
  const times = { firstAt: number('first_at'), lastAt: number('last_at'), madeAt: number('made_at') };
  return { script, first, last, chainBefore, chainAfter, ...times, runBytes, runSha, body };
}
