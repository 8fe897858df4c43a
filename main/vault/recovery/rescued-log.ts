import type { ScriptId } from '../../../app/ids.ts';
import { chainNext, chainStart, type Link } from '../chain.ts';

/** Something that may be the row at one place of a script's log. */
export interface Candidate extends Link {
  readonly ordinal: number;
  readonly chain: Uint8Array;
  readonly bytesLength: number;
  /** The bytes are those that `sha` is of. */
  readonly isSound: boolean;
  /** Found where the log itself still leads, not on a page that was given up. */
  readonly isLive: boolean;
  read(): Uint8Array;
}

/** What stands at one place of a log. */
export type Placed =
  /** The chain says that this row belongs here. */
  | { readonly kind: 'proven'; readonly ordinal: number; readonly row: Candidate }
  /** The row is as it was written; what stood before it is lost, so its place is what its number says. */
  | { readonly kind: 'kept'; readonly ordinal: number; readonly row: Candidate }
  /** `known` is what still can be told of it. */
  | { readonly kind: 'lost'; readonly ordinal: number; readonly known: Candidate | null };

/** A place in the log whose chain something outside the log remembers: its head, a snapshot, a moment. */
export interface Anchor {
  readonly ordinal: number;
  readonly chain: Uint8Array;
}

export interface LogEvidence {
  readonly scriptId: ScriptId;
  readonly candidates: readonly Candidate[];
  /** How far the log had come, as its head says; null when the head is lost. */
  readonly head: Anchor | null;
  readonly anchors: readonly Anchor[];
  /** Nothing of the log can lie anywhere but where it still leads. */
  readonly isWhole: boolean;
}

/** Puts a log together again: every row where its chain or its number puts it, and every place where none is left. */
export function assembleLog(evidence: LogEvidence): readonly Placed[] {
  const { scriptId, candidates, head, isWhole } = evidence;
  const at = Map.groupBy(candidates, ({ ordinal }) => ordinal);
  const anchored = followBack(evidence, at);
  const placed: Placed[] = [];
  let before: Uint8Array | undefined = chainStart(scriptId);
  const last = candidates.reduce((most, { ordinal }) => Math.max(most, ordinal), head?.ordinal ?? 0);
  for (let ordinal = 1; ordinal <= last; ordinal += 1) {
    const here: readonly Candidate[] = at.get(ordinal) ?? [];
    const proven: Candidate | undefined =
      before === undefined ? undefined : bestOf(here.filter((row) => follows(before, row)));
    const likely =
      anchored.get(ordinal) ?? bestOf(here.filter(({ isLive, isSound }) => isLive || (isSound && !isWhole)));
    const row: Candidate | undefined = proven ?? likely;
    if (row === undefined) placed.push({ kind: 'lost', ordinal, known: null });
    else if (!row.isSound) placed.push({ kind: 'lost', ordinal, known: row });
    else placed.push({ kind: row === proven ? 'proven' : 'kept', ordinal, row });
    before = row?.chain;
  }
  return withoutTail(placed, head?.ordinal ?? 0);
}

/** Rows that lead to a chain that something outside the log remembers. */
function followBack(
  { head, anchors }: LogEvidence,
  at: ReadonlyMap<number, readonly Candidate[]>,
): ReadonlyMap<number, Candidate> {
  const found = new Map<number, Candidate>();
  for (const anchor of head === null ? anchors : [head, ...anchors]) {
    let wanted: Uint8Array | undefined = anchor.chain;
    for (let ordinal = anchor.ordinal; ordinal > 0 && wanted !== undefined; ordinal -= 1) {
      const chain: Uint8Array = wanted;
      const row = bestOf((at.get(ordinal) ?? []).filter((candidate) => isSame(candidate.chain, chain)));
      if (row === undefined || found.has(ordinal)) break;
      found.set(ordinal, row);
      wanted = at.get(ordinal - 1)?.find((candidate) => follows(candidate.chain, row))?.chain;
    }
  }
  return found;
}

function bestOf(rows: readonly Candidate[]): Candidate | undefined {
  return rows.find(({ isSound }) => isSound) ?? rows[0];
}

function follows(before: Uint8Array | undefined, row: Candidate): boolean {
  return before !== undefined && isSame(chainNext(before, row), row.chain);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one).equals(other);
}

/** Beyond what the head promised there is no loss: only what is there counts. */
function withoutTail(placed: readonly Placed[], promised: number): readonly Placed[] {
  const lastKept = placed.findLastIndex(({ kind }) => kind !== 'lost') + 1;
  return placed.slice(0, Math.max(promised, lastKept));
}

/** Says whether the log is exactly what it was: every row in its place, up to what its head remembers. */
export function isIntact(placed: readonly Placed[], head: Anchor | null): boolean {
  if (head === null || placed.length !== head.ordinal) return false;
  const last = placed.at(-1);
  if (!placed.every(({ kind }) => kind === 'proven')) return false;
  return last === undefined || (last.kind === 'proven' && isSame(last.row.chain, head.chain));
}
