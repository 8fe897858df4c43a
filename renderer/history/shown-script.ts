import type { Authored } from '../../app/history/authors.ts';
import type { RowId, SceneId } from '../../app/ids.ts';
import {
  isRowChanged,
  isSectionChanged,
  type RowDifference,
  type ScriptDifference,
  type SectionDifference,
} from '../../app/script/compare.ts';
import type { Part } from '../../app/script/compare-words.ts';
import { sliceContent, textOf, type CellContent, type CellKind, type Marks } from '../../app/script/content.ts';
import type { PlainRow, PlainScene, PlainScript } from '../../app/script/plain-script.ts';

/** A person as they are shown beside their words: from 0, in the order in which they are listed. */
export interface Writer {
  readonly name: string;
  readonly index: number;
}

/** A stretch of words as it is drawn. */
export interface Piece {
  readonly text: string;
  readonly marks: Marks;
  readonly wears: 'nothing' | 'inserted' | 'deleted' | 'restyled' | Writer;
}

/** What can be done about a row or scene from here. */
export type Deed = 'restore' | 'take-out' | null;

export interface ShownRow {
  readonly id: RowId;
  readonly number: string;
  readonly tone: 'plain' | 'added' | 'deleted' | 'moved' | 'changed';
  /** "Added", "Was row 10": what the tone says, in words. */
  readonly tag: string | null;
  readonly speaker: readonly Piece[];
  readonly video: readonly Piece[];
  readonly audio: readonly Piece[];
  readonly seconds: number;
  readonly secondsWere: number | null;
  readonly writers: readonly string[];
  readonly deed: Deed;
}

export interface ShownSection {
  readonly id: SceneId | null;
  readonly number: string;
  readonly tone: ShownRow['tone'];
  readonly tag: string | null;
  readonly heading: readonly Piece[];
  readonly seconds: number;
  readonly rows: readonly ShownRow[];
  readonly deed: Deed;
}

/** What of a moment is different now; null where nothing can be brought back. */
export type Differing = Pick<ScriptDifference, 'sections'> | null;

/** A moment as it was. With `authors` every character shows who wrote it. */
export function showMoment(
  { scenes }: PlainScript,
  differing: Differing,
  authors: ((rowId: RowId, kind: CellKind) => readonly Authored[]) | null = null,
  writerOf: (clientId: number | null) => Writer | null = () => null,
): readonly ShownSection[] {
  const [rowDeeds, sceneDeeds] = deedsOf(differing);
  return scenes.map((scene) => ({
    ...factsOf(scene),
    tone: 'plain',
    tag: scene.dispute === null ? null : 'Deleted by somebody, edited by somebody else',
    heading: plainPieces(scene.heading ?? ''),
    deed: scene.id === null ? null : (sceneDeeds.get(scene.id) ?? null),
    rows: scene.rows.map((row): ShownRow => {
      const cell = (kind: CellKind): readonly Piece[] =>
        authors === null ? piecesOf(row[kind]) : authoredPieces(row[kind], authors(row.id, kind), writerOf);
      const [video, audio] = [cell('video'), cell('audio')];
      return {
        ...rowFacts(row),
        tone: 'plain',
        tag: row.dispute === null ? null : 'Deleted by somebody, edited by somebody else',
        speaker: plainPieces(row.speaker ?? ''),
        video,
        audio,
        secondsWere: null,
        writers: [
          ...new Set([...video, ...audio].flatMap(({ wears }) => (typeof wears === 'string' ? [] : wears.name))),
        ],
        deed: rowDeeds.get(row.id) ?? null,
      };
    }),
  }));
}

/** What is different between two moments. `canTakeOut`: the later one is now, so what was added can go again. */
export function showChanges(
  { sections }: ScriptDifference,
  { differing, canTakeOut }: { readonly differing: Differing; readonly canTakeOut: boolean },
): readonly ShownSection[] {
  const [rowDeeds, sceneDeeds] = deedsOf(differing);
  const deedFor = (deed: Deed | undefined): Deed => (deed === 'take-out' && !canTakeOut ? null : (deed ?? null));
  return sections.flatMap((section) => {
    const scene = section.after ?? section.before;
    if (scene === null) return [];
    return {
      ...factsOf(scene),
      ...toldSection(section),
      heading: section.heading.map(changedPiece),
      deed: section.id === null ? null : deedFor(sceneDeeds.get(section.id)),
      rows: section.rows.flatMap((row): readonly ShownRow[] => {
        const shown = row.after ?? row.before;
        if (shown === null) return [];
        const [before, after] = [row.before, row.after];
        return [
          {
            ...rowFacts(shown),
            ...toldRow(row),
            speaker: changedName(before?.speaker ?? null, after?.speaker ?? null, row),
            video: row.video.map((part) => (row.fate === 'kept' ? changedPiece(part) : wholePiece(part))),
            audio: row.audio.map((part) => (row.fate === 'kept' ? changedPiece(part) : wholePiece(part))),
            secondsWere: row.fate !== 'kept' || row.secondsSet === null ? null : (before?.seconds ?? null),
            writers: [],
            deed: deedFor(rowDeeds.get(row.id)),
          },
        ];
      }),
    };
  });
}

