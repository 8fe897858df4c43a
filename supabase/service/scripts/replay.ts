import * as Y from 'yjs';
import { applyUntouched, isReadable } from '../../../app/script/read-updates.ts';

export interface LogUpdate {
  readonly position: number;
  readonly bytes: Uint8Array;
}

export interface Replayed {
  readonly doc: Y.Doc;
  /** Positions of updates that cannot be part of any document; nothing of them is in this one. */
  readonly setAside: readonly number[];
}

/** The state cannot be decoded: it is not what was written. */
export class UnreadableState extends Error {
  override readonly name = 'UnreadableState';
}

/**
 * The document that a log gives, from a state (Yjs V2) or from nothing. What is set aside depends on the update alone, so
 * that reading from a snapshot and reading from the beginning leave out the same.
 */
export function replay(state: Uint8Array | null, updates: readonly LogUpdate[]): Replayed {
  const readable = updates.filter(({ bytes }) => isReadable(bytes));
  const setAside = new Set(updates.map(({ position }) => position));
  for (const { position } of readable) setAside.delete(position);
  for (;;) {
    const doc = openState(state);
    const stumbled = applyAll(doc, readable);
    if (stumbled === undefined) return { doc, setAside: [...setAside].toSorted((a, b) => a - b) };
    // Half of it may be in the document by now: begin again without it.
    doc.destroy();
    readable.splice(readable.indexOf(stumbled), 1);
    setAside.add(stumbled.position);
  }
}

/** A document's state (V2), or undefined when decoding it does not give the document again. */
export function stateOf(doc: Y.Doc): Uint8Array | undefined {
  const state = Y.encodeStateAsUpdateV2(doc);
  const again = openState(state);
  try {
    return equal(Y.encodeStateAsUpdate(again), Y.encodeStateAsUpdate(doc)) ? state : undefined;
  } finally {
    again.destroy();
  }
}

const ORIGIN = 'replay';

/** Applies in order; answers the update at which Yjs stumbled, if it did. */
function applyAll(doc: Y.Doc, updates: readonly LogUpdate[]): LogUpdate | undefined {
  let current: LogUpdate | undefined;
  try {
    const apply = (): void => {
      for (current of updates) Y.applyUpdate(doc, current.bytes);
      current = undefined;
    };
    applyUntouched(doc, apply, ORIGIN);
    return undefined;
  } catch (error) {
    // What stumbles when all is applied and observers run belongs to no update.
    if (current === undefined) throw error;
    return current;
  }
}

function openState(state: Uint8Array | null): Y.Doc {
  const doc = new Y.Doc();
  if (state === null) return doc;
  try {
    applyUntouched(doc, () => Y.applyUpdateV2(doc, state), ORIGIN);
    return doc;
  } catch (cause) {
    doc.destroy();
    throw new UnreadableState('The state cannot be decoded.', { cause });
  }
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(b);
