import * as Y from 'yjs';

/**
 * Looks at every Yjs transaction before any observer runs, so before y-tiptap can see (and delete) what it does not
 * know. `beforeObserverCalls` fires when the change is complete and deep observers can still be taken away.
 */
export function guardCell(
  doc: Y.Doc,
  fragment: Y.XmlFragment,
  onChange: (transaction: Y.Transaction) => void,
): () => void {
  const look = (transaction: Y.Transaction): void => {
    for (const type of transaction.changed.keys()) if (isInside(type, fragment)) return onChange(transaction);
  };
  doc.on('beforeObserverCalls', look);
  return () => doc.off('beforeObserverCalls', look);
}

function isInside(type: unknown, fragment: Y.XmlFragment): boolean {
  for (let current: unknown = type; current instanceof Y.AbstractType; current = current._item?.parent ?? null) {
    if (current === fragment) return true;
  }
  return false;
}
