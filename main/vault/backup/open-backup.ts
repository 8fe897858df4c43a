import * as Y from 'yjs';
import { FORMAT } from '../../../app/script/format.ts';
import { canonicalScript } from '../../../app/script/canonical.ts';
import { HYDRATED } from '../../../app/script/origins.ts';
import { readUpdates } from '../../../app/script/read-updates.ts';
import { readScript, type PlainScript } from '../../../app/script/plain-script.ts';
import { Failure } from '../../../app/failure.ts';
import { chainStart } from '../chain.ts';
import { failureOf } from '../failures.ts';
import { sha256 } from '../seal.ts';
import { chainAfter, decodePiece, decompress, type Logged } from './log-piece.ts';
import { Counts, type BackedUpScript, type Piece, type Stored } from './manifest.ts';
import type { ObjectStore } from './object-store.ts';

/** The digest that says that two scripts show the same. */
export function textDigest(script: PlainScript): string {
  return sha256(canonicalScript(script)).toString('hex');
}

export function countsOf({ scenes, words }: PlainScript): Counts {
  return {
    scenes: scenes.filter(({ id }) => id !== null).length,
    rows: scenes.reduce((sum, { rows }) => sum + rows.length, 0),
    words,
  };
}

/**
 * The V1 update of a script's state.
 * @throws Failure `damaged`
 */
export function readState(objects: ObjectStore, state: Stored): Buffer {
  return decompress(objects.read(state), state);
}

/**
 * One piece of a script's log, held against the chain that was written down for its end.
 * @throws Failure `damaged`
 */
export function readPiece(objects: ObjectStore, piece: Piece, chainBefore: Uint8Array): readonly Logged[] {
  const updates = decodePiece(decompress(objects.read(piece), piece));
  const isWhole = updates.length === piece.last - piece.first + 1;
  if (!isWhole || !Buffer.from(piece.chain, 'hex').equals(chainAfter(chainBefore, updates))) throw failureOf('damaged');
  return updates;
}

/** The chain before each piece of a script's log. */
export function chainsBefore({ scriptId, log }: Pick<BackedUpScript, 'scriptId' | 'log'>): readonly Uint8Array[] {
  return log.map((_, index) => {
    const before = log[index - 1];
    return before === undefined ? chainStart(scriptId) : Buffer.from(before.chain, 'hex');
  });
}

/**
 * Opens a script's state as a document and reads it.
 * @throws Failure `damaged` when it does not say, word for word, what the script said when it was backed up.
 */
export function openState(objects: ObjectStore, state: Stored, text: string | null): Y.Doc {
  const doc = new Y.Doc();
  try {
    Y.applyUpdate(doc, readState(objects, state));
    if (textDigest(readScript(doc)) === text) return doc;
  } catch (error) {
    doc.destroy();
    throw error instanceof Failure ? error : failureOf('damaged', { cause: error });
  }
  doc.destroy();
  throw failureOf('damaged');
}

export interface OpenedFromBackup {
  readonly doc: Y.Doc;
  /** What had to be left out, because it can no longer be read in this backup. */
  readonly missing: 'nothing' | 'some edits';
}

/**
 * A script as a backup holds it: from its state, else from its log as far as that can be read.
 * @throws Failure `damaged` when nothing of it can be read.
 */
export function openScript(objects: ObjectStore, script: BackedUpScript): OpenedFromBackup {
  try {
    if (script.state !== null) return { doc: openState(objects, script.state, script.text), missing: 'nothing' };
  } catch (error) {
    // The log says the same, only slower.
    if (!(error instanceof Failure)) throw error;
  }
  const updates = readableLog(objects, script);
  if (updates.length === 0 && script.count > 0) throw failureOf('damaged');
  return { doc: docOf(updates), missing: updates.length === script.count ? 'nothing' : 'some edits' };
}

/** What this build knows of a script; updates that nobody can read are not part of it. */
export function docOf(updates: readonly Pick<Logged, 'format' | 'bytes'>[], state: Uint8Array | null = null): Y.Doc {
  const known = updates.filter(({ format }) => format <= FORMAT).map(({ bytes }) => bytes);
  return readUpdates(state === null ? known : [state, ...known], HYDRATED).doc;
}

/** A script's log up to the first piece that can no longer be read. */
export function readableLog(objects: ObjectStore, script: Pick<BackedUpScript, 'scriptId' | 'log'>): readonly Logged[] {
  const updates: Logged[] = [];
  const before = chainsBefore(script);
  for (const [index, piece] of script.log.entries()) {
    try {
      for (const update of readPiece(objects, piece, before[index] ?? chainStart(script.scriptId)))
        updates.push(update);
    } catch (error) {
      if (error instanceof Failure) return updates;
      throw error;
    }
  }
  return updates;
}
