import type { RowId, SceneId } from '../ids.ts';
import { longestRise } from './align.ts';
import { compareWords, isChanged, type Part } from './compare-words.ts';
import type { CellContent } from './content.ts';
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
  readonly before: PlainRow | null;
  readonly after: PlainRow | null;
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

export function compareScripts(before: PlainScript, after: PlainScript): ScriptDifference {
  const old = new Located(before);
  const young = new Located(after);
  const movedScenes = movedIds(before.scenes.flatMap(idOf), after.scenes.flatMap(idOf));
  const movedRows = new Set<RowId>();
  for (const [rowId, { scene }] of young.rows) {
    const was = old.rows.get(rowId);
    if (was !== undefined && was.scene.id !== scene.id) movedRows.add(rowId);
  }
  for (const scene of after.scenes) {
    const was = old.scenes.get(scene.id);
    if (was === undefined) continue;
    for (const rowId of movedIds(
      was.rows.map(({ id }) => id),
      scene.rows.map(({ id }) => id),
    ))
      movedRows.add(rowId);
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

export const isRowChanged = (row: RowDifference): boolean => row.fate !== 'kept' || row.isMoved || isRowEdited(row);

/** Whether words, speaker or length of a row that both sides have are different. */
export const isRowEdited = ({ fate, video, audio, speaker, secondsSet }: RowDifference): boolean =>
  fate === 'kept' && (isChanged(video) || isChanged(audio) || speaker !== null || secondsSet !== null);

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
function movedIds<Id extends string>(before: readonly Id[], after: readonly Id[]): ReadonlySet<Id> {
  const indices = new Map(after.map((id, index) => [id, index]));
  const kept = before.filter((id) => indices.has(id));
  const known = new Set(kept);
  const target = after.filter((id) => known.has(id));
  // Of several smallest sets the same one is found in both directions.
  const [from, to] = kept.join() <= target.join() ? [kept, target] : [target, kept];
  const place = new Map(to.map((id, index) => [id, index]));
  const staying = new Set(longestRise(from.map((id) => place.get(id) ?? 0)));
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
  return {
    id,
    fate,
    isMoved: moved.has(id),
    before,
    after,
    video: compareWords(before?.video ?? [], after?.video ?? []),
    audio: compareWords(before?.audio ?? [], after?.audio ?? []),
    speaker: change(before?.speaker ?? null, after?.speaker ?? null),
    secondsSet: change(before?.secondsSet ?? null, after?.secondsSet ?? null),
  };
}

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
    changed: rows.filter(isRowEdited).length,
    scenes: sections.filter((section) => section.id !== null && isSectionChanged(section)).length,
  };
}
