import * as Y from 'yjs';
import { canonicalScript } from '../script/canonical.ts';
import { FORMAT } from '../script/format.ts';
import { readScript } from '../script/plain-script.ts';
import { findFaults, type Fault } from './faults.ts';
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

/** More than these are counted and not dated: dating one builds the document a dozen times over. */
const DATED_FAULTS = 12;

/** Builds a script from its log with the present code and looks for everything that must not be. */
export function checkLog({ entries, snapshot }: Log): CheckedLog {
  const readable = entries.filter(({ format, bytes }) => format <= FORMAT && bytes !== null && isUpdate(bytes));
  const updates = readable.map(({ bytes }) => bytes ?? new Uint8Array());
  const parts = updates.map(takeApart);
  const doc = built(updates);
  const faults = [
    ...(readable.length < entries.filter(({ format }) => format <= FORMAT).length
      ? [{ kind: 'unreadable', where: '' } as const]
      : []),
    ...findFaults(doc, parts),
    ...disagreements(doc, updates),
    ...staleSnapshot(doc, readable, snapshot),
  ];
  const script = tried(() => readScript(doc));
  return {
    updates: entries.length,
    applied: updates.length,
    clients: doc.store.clients.size,
    scenes: script?.scenes.length ?? 0,
    rows: script?.scenes.reduce((sum, { rows }) => sum + rows.length, 0) ?? 0,
    characters: charactersIn(doc),
    faults: faults.map((fault, index) => ({
      ...fault,
      since: index < DATED_FAULTS ? sinceWhen(fault, readable, parts) : (readable.at(-1)?.ordinal ?? 0),
    })),
  };
}

/** Without forgetting what was deleted: lost words are counted in it. */
function built(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc({ gc: false });
  for (const update of updates) Y.applyUpdate(doc, update);
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
  const halves = [updates.filter((_, n) => n % 2 === 0), updates.filter((_, n) => n % 2 === 1)].map(built);
  const [one, other] = halves;
  if (one === undefined || other === undefined) return [];
  const fromOne = Y.encodeStateAsUpdate(one);
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
  Y.applyUpdate(other, fromOne);
  const backwards = built(updates.toReversed());
  const expected = pictureOf(doc);
  return [
    ...(pictureOf(backwards) === expected ? [] : [{ kind: 'diverged', where: 'backwards' } as const]),
    ...(pictureOf(one) === expected && pictureOf(other) === expected
      ? []
      : [{ kind: 'diverged', where: 'halves' } as const]),
  ];
}

function staleSnapshot(doc: Y.Doc, readable: readonly LoggedUpdate[], snapshot: Log['snapshot']): readonly Fault[] {
  if (snapshot === null) return [];
  const later = readable
    .filter(({ ordinal }) => ordinal > snapshot.ordinal)
    .map(({ bytes }) => bytes ?? new Uint8Array());
  const opened = tried(() => built([snapshot.bytes, ...later]));
  return opened !== undefined && pictureOf(opened) === pictureOf(doc) ? [] : [{ kind: 'snapshot-differs', where: '' }];
}

/** What a script shows, and what of it was seen by whom. */
function pictureOf(doc: Y.Doc): string {
  const clocks = [...Y.decodeStateVector(Y.encodeStateVector(doc))].toSorted(([a], [b]) => a - b);
  return JSON.stringify([clocks, tried(() => canonicalScript(readScript(doc))) ?? null]);
}

/** Halves the log until the update is found with which the fault came; one that had gone again is dated by its last time. */
function sinceWhen(fault: Fault, readable: readonly LoggedUpdate[], parts: readonly UpdateParts[]): number {
  const isThere = (count: number): boolean => {
    const updates = readable.slice(0, count).map(({ bytes }) => bytes ?? new Uint8Array());
    const doc = built(updates);
    const found = [...findFaults(doc, parts.slice(0, count)), ...disagreements(doc, updates)];
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
