import * as Y from 'yjs';

/** A document, and which updates could not be part of it. */
export interface ReadUpdates {
  readonly doc: Y.Doc;
  /** Updates that Yjs cannot read, in the order they were given. Nothing of them is in the document. */
  readonly unreadable: readonly Uint8Array[];
}

/**
 * A new document made of updates, without those that nobody can read: bytes that were damaged on their way, or that a
 * foreign program made. All of them are tried at once; only when that fails are they looked at one by one.
 */
export function readUpdates(updates: readonly Uint8Array[], origin: unknown): ReadUpdates {
  const doc = new Y.Doc();
  try {
    applyUntouched(doc, () => updates.forEach((update) => Y.applyUpdate(doc, update)), origin);
    return { doc, unreadable: [] };
  } catch {
    // Half of an update may be in it by now, and what is typed behind such a half could be read nowhere else.
    doc.destroy();
    return readOneByOne(updates, origin);
  }
}

/**
 * Applies updates or a state in one transaction, and leaves the document as they make it. By itself Yjs takes away
 * formatting that it thinks needless after everything received, each reader in its own copy: the document would then
 * depend on how its log was cut up, down to marks that show.
 */
export function applyUntouched(doc: Y.Doc, apply: () => void, origin: unknown): void {
  doc.transact((transaction) => {
    apply();
    transaction.local = true;
  }, origin);
}

/**
 * Whether applying an update leaves a document whole. Yjs applies while it reads, and stops in the middle of what it
 * cannot read: so ask before giving it to a document in use.
 */
export function isReadable(update: Uint8Array): boolean {
  try {
    const { structs, ds } = Y.decodeUpdate(update);
    return !structs.some(refersAhead) && !deletesNothing(ds);
  } catch {
    return false;
  }
}

function readOneByOne(updates: readonly Uint8Array[], origin: unknown): ReadUpdates {
  const doc = new Y.Doc();
  const unreadable: Uint8Array[] = [];
  const apply = (): void => {
    for (const update of updates) {
      if (isReadable(update)) Y.applyUpdate(doc, update);
      else unreadable.push(update);
    }
  };
  applyUntouched(doc, apply, origin);
  return { doc, unreadable };
}

/** Yjs waits for what lies ahead under other clients' ids; under an item's own id it takes it for granted, and fails. */
function refersAhead(struct: Y.Item | Y.GC | { readonly id: Y.ID }): boolean {
  if (!(struct instanceof Y.Item)) return false;
  const { id, origin, rightOrigin, parent } = struct;
  const isAhead = (other: unknown): boolean =>
    other instanceof Y.ID && other.client === id.client && other.clock >= id.clock;
  return isAhead(origin) || isAhead(rightOrigin) || isAhead(parent);
}

/** A deletion of no length is read, and fails when the document is written out. */
function deletesNothing({ clients }: ReturnType<typeof Y.decodeUpdate>['ds']): boolean {
  return Array.from(clients.values()).some((deletions) => deletions.some(({ len }) => len === 0));
}
