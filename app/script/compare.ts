import type { RowId, SceneId } from '../ids.ts';
import { heaviestRise } from './align.ts';
import { compareWords, isChanged, type Part } from './compare-words.ts';
import { sameMarks, type CellContent } from './content.ts';
import type { PlainRow, PlainScene, PlainScript } from './plain-script.ts';
import type { ScriptSettings } from './settings.ts';

/** Two states of one script, told row by row. Ids say what is the same thing; words never have to guess it. */
export interface ScriptDifference {
  /** Settings that differ, each with both values. */
  readonly settings: { readonly [Name in keyof ScriptSettings]?: Change<ScriptSettings[Name]> };
  /** Everything that either side shows, in the order of the later one; what is gone stands where it stood. */
  readonly sections: readonly SectionDifference[];
  readonly counts: DifferenceCounts;
}

export interface SectionDifference {
  /** Null: the rows before the first scene. */
  readonly id: SceneId | null;
  readonly fate: Fate;
  readonly isMoved: boolean;
  readonly before: PlainScene | null;
  readonly after: PlainScene | null;
  readonly heading: readonly Part[];
  readonly rows: readonly RowDifference[];
}

export interface RowDifference {
  readonly id: RowId;
  readonly fate: Fate;
  /** It stands elsewhere among the rows that stayed. As few rows as possible are called moved. */
  readonly isMoved: boolean;
  /** Words, speaker or length of a row that both sides have are different. */
  readonly isEdited: boolean;
  readonly before: PlainRow | null;
  readonly after: PlainRow | null;
  /** Compared when first asked for: to know that words differ costs far less than to know how. */
  readonly video: readonly Part[];
  readonly audio: readonly Part[];
  readonly speaker: Change<string | null> | null;
  readonly secondsSet: Change<number | null> | null;
}

export type Fate = 'kept' | 'added' | 'deleted';

export interface Change<T> {
  readonly before: T;
  readonly after: T;
}

/** Rows of each kind, and scenes that came, went, moved or were renamed. A moved row that changed counts as both. */
export interface DifferenceCounts {
  readonly added: number;
  readonly deleted: number;
  readonly moved: number;
  readonly changed: number;
  readonly scenes: number;
}

export interface CompareOptions {
  /** Rows and scenes that nobody moved: the others are then said to have gone round them. Without it, the fewest are. */
  readonly unmoved?: ReadonlySet<string>;
}

export function compareScripts(
  before: PlainScript,
  after: PlainScript,
  { unmoved = new Set() }: CompareOptions = {},
): ScriptDifference {
  const old = new Located(before);
  const young = new Located(after);
  const movedScenes = movedIds(before.scenes.flatMap(idOf), after.scenes.flatMap(idOf), unmoved);
  const movedRows = new Set<RowId>();
  for (const [rowId, { scene }] of young.rows) {
    const was = old.rows.get(rowId);
    if (was !== undefined && was.scene.id !== scene.id) movedRows.add(rowId);
  }
  for (const scene of after.scenes) {
    const was = old.scenes.get(scene.id);
    if (was === undefined) continue;
    const orders = [was, scene].map(({ rows }) => rows.map(({ id }) => id));
    for (const rowId of movedIds(orders[0] ?? [], orders[1] ?? [], unmoved)) movedRows.add(rowId);
  }
  const sections = mergedOrder(
    before.scenes.map(({ id }) => id),
    after.scenes.map(({ id }) => id),
    movedScenes,
  ).map((id): SectionDifference => {
    const [was, is] = [old.scenes.get(id) ?? null, young.scenes.get(id) ?? null];
    const rowIds = mergedOrder(
      was?.rows.map((row) => row.id).filter((rowId) => !young.isElsewhere(rowId, id)) ?? [],
      is?.rows.map((row) => row.id) ?? [],
      movedRows,
    );
    return {
      id,
      fate: fateOf(was, is),
      isMoved: id !== null && movedScenes.has(id),
      before: was,
      after: is,
      heading: compareWords(plain(was?.heading), plain(is?.heading)),
      rows: rowIds.map((rowId) => compareRows(old.row(rowId), young.row(rowId), movedRows)),
    };
  });
  return { settings: changedSettings(before, after), sections, counts: count(sections) };
}

/** Whether two states show the same script. */
export const isSame = ({ settings, sections }: ScriptDifference): boolean =>
  Object.keys(settings).length === 0 &&
  sections.every((section) => !isSectionChanged(section) && section.rows.every((row) => !isRowChanged(row)));

export const isSectionChanged = ({ fate, isMoved, heading }: SectionDifference): boolean =>
  fate !== 'kept' || isMoved || isChanged(heading);

export const isRowChanged = ({ fate, isMoved, isEdited }: RowDifference): boolean =>
  fate !== 'kept' || isMoved || isEdited;

/** A script's rows with the scene each stands in. */
class Located {
  readonly scenes: ReadonlyMap<SceneId | null, PlainScene>;
  readonly rows: ReadonlyMap<RowId, { readonly row: PlainRow; readonly scene: PlainScene }>;

  constructor({ scenes }: PlainScript) {
    this.scenes = new Map(scenes.map((scene) => [scene.id, scene]));
    this.rows = new Map(scenes.flatMap((scene) => scene.rows.map((row) => [row.id, { row, scene }])));
  }

