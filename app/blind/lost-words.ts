import * as Y from 'yjs';
import type { UpdateParts } from './update-structs.ts';

/** A stretch of typed characters: the client that typed them and their clocks, the second excluded. */
export interface TypedStretch {
  readonly client: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Characters that are gone from the document though nobody ever deleted them: they went because what held them was
 * replaced or removed by somebody who had not seen them.
 */
export function lostWords(doc: Y.Doc, log: readonly UpdateParts[]): readonly TypedStretch[] {
  const deleted = deletesOf(log);
  const lost: TypedStretch[] = [];
  for (const [client, structs] of doc.store.clients) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || !struct.deleted || !(struct.content instanceof Y.ContentString)) continue;
      const { clock } = struct.id;
      for (const [from, to] of without([clock, clock + struct.length], deleted.get(client) ?? [])) {
        lost.push({ client, from, to });
      }
    }
  }
  return lost;
}

type Range = readonly [from: number, to: number];

function deletesOf(log: readonly UpdateParts[]): ReadonlyMap<number, readonly Range[]> {
  const ranges = new Map<number, Range[]>();
  for (const { deletes } of log) {
    for (const [client, runs] of deletes) {
      const own = ranges.get(client) ?? [];
      for (const { clock, len } of runs) own.push([clock, clock + len]);
      ranges.set(client, own);
    }
  }
  return new Map([...ranges].map(([client, own]) => [client, joined(own)]));
}

function joined(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], to)];
    else result.push([from, to]);
  }
  return result;
}

/** What is left of a range when others, in order and apart, are taken out of it. */
function without([from, to]: Range, taken: readonly Range[]): readonly Range[] {
  const left: Range[] = [];
  let at = from;
  for (const [start, end] of taken) {
    if (end <= at) continue;
    if (start >= to) break;
    if (start > at) left.push([at, start]);
    at = Math.max(at, end);
  }
  if (at < to) left.push([at, to]);
  return left;
}
