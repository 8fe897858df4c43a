import * as Y from 'yjs';
import type { ScriptId } from '../../../app/ids.ts';
import { FORMAT } from '../../../app/script/format.ts';
import { sha256 } from '../seal.ts';
import type { RescueSource } from './rescue-source.ts';
import { assembleLog, type Candidate, type LogEvidence, type Placed } from './rescued-log.ts';

/** A whole state of a script from somewhere beside its log. */
export interface KnownState {
  /** 'snapshot' for one of this very file, else the source's name. */
  readonly from: string;
  /** The place in the log that it stands for, where that is known. */
  readonly ordinal: number | null;
  readonly state: Uint8Array;
}

export interface MendedLog {
  readonly placed: readonly Placed[];
  /** Places that were lost and are there again exactly, and from where. */
  readonly healed: readonly { readonly ordinal: number; readonly from: string }[];
  /** What the lost rows had said, as far as it is known from elsewhere: one V1 update. */
  readonly words: { readonly update: Uint8Array; readonly from: readonly string[] } | null;
  /** Every lost row up to this place is part of a state that was found: of these no word is lost, only the steps. */
  readonly coveredTo: number;
  /** Kept rows that build on words that are lost: they show again if those ever come back. */
  readonly isWaiting: boolean;
}

/** Looks elsewhere for what a log has lost: first for the very rows, then for states that hold their words. */
export function mendLog(
  evidence: LogEvidence,
  { sources, states }: { readonly sources: readonly RescueSource[]; readonly states: readonly KnownState[] },
): MendedLog {
  const first = assembleLog(evidence);
  const lost = ordinalsLost(first);
  if (lost.length === 0) return { placed: first, healed: [], words: null, coveredTo: 0, isWaiting: false };

  const elsewhere = sources.map((source) => ({ from: source.name, rows: rowsIn(source, evidence.scriptId, lost) }));
  const found = elsewhere.flatMap(({ rows }) => rows);
  const placed =
    found.length === 0 ? first : assembleLog({ ...evidence, candidates: [...evidence.candidates, ...found] });
  const still = ordinalsLost(placed);
  const healed = lost
    .filter((ordinal) => !still.includes(ordinal))
    .map((ordinal) => ({
      ordinal,
      from: elsewhere.find(({ rows }) => rows.some((row) => row.ordinal === ordinal))?.from ?? '',
    }));
  if (still.length === 0) return { placed, healed, words: null, coveredTo: 0, isWaiting: false };

  const others = sources.flatMap((source) =>
    source.statesOf(evidence.scriptId).map((state) => ({ from: source.name, ordinal: null, state })),
  );
  return { placed, healed, ...wordsOf(placed, [...states, ...others]) };
}

function ordinalsLost(placed: readonly Placed[]): readonly number[] {
  return placed.flatMap(({ kind, ordinal }) => (kind === 'lost' ? [ordinal] : []));
}

function rowsIn(source: RescueSource, scriptId: ScriptId, lost: readonly number[]): readonly Candidate[] {
  return runsOf(lost).flatMap(({ first, last }) =>
    source.rowsOf(scriptId, first, last).map(({ bytes, ...row }) => ({
      ...row,
      sha: sha256(bytes),
      bytesLength: bytes.length,
      isSound: true,
      // Taken only where the chain says that it is this very row.
      isLive: false,
      read: () => bytes,
    })),
  );
}

export interface Run {
  readonly first: number;
  readonly last: number;
}

/** Numbers in rising order as stretches without gaps. */
export function runsOf(ordinals: readonly number[]): readonly Run[] {
  const runs: { first: number; last: number }[] = [];
  for (const ordinal of ordinals) {
    const run = runs.at(-1);
    if (run !== undefined && run.last + 1 === ordinal) run.last = ordinal;
    else runs.push({ first: ordinal, last: ordinal });
  }
  return runs;
}

function wordsOf(
  placed: readonly Placed[],
  states: readonly KnownState[],
): Pick<MendedLog, 'words' | 'coveredTo' | 'isWaiting'> {
  const doc = new Y.Doc();
  try {
    for (const place of placed) {
      if (place.kind !== 'lost' && place.row.format <= FORMAT) applyIfReadable(doc, place.row.read());
    }
    const known = Y.encodeStateVector(doc);
    let latest = Y.encodeStateAsUpdate(doc);
    const from: string[] = [];
    for (const { state, from: name } of states) {
      if (!applyIfReadable(doc, state)) continue;
      const now = Y.encodeStateAsUpdate(doc);
      if (!Buffer.from(now).equals(latest)) from.push(name);
      latest = now;
    }
    const words = from.length === 0 ? null : { update: Y.encodeStateAsUpdate(doc, known), from: [...new Set(from)] };
    const coveredTo = states.reduce((most, { ordinal }) => Math.max(most, ordinal ?? 0), 0);
    return { words, coveredTo, isWaiting: doc.store.pendingStructs !== null || doc.store.pendingDs !== null };
  } finally {
    doc.destroy();
  }
}

/** What Yjs cannot read stays in the log as it is; it just says nothing here. */
function applyIfReadable(doc: Y.Doc, update: Uint8Array): boolean {
  try {
    Y.decodeUpdate(update);
  } catch {
    return false;
  }
  Y.applyUpdate(doc, update);
  return true;
}
