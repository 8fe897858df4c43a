import type { RowId, SceneId } from '../ids.ts';
import type { AwayLog } from '../ipc/briefing.ts';
import {
  compareScripts,
  isRowChanged,
  isSectionChanged,
  type Fate,
  type RowDifference,
  type ScriptDifference,
  type SectionDifference,
} from '../script/compare.ts';
import { isChanged } from '../script/compare-words.ts';
import type { Dispute } from '../script/outline.ts';
import { readScript, type PlainRow, type PlainScene, type PlainScript } from '../script/plain-script.ts';
import type { Away, Touch, Who } from './away.ts';
import { unmovedBetween } from './unmoved.ts';

/** What happened to a script behind the read mark. Everything in it follows from the log. */
export interface Briefing {
  /** When the person last had everything on screen, in milliseconds since 1970. */
  readonly since: number;
  /** Updates of the log, which is what an edit is in every count. */
  readonly edits: { readonly mine: number; readonly others: number; readonly unreadable: number };
  /** Everybody but me who wrote, in the order in which they were first heard of. */
  readonly others: readonly Who[];
  /** Every row that is different, and every row that both sides changed: each once, in the order of the script. */
  readonly rows: readonly RowNews[];
  readonly scenes: readonly SceneNews[];
  readonly settings: { readonly changes: ScriptDifference['settings']; readonly others: readonly Touch[] };
}

interface News {
  readonly fate: Fate;
  readonly isMoved: boolean;
  /** Null when it has none, because it is gone or disputed. */
  readonly number: number | null;
  readonly wasNumber: number | null;
  readonly dispute: Dispute | null;
  /** Its dispute began or ended. */
  readonly isDisputeNew: boolean;
  /** My last writing in it; null if nothing of what I did there is different from how it was. */
  readonly mine: Touch | null;
  /** One for each of the others who wrote in it, with their latest; none if nothing of theirs is different. */
  readonly others: readonly Touch[];
}

export interface RowNews extends News {
  readonly id: RowId;
  readonly isEdited: boolean;
  /** Words, speaker or length were changed on both sides. */
  readonly isEditedByBoth: boolean;
  /** The number of the row that stands before it, for a row that has none of its own; null at the start. */
  readonly after: number | null;
  /** Where it stands, or stood. */
  readonly sceneId: SceneId | null;
  readonly heading: string | null;
  readonly states: States<PlainRow>;
}

export interface SceneNews extends News {
  readonly id: SceneId;
  readonly isRenamed: boolean;
  readonly states: States<PlainScene>;
}

/** One thing at four moments; null where it was not shown. */
export interface States<T> {
  readonly base: T | null;
  readonly theirs: T | null;
  readonly mine: T | null;
  readonly now: T | null;
}

export type NewsKind =
  /** Both changed it: a person may want to choose. */
  | 'both'
  /** Somebody deleted it, and words of mine, or of somebody who did not know, are in it. */
  | 'kept'
  | 'changed'
  | 'new'
  | 'moved'
  | 'deleted'
  /** Nobody else had a hand in it. */
  | 'mine';

/** Where a row or scene is told. */
export function kindOf(news: RowNews | SceneNews): NewsKind {
  if (news.others.length === 0) return 'mine';
  const isEdited = 'isEdited' in news ? news.isEdited : news.isRenamed;
  if (news.dispute !== null && news.isDisputeNew) return 'kept';
  if (news.fate === 'deleted') return news.mine === null ? 'deleted' : 'kept';
  if (news.fate === 'added') return 'new';
  if ('isEditedByBoth' in news ? news.isEditedByBoth : news.mine !== null && isEdited) return 'both';
  return isEdited || !news.isMoved ? 'changed' : 'moved';
}

export function briefingOf(away: Away, { readAt, updates }: Pick<AwayLog, 'readAt' | 'updates'>): Briefing {
  const base = readScript(away.base);
  const now = readScript(away.merged);
  const theirs = away.theirs === away.merged ? now : away.theirs === away.base ? base : readScript(away.theirs);
  const mine = away.mine === away.merged ? now : away.mine === away.base ? base : readScript(away.mine);
  const sides = {
    away,
    all: new Compared(base, now, unmovedBetween(away.base, away.merged)),
    theirs: new Compared(base, theirs, unmovedBetween(away.base, away.theirs)),
    mine: new Compared(base, mine, unmovedBetween(away.base, away.mine)),
  };
  const others = new Set<Who>();
  for (const { isMine, personId } of updates) if (!isMine) others.add(personId);
  return {
    since: readAt,
    edits: {
      mine: updates.filter(({ isMine }) => isMine).length,
      others: updates.filter(({ isMine }) => !isMine).length,
      unreadable: away.unreadable,
    },
    others: [...others],
    rows: rowNews(sides),
    scenes: sceneNews(sides),
    settings: {
      changes: sides.all.difference.settings,
      others: Object.keys(sides.theirs.difference.settings).length === 0 ? [] : latest(away.touches.settings),
    },
  };
}

/** Both sides had a hand in it. */
export const isByBoth = ({ mine, others }: News): boolean => mine !== null && others.length > 0;

interface Sides {
  readonly away: Away;
  readonly all: Compared;
  readonly theirs: Compared;
  readonly mine: Compared;
}

/** A comparison with its rows at hand. */
class Compared {
  readonly difference: ScriptDifference;
  readonly rows: ReadonlyMap<RowId, { readonly row: RowDifference; readonly section: SectionDifference }>;
  readonly sections: ReadonlyMap<SceneId | null, SectionDifference>;

