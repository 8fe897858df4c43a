import type { LostStretch, RecoveredScript } from '../../../app/ipc/recovery.ts';
import { chooseRows, unpack } from './choose-rows.ts';
import type { FoundRows } from './find-rows.ts';
import type { GatheredScript } from './gather-scripts.ts';
import { mendLog, runsOf, type KnownState, type MendedLog } from './mend-log.ts';
import { columnOf } from './read-row.ts';
import type { RescueSource } from './rescue-source.ts';
import { isIntact, type Placed } from './rescued-log.ts';
import { tableNamed } from './table-named.ts';

/** A script as it goes into the new file. */
export interface RescuedScript {
  readonly gathered: GatheredScript;
  readonly title: string;
  readonly mended: MendedLog;
  /** Every row is there, in its place, up to what the head remembers: it is copied as it is. */
  readonly isIntact: boolean;
}

const NO_TITLE = 'Recovered script';

export function rescueScript(
  gathered: GatheredScript,
  { found, sources }: { readonly found: FoundRows; readonly sources: readonly RescueSource[] },
): RescuedScript {
  const { scriptId, candidates, head, anchors, script } = gathered;
  const evidence = { scriptId, candidates, head, anchors, isWhole: found.whole.has('script_update') };
  const mended = mendLog(evidence, { sources, states: statesOf(script, found) });
  return {
    gathered,
    title: gathered.title ?? NO_TITLE,
    mended,
    isIntact: isIntact(mended.placed, head),
  };
}

/** Snapshots of this script that are what they were. */
function statesOf(script: number, found: FoundRows): readonly KnownState[] {
  return chooseRows(found, tableNamed('snapshot')).flatMap((row) => {
    const body = columnOf(row, 'body');
    // A seek point holds only what changed since the one before it.
    const isState = columnOf(row, 'script') === script && columnOf(row, 'purpose') === 'open';
    if (!isState || !Buffer.isBuffer(body)) return [];
    const state = unpack(body, Number(columnOf(row, 'state_bytes')));
    return state === undefined ? [] : [{ from: 'snapshot', ordinal: Number(columnOf(row, 'ordinal')), state }];
  });
}

/** What a person is told of a script. */
export function tell({ gathered, title, mended }: RescuedScript): RecoveredScript {
  const { placed, healed, words, isWaiting } = mended;
  return {
    scriptId: gathered.scriptId,
    title,
    saved: placed.filter(({ kind }) => kind !== 'lost').length,
    lost: lostStretches(mended),
    healed: [...Map.groupBy(healed, ({ from }) => from)].flatMap(([source, rows]) =>
      runsOf(rows.map(({ ordinal }) => ordinal)).map((run) => ({ ...run, source })),
    ),
    wordsFrom: [...(words?.from ?? [])],
    isWaiting,
    isEndKnown: gathered.head !== null && placed.length === gathered.head.ordinal,
    isTitleGuessed: gathered.scriptRow === undefined,
  };
}

/** Says whether there is anything to tell. */
export function isTouched(told: RecoveredScript): boolean {
  return told.lost.length > 0 || told.healed.length > 0 || !told.isEndKnown || told.isTitleGuessed;
}

function lostStretches({ placed, words, coveredTo }: MendedLog): LostStretch[] {
  const lost = placed.filter((place) => place.kind === 'lost');
  return runsOf(lost.map(({ ordinal }) => ordinal)).map(({ first, last }) => {
    const known = lost.filter(({ ordinal }) => ordinal >= first && ordinal <= last).map((place) => place.known);
    const areKnown = known.every((row) => row !== null);
    const times = known.flatMap((row) => (row === null ? [] : [row.savedAt]));
    return {
      first,
      last,
      from: areKnown ? Math.min(...times) : timeOf(placed[first - 2]),
      to: areKnown ? Math.max(...times) : timeOf(placed[last]),
      bytes: areKnown ? known.reduce((sum, row) => sum + (row?.bytesLength ?? 0), 0) : null,
      words: last <= coveredTo ? 'kept' : words === null ? 'gone' : 'perhaps',
    };
  });
}

function timeOf(place: Placed | undefined): number | null {
  if (place === undefined) return null;
  return place.kind === 'lost' ? (place.known?.savedAt ?? null) : place.row.savedAt;
}
