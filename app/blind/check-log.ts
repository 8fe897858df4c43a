import * as Y from 'yjs';
import { canonicalScript } from '../script/canonical.ts';
import { FORMAT } from '../script/format.ts';
import { readScript } from '../script/plain-script.ts';
import { findFaults, type Fault } from './faults.ts';
import { inPieces, merged } from './merged.ts';
import { takeApart, type UpdateParts } from './update-structs.ts';

export interface LoggedUpdate {
  readonly ordinal: number;
  readonly format: number;
  /** Null where the bytes were no update. */
  readonly bytes: Uint8Array | null;
}

export interface CheckedLog {
  readonly updates: number;
  /** Updates that this build applies: the others are of a newer format or no updates. */
  readonly applied: number;
  readonly clients: number;
  readonly scenes: number;
  readonly rows: number;
  readonly characters: number;
  readonly faults: readonly FoundFault[];
}

export interface FoundFault extends Fault {
  /** The first update after which it is there. */
  readonly since: number;
}

interface Log {
  readonly entries: readonly LoggedUpdate[];
  /** The state that was stored for opening, up to and with that ordinal. */
  readonly snapshot: { readonly ordinal: number; readonly bytes: Uint8Array } | null;
}

/** More than these are not dated but counted: dating one builds the document a dozen times over. */
const DATED_FAULTS = 12;
/** So many updates are tried out of order one by one; of a longer log, so many pieces. */
const OUT_OF_ORDER = 200;

/** Builds a script from its log with the present code and looks for everything that must not be. */
export function checkLog({ entries, snapshot }: Log): CheckedLog {
  const known = entries.filter(({ format }) => format <= FORMAT);
  const readable = known.filter((entry): entry is Readable => entry.bytes !== null && isUpdate(entry.bytes));
  const updates = readable.map(({ bytes }) => bytes);
  const parts = updates.map(takeApart);
  const doc = built(updates);
  const unreadable = known.find((entry) => entry.bytes === null || !isUpdate(entry.bytes));
  const script = tried(() => readScript(doc));
  return {
    updates: entries.length,
    applied: updates.length,
    clients: doc.store.clients.size,
    scenes: script?.scenes.length ?? 0,
    rows: script?.scenes.reduce((sum, { rows }) => sum + rows.length, 0) ?? 0,
    characters: charactersIn(doc),
    faults: [
      ...(unreadable === undefined ? [] : [{ kind: 'unreadable', where: '', since: unreadable.ordinal } as const]),
      ...[...findFaults(doc, parts), ...disagreements(doc, updates)].map((fault, index) => ({
        ...fault,
        since: index < DATED_FAULTS ? sinceWhen(fault, readable, parts) : (readable.at(-1)?.ordinal ?? 0),
      })),
      ...staleSnapshot(doc, readable, snapshot),
    ],
  };
}

interface Readable extends LoggedUpdate {
  readonly bytes: Uint8Array;
}

/** Without forgetting what was deleted: lost words are counted in it. */
function built(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc({ gc: false });
  for (const [n, update] of updates.entries()) {
    Y.applyUpdate(doc, update);
    // What waits for something missing is looked through with every further update: the rest goes in few pieces.
    if (doc.store.pendingStructs === null || updates.length - n < OUT_OF_ORDER) continue;
    for (const piece of inPieces(updates.slice(n + 1), OUT_OF_ORDER)) Y.applyUpdate(doc, piece);
    return doc;
  }
  return doc;
}

const isUpdate = (bytes: Uint8Array): boolean =>
  tried(() => {
    takeApart(bytes);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, bytes);
    return true;
  }) ?? false;

/** The same updates in other orders, and by way of two halves that meet, must give the same document. */
function disagreements(doc: Y.Doc, updates: readonly Uint8Array[]): readonly Fault[] {
  const expected = pictureOf(doc);
  // What comes before what it builds on waits, and waiting is looked through with every update: hence not too many.
  const backwards = built(inPieces(updates, OUT_OF_ORDER).toReversed());
  const [one, other] = [0, 1].map((half) => built([merged(updates.filter((_, n) => n % 2 === half))]));
  if (one === undefined || other === undefined) return [];
  const fromOne = Y.encodeStateAsUpdate(one);
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
  Y.applyUpdate(other, fromOne);
  const faults: Fault[] = [];
  if (pictureOf(backwards) !== expected) faults.push({ kind: 'diverged', where: 'backwards' });
  if (pictureOf(one) !== expected || pictureOf(other) !== expected) faults.push({ kind: 'diverged', where: 'halves' });
  return faults;
}

function staleSnapshot(doc: Y.Doc, readable: readonly Readable[], snapshot: Log['snapshot']): readonly FoundFault[] {
  if (snapshot === null) return [];
  const later = readable.filter(({ ordinal }) => ordinal > snapshot.ordinal).map(({ bytes }) => bytes);
  const opened = tried(() => built([snapshot.bytes, ...later]));
  if (opened !== undefined && pictureOf(opened) === pictureOf(doc)) return [];
  return [{ kind: 'snapshot-differs', where: '', since: snapshot.ordinal }];
}

/** What a script shows, and what of it was seen by whom. */
function pictureOf(doc: Y.Doc): string {
  const clocks = [...Y.decodeStateVector(Y.encodeStateVector(doc))].toSorted(([a], [b]) => a - b);
  return JSON.stringify([clocks, tried(() => canonicalScript(readScript(doc))) ?? null]);
}

/** Halves the log until the update is found with which the fault came. */
function sinceWhen(fault: Fault, readable: readonly Readable[], parts: readonly UpdateParts[]): number {
  const isThere = (count: number): boolean => {
    const updates = readable.slice(0, count).map(({ bytes }) => bytes);
    const doc = built(updates);
    const found = fault.kind === 'diverged' ? disagreements(doc, updates) : findFaults(doc, parts.slice(0, count));
    return found.some(({ kind, where }) => kind === fault.kind && where === fault.where);
  };
  let without = 0;
  let withIt = readable.length;
  while (withIt - without > 1) {
    const middle = (without + withIt) >> 1;
    if (isThere(middle)) withIt = middle;
    else without = middle;
  }
  return readable[withIt - 1]?.ordinal ?? 0;
}

function charactersIn(doc: Y.Doc): number {
  let characters = 0;
  for (const structs of doc.store.clients.values()) {
    for (const struct of structs) {
      if (struct instanceof Y.Item && !struct.deleted && struct.content instanceof Y.ContentString) {
        characters += struct.length;
      }
    }
  }
  return characters;
}

/** Undefined where the present code cannot do it; the fault that keeps it from doing so is found by itself. */
function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