  constructor(before: PlainScript, after: PlainScript, unmoved: ReadonlySet<string>) {
    this.difference = compareScripts(before, after, { unmoved });
    const { sections } = this.difference;
    this.rows = new Map(sections.flatMap((section) => section.rows.map((row) => [row.id, { row, section }])));
    this.sections = new Map(sections.map((section) => [section.id, section]));
  }

  isRowDifferent(rowId: RowId): boolean {
    const row = this.rows.get(rowId)?.row;
    return row !== undefined && (isRowChanged(row) || isDisputed(row.before) !== isDisputed(row.after));
  }

  isSceneDifferent(sceneId: SceneId): boolean {
    const section = this.sections.get(sceneId);
    return (
      section !== undefined && (isSectionChanged(section) || isDisputed(section.before) !== isDisputed(section.after))
    );
  }
}

const isDisputed = (thing: { readonly dispute: Dispute | null } | null): boolean => (thing?.dispute ?? null) !== null;

function rowNews({ away, all, theirs, mine }: Sides): readonly RowNews[] {
  const news: RowNews[] = [];
  let after: number | null = null;
  for (const { row, section } of all.rows.values()) {
    const touches = touchesOfRow(away, [all, theirs, mine], row.id);
    const { others, own } = handsIn(touches, {
      isTheirs: theirs.isRowDifferent(row.id),
      isMine: mine.isRowDifferent(row.id),
    });
    const number = row.after?.number ?? null;
    const isBoth = theirs.isRowDifferent(row.id) && mine.isRowDifferent(row.id);
    if (all.isRowDifferent(row.id) || isBoth) {
      news.push({
        id: row.id,
        fate: row.fate,
        isMoved: row.isMoved,
        isEdited: row.isEdited,
        isEditedByBoth: [theirs, mine].every((side) => side.rows.get(row.id)?.row.isEdited === true),
        number,
        wasNumber: row.before?.number ?? null,
        after,
        sceneId: section.id,
        heading: (section.after ?? section.before)?.heading ?? null,
        dispute: row.after?.dispute ?? null,
        isDisputeNew: isDisputed(row.before) !== isDisputed(row.after),
        mine: own,
        others,
        states: {
          base: row.before,
          theirs: theirs.rows.get(row.id)?.row.after ?? null,
          mine: mine.rows.get(row.id)?.row.after ?? null,
          now: row.after,
        },
      });
    }
    after = number ?? after;
  }
  return news;
}

function sceneNews({ away, all, theirs, mine }: Sides): readonly SceneNews[] {
  return [...all.sections.values()].flatMap((section): SceneNews[] => {
    const { id, fate, isMoved, before, after } = section;
    if (id === null) return [];
    const touches = [...away.touches.inside(id), ...away.touches.places(id)];
    const { others, own } = handsIn(touches, {
      isTheirs: theirs.isSceneDifferent(id),
      isMine: mine.isSceneDifferent(id),
    });
    const isBoth = theirs.isSceneDifferent(id) && mine.isSceneDifferent(id);
    if (!all.isSceneDifferent(id) && !isBoth) return [];
    return [
      {
        id,
        fate,
        isMoved,
        isRenamed: fate === 'kept' && isChanged(section.heading),
        number: after?.number ?? null,
        wasNumber: before?.number ?? null,
        dispute: after?.dispute ?? null,
        isDisputeNew: isDisputed(before) !== isDisputed(after),
        mine: own,
        others,
        states: {
          base: before,
          theirs: theirs.sections.get(id)?.after ?? null,
          mine: mine.sections.get(id)?.after ?? null,
          now: after,
        },
      },
    ];
  });
}

/** What was written in a row or about its place, and about the scenes that take it along when they go or come back. */
function touchesOfRow({ touches }: Away, sides: readonly Compared[], rowId: RowId): readonly Touch[] {
  const own = [...touches.inside(rowId), ...touches.places(rowId)];
  const scenes = new Set<SceneId>();
  for (const side of sides) {
    const found = side.rows.get(rowId);
    if (found === undefined || found.row.fate === 'kept') continue;
    if (found.section.id !== null) scenes.add(found.section.id);
  }
  return [...own, ...[...scenes].flatMap((sceneId) => touches.places(sceneId))];
}

/**
 * Whose doing a difference is. What neither side made by itself, such as a row of mine in a scene that I deleted and
 * that others wrote in, is everybody's who wrote there.
 */
function handsIn(
  touches: readonly Touch[],
  { isTheirs, isMine }: { readonly isTheirs: boolean; readonly isMine: boolean },
): { readonly others: readonly Touch[]; readonly own: Touch | null } {
  const others = isTheirs ? latest(touches) : [];
  const own = isMine ? ownIn(touches) : null;
  return others.length > 0 || own !== null ? { others, own } : { others: latest(touches), own: ownIn(touches) };
}

/** Of everybody but me the last touch, the latest first. */
function latest(touches: readonly Touch[]): readonly Touch[] {
  const found = new Map<Who, Touch>();
  for (const touch of touches) {
    if (touch.who !== 'me' && touch.at >= (found.get(touch.who)?.at ?? 0)) found.set(touch.who, touch);
  }
  return [...found.values()].toSorted((a, b) => b.at - a.at);
}

function ownIn(touches: readonly Touch[]): Touch | null {
  return touches.reduce<Touch | null>(
    (last, touch) => (touch.who === 'me' && touch.at >= (last?.at ?? 0) ? touch : last),
    null,
  );
}
