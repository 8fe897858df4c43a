import * as Y from 'yjs';

type Deletions = ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>;

/** What a document held at a moment, small enough to keep: which items, and which of them deleted. */
export interface DocMark {
  readonly vector: Uint8Array;
  readonly deleted: Deletions;
}

export function markOf(doc: Y.Doc): DocMark {
  const deleted = new Map<number, { clock: number; len: number }[]>();
  for (const [client, items] of Y.createDeleteSetFromStructStore(doc.store).clients) {
    deleted.set(
      client,
      items.map(({ clock, len }) => ({ clock, len })),
    );
  }
  return { vector: Y.encodeStateVector(doc), deleted };
}

/**
 * One V1 update that makes of the document at a mark the document now, in as few items as the document has by now. What
 * Yjs itself answers would name everything that was ever deleted, each time again. Null while the document waits for
 * something that it lacks.
 */
export function changesSince(doc: Y.Doc, { vector, deleted }: DocMark): Uint8Array | null {
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) return null;
  const all = Y.encodeStateAsUpdate(doc, vector);
  // An update is its items and then its deletions; of a document that is up to date there are no items: a single zero.
  const deletions = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)).length - 1;
  const items = all.subarray(0, all.length - deletions);
  return Buffer.concat([items, encodeDeletions(without(markOf(doc).deleted, deleted))]);
}

/** What is in the one and not in the other; both in order of clocks. */
function without(deletions: Deletions, others: Deletions): Deletions {
  const left = new Map<number, { clock: number; len: number }[]>();
  for (const [client, ranges] of deletions) {
    const known = others.get(client) ?? [];
    const own: { clock: number; len: number }[] = [];
    let index = 0;
    for (const { clock, len } of ranges) {
      let at = clock;
      const end = clock + len;
      for (; index < known.length; index += 1) {
        const hole = known[index];
        if (hole === undefined || hole.clock >= end) break;
        if (hole.clock > at) own.push({ clock: at, len: hole.clock - at });
        at = Math.max(at, hole.clock + hole.len);
        // It may reach into the next range too.
        if (at >= end) break;
      }
      if (at < end) own.push({ clock: at, len: end - at });
    }
    if (own.length > 0) left.set(client, own);
  }
  return left;
}

/** As Yjs writes them: counts, clients, clocks and lengths in sevens of bits, lowest first. */
function encodeDeletions(deletions: Deletions): Uint8Array {
  const bytes: number[] = [];
  const put = (value: number): void => {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push(128 + (rest % 128));
    bytes.push(rest);
  };
  put(deletions.size);
  for (const [client, ranges] of deletions) {
    put(client);
    put(ranges.length);
    for (const { clock, len } of ranges) {
      put(clock);
      put(len);
    }
  }
  return Uint8Array.from(bytes);
}
