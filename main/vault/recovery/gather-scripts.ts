import { ScriptId } from '../../../app/ids.ts';
import { chainNext, chainStart } from '../chain.ts';
import { chooseRows } from './choose-rows.ts';
import type { FoundRows } from './find-rows.ts';
import { columnOf, scriptIdOf, type FoundRow, type FoundUpdate } from './read-row.ts';
import type { RescuableScript, RescueSource } from './rescue-source.ts';
import type { Anchor, Candidate } from './rescued-log.ts';
import { segmentCandidates } from './segment-candidates.ts';
import { tableNamed } from './table-named.ts';

/** A script of the damaged file and all that was found of it. */
export interface GatheredScript {
  /** Its number inside the vault. */
  readonly script: number;
  readonly scriptId: ScriptId;
  readonly scriptRow: FoundRow | undefined;
  readonly headRow: FoundRow | undefined;
  readonly head: Anchor | null;
  /** Of its row, else the last one that the search or another source knew. */
  readonly title: string | undefined;
  readonly candidates: readonly Candidate[];
  readonly anchors: readonly Anchor[];
  /** As the newest other source knew it. */
  readonly known: RescuableScript | undefined;
}

const ORDINALS = 2 ** 32;

/** Every script that anything in the file tells of, except those that were removed on purpose. */
export function gatherScripts(
  found: FoundRows,
  { sources, newId }: { readonly sources: readonly RescueSource[]; readonly newId: () => string },
): readonly GatheredScript[] {
  const scriptRows = byScript(chooseRows(found, tableNamed('script')));
  const headRows = byScript(chooseRows(found, tableNamed('head')));
  const updates = Map.groupBy(found.updates, ({ entry }) => Math.floor(entry / ORDINALS));
  const packed = segmentCandidates(found);
  const removed = new Set(chooseRows(found, tableNamed('removal')).map(scriptIdOf));
  const anchors = Map.groupBy(anchorsIn(found), ({ script }) => script);
  const elsewhere = sources.flatMap((source) => source.scripts()).toSorted((a, b) => b.seenAt - a.seenAt);

  const numbers = new Set([...scriptRows.keys(), ...headRows.keys()]);
  // Where a whole list of scripts could be read, rows of no script are what a removed one has left.
  const areListed = found.whole.has('script') || found.whole.has('head');
  if (!areListed) for (const script of [...updates.keys(), ...packed.keys()]) numbers.add(script);

  const taken = new Set<ScriptId>();
  const scripts: GatheredScript[] = [];
  for (const script of [...numbers].toSorted((a, b) => a - b)) {
    const scriptRow = scriptRows.get(script);
    const headRow = headRows.get(script);
    const rows = (updates.get(script) ?? []).map((update) => candidateOf(update));
    const candidates = [...(packed.get(script) ?? []), ...rows];
    const scriptId =
      (scriptRow && scriptIdOf(scriptRow)) ??
      (headRow && scriptIdOf(headRow)) ??
      ownerOf(candidates, elsewhere) ??
      ScriptId.parse(newId());
    if (removed.has(scriptId) || taken.has(scriptId)) continue;
    taken.add(scriptId);
    const known = elsewhere.find((one) => one.scriptId === scriptId);
    const title = scriptRow === undefined ? (found.titles.get(script) ?? known?.title) : textOf(scriptRow, 'title');
    const head = headRow === undefined ? null : anchorOf(headRow, 'count');
    const anchored = anchors.get(script) ?? [];
    scripts.push({ script, scriptId, scriptRow, headRow, head, title, candidates, anchors: anchored, known });
  }
  // A file that is gone, or that has lost its list, may have held more than it tells of.
  const saysNothing = numbers.size === 0 && chooseRows(found, tableNamed('vault')).length === 0;
  if (areListed && !saysNothing) return scripts;
  const untold = elsewhere.filter(({ scriptId }) => !taken.has(scriptId) && !removed.has(scriptId));
  return [...scripts, ...knownElsewhere(untold, { after: Math.max(0, ...numbers) })];
}

/** Scripts of which only another source tells. Touched last comes last, as it would have been written. */
function knownElsewhere(
  untold: readonly RescuableScript[],
  { after }: { readonly after: number },
): readonly GatheredScript[] {
  const once = new Map(untold.toReversed().map((known) => [known.scriptId, known]));
  return [...once.values()].map((known, index) => ({
    script: after + index + 1,
    scriptId: known.scriptId,
    scriptRow: undefined,
    headRow: undefined,
    head: { ordinal: known.count, chain: known.chain },
    title: known.title,
    candidates: [],
    anchors: [],
    known,
  }));
}

function byScript(rows: readonly FoundRow[]): ReadonlyMap<number, FoundRow> {
  return new Map(rows.map((row) => [Number(columnOf(row, 'script')), row]));
}

export function candidateOf(update: FoundUpdate): Candidate {
  const { entry, id, format, origin, savedAt, sha, chain, bytesLength, isSound, standing } = update;
  const ordinal = entry % ORDINALS;
  const isLive = standing === 'live';
  return { ordinal, id, format, origin, savedAt, sha, chain, bytesLength, isSound, isLive, read: () => update.read() };
}

function anchorOf(row: FoundRow, column: 'count' | 'ordinal'): Anchor | null {
  const chain = columnOf(row, 'chain');
  return Buffer.isBuffer(chain) ? { ordinal: Number(columnOf(row, column)), chain } : null;
}

function anchorsIn(found: FoundRows): readonly (Anchor & { readonly script: number })[] {
  return [...chooseRows(found, tableNamed('snapshot')), ...chooseRows(found, tableNamed('moment'))].flatMap((row) => {
    const anchor = anchorOf(row, 'ordinal');
    return anchor === null ? [] : [{ ...anchor, script: Number(columnOf(row, 'script')) }];
  });
}

/** A log's chain begins with its script's id, so that a log without a name still says whose it is. */
function ownerOf(candidates: readonly Candidate[], known: readonly RescuableScript[]): ScriptId | undefined {
  const first = candidates.filter(({ ordinal }) => ordinal === 1);
  return known.find(({ scriptId }) => first.some((row) => chainNext(chainStart(scriptId), row).equals(row.chain)))
    ?.scriptId;
}

export function textOf(row: FoundRow, column: string): string {
  const value = columnOf(row, column);
  return typeof value === 'string' ? value : '';
}
