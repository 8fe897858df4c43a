import * as Y from 'yjs';

/** The document that a window makes of a moment, or of a script that it opens. */
export function docAt({
  snapshot,
  updates,
}: {
  readonly snapshot: Uint8Array | null;
  readonly updates: readonly Uint8Array[];
}): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of snapshot === null ? updates : [snapshot, ...updates]) Y.applyUpdate(doc, update);
  });
  return doc;
}
