import * as Y from 'yjs';
import * as z from 'zod';
import type { YType } from './address.ts';

/**
 * Deletion is a mark; nothing is removed. `seen` is what the deleter had seen inside: client, clock, client, clock, …
 * ascending by client, where `clock` is one past the last item of that client which was alive inside.
 *
 * The key `deleted` holds a mark or, after the row was brought back, null. Bringing back is written down rather than
 * wiped out, so that somebody who meanwhile deletes the scene can be told: that null lies beyond what they had seen.
 */
export interface Deletion {
  readonly by: string;
  /** Milliseconds since 1970 by the deleter's clock: shown and sorted by, never decided by. */
  readonly at: number;
  readonly seen: readonly number[];
}

/** How far each Yjs client has written inside something: one past the clock of its last living item. */
export type Clocks = ReadonlyMap<number, number>;

/** No date lies beyond it. */
const LAST_DAY = 8.64e15;

const DeletionShape = z.object({
  by: z.string().max(200).catch(''),
  at: z.number().min(0).max(LAST_DAY).catch(0),
  seen: z.array(z.int().nonnegative()).catch([]),
});

/** Reads a mark as a peer may have written it. What cannot be read counts as a deleter who has seen nothing. */
export function readDeletion(value: unknown): Deletion | null {
  if (value === undefined || value === null) return null;
  const parsed = DeletionShape.safeParse(value);
  return parsed.success ? parsed.data : { by: '', at: 0, seen: [] };
}

export function seenFrom(clocks: Clocks): readonly number[] {
  return [...clocks].toSorted(([a], [b]) => a - b).flat();
}

/** The clients who wrote something inside that the deleter had not seen; ascending. Empty for an undisputed deletion. */
export function clientsBeyond(clocks: Clocks, seen: readonly number[]): readonly number[] {
  const known = new Map<number, number>();
  for (let i = 0; i + 1 < seen.length; i += 2) known.set(seen[i] ?? 0, seen[i + 1] ?? 0);
  const beyond: number[] = [];
  for (const [client, clock] of clocks) if (clock > (known.get(client) ?? 0)) beyond.push(client);
  return beyond.toSorted((a, b) => a - b);
}

/**
 * What counts as written inside a row or scene: every living item under every key, known to this build or not, except
 * the place and the mark themselves. A removal writes nothing, so it has no words to lose and disputes no deletion.
 */
export function clocksOfContent(map: Y.Map<unknown>): Clocks {
  const clocks = new Map<number, number>();
  for (const [key, item] of map._map) if (key !== 'place' && key !== 'deleted') addItem(item, clocks);
  return clocks;
}

/** As a row counts for its scene's deletion: moving it in and bringing it back are written inside the scene as well. */
export function clocksOfRow(map: Y.Map<unknown>, content: Clocks): Clocks {
  const clocks = new Map(content);
  const place = map._map.get('place');
  if (place !== undefined) addItem(place, clocks);
  const deleted = map._map.get('deleted');
  if (deleted !== undefined && map.get('deleted') === null) addItem(deleted, clocks);
  return clocks;
}

export function mergeClocks(into: Map<number, number>, clocks: Clocks): void {
  for (const [client, clock] of clocks) into.set(client, Math.max(clock, into.get(client) ?? 0));
}

function addItem(item: Y.Item, clocks: Map<number, number>): void {
  if (item.deleted) return;
  const { client, clock } = item.id;
  clocks.set(client, Math.max(clock + item.length, clocks.get(client) ?? 0));
  if (item.content instanceof Y.ContentType) addType(item.content.type, clocks);
}

function addType(type: YType, clocks: Map<number, number>): void {
  for (const item of type._map.values()) addItem(item, clocks);
  const formats: Y.Item[] = [];
  let words = false;
  for (let item = type._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentFormat) formats.push(item);
    else {
      words = true;
      addItem(item, clocks);
    }
  }
  // Taking a formatted word back can leave its formatting behind: without words it says nothing.
  if (words) for (const item of formats) addItem(item, clocks);
}