/** The ids that "next change" visits, in the order they are shown in. */
export const changedIds = (sections: readonly ShownSection[]): readonly string[] =>
  sections.flatMap((section) => [
    ...(section.tone === 'plain' || section.id === null ? [] : [section.id]),
    ...section.rows.flatMap(({ id, tone }) => (tone === 'plain' ? [] : [id])),
  ]);

function deedsOf(differing: Differing): readonly [ReadonlyMap<RowId, Deed>, ReadonlyMap<SceneId, Deed>] {
  const rows = new Map<RowId, Deed>();
  const scenes = new Map<SceneId, Deed>();
  for (const section of differing?.sections ?? []) {
    let isDifferent = isSectionChanged(section);
    for (const row of section.rows) {
      if (!isRowChanged(row)) continue;
      rows.set(row.id, row.fate === 'added' ? 'take-out' : 'restore');
      isDifferent = true;
    }
    if (section.id !== null && isDifferent) scenes.set(section.id, section.fate === 'added' ? 'take-out' : 'restore');
  }
  // Rows that left a scene are told where they went; the scene they left is different all the same.
  for (const section of differing?.sections ?? []) {
    for (const { id } of section.before?.rows ?? [])
      if (section.id !== null && rows.has(id) && !scenes.has(section.id)) scenes.set(section.id, 'restore');
  }
  return [rows, scenes];
}

const factsOf = ({ id, number, seconds }: PlainScene): Pick<ShownSection, 'id' | 'number' | 'seconds'> => ({
  id,
  number: number === null ? '–' : String(number),
  seconds,
});

const rowFacts = ({ id, number, seconds }: PlainRow): Pick<ShownRow, 'id' | 'number' | 'seconds'> => ({
  id,
  number: number === null ? '–' : String(number),
  seconds,
});

type Told = Pick<ShownRow, 'tone' | 'tag'>;

function toldSection(section: SectionDifference): Told {
  if (section.id === null) return { tone: 'plain', tag: null };
  if (section.fate === 'added') return { tone: 'added', tag: 'Scene added' };
  if (section.fate === 'deleted') return { tone: 'deleted', tag: 'Scene deleted' };
  if (section.isMoved) return { tone: 'moved', tag: wasNumber('scene', section) };
  return isSectionChanged(section) ? { tone: 'changed', tag: null } : { tone: 'plain', tag: null };
}

function toldRow(row: RowDifference): Told {
  if (row.fate === 'added') return { tone: 'added', tag: 'Added' };
  if (row.fate === 'deleted') return { tone: 'deleted', tag: 'Deleted' };
  if (row.isMoved) return { tone: 'moved', tag: wasNumber('row', row) };
  return row.isEdited ? { tone: 'changed', tag: null } : { tone: 'plain', tag: null };
}

/** What it was called, where that tells something. */
function wasNumber(
  thing: string,
  { before, after }: Pick<RowDifference | SectionDifference, 'before' | 'after'>,
): string {
  const number = before?.number ?? null;
  return number === null || number === after?.number ? 'Moved' : `Moved, was ${thing} ${number}`;
}

const plainPieces = (text: string): readonly Piece[] => (text === '' ? [] : [{ text, marks: {}, wears: 'nothing' }]);

const piecesOf = (content: CellContent): readonly Piece[] =>
  content.map(({ text, marks = {} }) => ({ text, marks, wears: 'nothing' }));

function authoredPieces(
  content: CellContent,
  authors: readonly Authored[],
  writerOf: (clientId: number | null) => Writer | null,
): readonly Piece[] {
  // What a foreign peer wrote in another shape may be longer in the document than as words.
  const { length } = textOf(content);
  const told = authors.at(-1)?.to === length ? authors : [{ from: 0, to: length, clientId: null }];
  return told.flatMap(({ from, to, clientId }) =>
    sliceContent(content, from, to).map(({ text, marks = {} }): Piece => ({
      text,
      marks,
      wears: writerOf(clientId) ?? 'nothing',
    })),
  );
}

export function changedPiece(part: Part): Piece {
  if (part.kind === 'restyled') return { text: part.text, marks: part.after, wears: 'restyled' };
  return { text: part.text, marks: part.marks ?? {}, wears: part.kind === 'same' ? 'nothing' : part.kind };
}

/** In a row that is new or gone as a whole the row says so, not every word. */
const wholePiece = (part: Part): Piece => ({
  ...changedPiece(part),
  wears: part.kind === 'deleted' ? 'deleted' : 'nothing',
});

function changedName(before: string | null, after: string | null, { fate }: RowDifference): readonly Piece[] {
  if (fate !== 'kept' || before === after) return plainPieces(after ?? before ?? '');
  return [
    ...plainPieces(before ?? '').map((piece): Piece => ({ ...piece, wears: 'deleted' })),
    ...plainPieces(after ?? '').map((piece): Piece => ({ ...piece, wears: 'inserted' })),
  ];
}
