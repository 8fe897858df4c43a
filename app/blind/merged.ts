import * as Y from 'yjs';

/** Merging looks at all of them for every struct; a few at a time, level by level, costs little more than reading. */
const AT_ONCE = 32;

/** One update that says the same as all of these. */
export function merged(updates: readonly Uint8Array[]): Uint8Array {
  let level = updates;
  while (level.length > 1) level = groupsOf(level, AT_ONCE).map((group) => Y.mergeUpdates([...group]));
  return level[0] ?? Uint8Array.of(0, 0);
}

/** At most so many updates that say the same as all of these, in the same order. */
export function inPieces(updates: readonly Uint8Array[], pieces: number): readonly Uint8Array[] {
  return updates.length <= pieces ? updates : groupsOf(updates, Math.ceil(updates.length / pieces)).map(merged);
}

function groupsOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const groups: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += size) groups.push(items.slice(at, at + size));
  return groups;
}