  row(rowId: RowId): PlainRow | null {
    return this.rows.get(rowId)?.row ?? null;
  }

  isElsewhere(rowId: RowId, sceneId: SceneId | null): boolean {
    const found = this.rows.get(rowId);
    return found !== undefined && found.scene.id !== sceneId;
  }
}

const idOf = ({ id }: PlainScene): readonly SceneId[] => (id === null ? [] : [id]);

const plain = (text: string | null | undefined): CellContent =>
  text === null || text === undefined || text === '' ? [] : [{ text }];

const fateOf = (before: unknown, after: unknown): Fate =>
  before === null ? 'added' : after === null ? 'deleted' : 'kept';

/** Of the ids on both sides, the fewest that have to move to bring the one order into the other. */
function movedIds<Id extends string>(
  before: readonly Id[],
  after: readonly Id[],
  unmoved: ReadonlySet<string>,
): ReadonlySet<Id> {
  const indices = new Map(after.map((id, index) => [id, index]));
  const kept = before.filter((id) => indices.has(id));
  const known = new Set(kept);
  const target = after.filter((id) => known.has(id));
  // Of several smallest sets the same one is found in both directions.
  const [from, to] = kept.join() <= target.join() ? [kept, target] : [target, kept];
  const place = new Map(to.map((id, index) => [id, index]));
  const staying = new Set(
    heaviestRise(
      from.map((id) => place.get(id) ?? 0),
      // What nobody moved stands in one order on both sides: together it outweighs everything else.
      from.map((id) => (unmoved.has(id) ? from.length + 1 : 1)),
    ),
  );
  return new Set(from.filter((_, index) => !staying.has(index)));
}

/** The later order, with what is gone put behind whoever stood before it and stayed. */
function mergedOrder<Id>(before: readonly Id[], after: readonly Id[], moved: ReadonlySet<Id>): readonly Id[] {
  const isAfter = new Set(after);
  const gone = new Map<Id | undefined, Id[]>();
  let anchor: Id | undefined;
  for (const id of before) {
    if (!isAfter.has(id)) gone.set(anchor, [...(gone.get(anchor) ?? []), id]);
    else if (!moved.has(id)) anchor = id;
  }
  const [first, ...rest] = after;
  // Rows before the first scene stay before it, whatever else is gone.
  const opening = first === null ? [first, ...(gone.get(first) ?? [])] : [];
  return [
    ...opening,
    ...(gone.get(undefined) ?? []),
    ...(first === null ? rest : after).flatMap((id) => [id, ...(gone.get(id) ?? [])]),
  ];
}

function compareRows(before: PlainRow | null, after: PlainRow | null, moved: ReadonlySet<RowId>): RowDifference {
  const id = (after ?? before)?.id;
  if (id === undefined) throw new Error('A row that neither side has cannot be compared.');
  const fate = fateOf(before, after);
  const speaker = change(before?.speaker ?? null, after?.speaker ?? null);
  const secondsSet = change(before?.secondsSet ?? null, after?.secondsSet ?? null);
  const [was, is] = [wordsOf(before), wordsOf(after)];
  const isSaid = sameContent(was.video, is.video) && sameContent(was.audio, is.audio);
  let [video, audio]: (readonly Part[] | undefined)[] = [];
  return {
    id,
    fate,
    isMoved: moved.has(id),
    isEdited: fate === 'kept' && (!isSaid || speaker !== null || secondsSet !== null),
    before,
    after,
    get video() {
      return (video ??= compareWords(was.video, is.video));
    },
    get audio() {
      return (audio ??= compareWords(was.audio, is.audio));
    },
    speaker,
    secondsSet,
  };
}

const wordsOf = (row: PlainRow | null): Pick<PlainRow, 'video' | 'audio'> => row ?? { video: [], audio: [] };

const sameContent = (a: CellContent, b: CellContent): boolean =>
  a.length === b.length && a.every((run, i) => run.text === b[i]?.text && sameMarks(run.marks ?? {}, b[i].marks ?? {}));

const change = <T>(before: T, after: T): Change<T> | null => (before === after ? null : { before, after });

function changedSettings(before: ScriptSettings, after: ScriptSettings): ScriptDifference['settings'] {
  const layout = change(before.layout, after.layout);
  const wordsPerMinute = change(before.wordsPerMinute, after.wordsPerMinute);
  const targetSeconds = change(before.targetSeconds, after.targetSeconds);
  return {
    ...(layout === null ? {} : { layout }),
    ...(wordsPerMinute === null ? {} : { wordsPerMinute }),
    ...(targetSeconds === null ? {} : { targetSeconds }),
  };
}

function count(sections: readonly SectionDifference[]): DifferenceCounts {
  const rows = sections.flatMap((section) => section.rows);
  return {
    added: rows.filter(({ fate }) => fate === 'added').length,
    deleted: rows.filter(({ fate }) => fate === 'deleted').length,
    moved: rows.filter(({ isMoved }) => isMoved).length,
    changed: rows.filter(({ isEdited }) => isEdited).length,
    scenes: sections.filter((section) => section.id !== null && isSectionChanged(section)).length,
  };
}
