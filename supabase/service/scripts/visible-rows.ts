import { isDeepStrictEqual } from 'node:util';
import type * as Y from 'yjs';
import { textOf } from '../../../app/script/content.ts';
import { readScript } from '../../../app/script/plain-script.ts';

/** What search and reports look into: words without their marks. */
export interface RowContent {
  readonly video: string;
  readonly audio: string;
  readonly speaker: string | null;
  /** The length somebody set. */
  readonly seconds: number | null;
  /** Written in by somebody while somebody else deleted it. */
  readonly disputed: boolean;
}

export interface VisibleRow {
  readonly row_id: string;
  readonly scene_id: string | null;
  /** Counts from 0 through the whole script. */
  readonly ordinal: number;
  readonly content: RowContent;
}

/** Everything visible of a script, in order. */
export function visibleRows(doc: Y.Doc): readonly VisibleRow[] {
  const scenes = readScript(doc).scenes;
  return scenes
    .flatMap((scene) => scene.rows.map((row) => ({ scene, row })))
    .map(({ scene, row }, ordinal) => ({
      row_id: row.id,
      scene_id: scene.id,
      ordinal,
      content: {
        video: storable(textOf(row.video)),
        audio: storable(textOf(row.audio)),
        speaker: row.speaker === null ? null : storable(row.speaker),
        seconds: row.secondsSet,
        disputed: row.dispute !== null || scene.dispute !== null,
      },
    }));
}

export interface RowChanges {
  /** New, moved or with other words. */
  readonly written: readonly VisibleRow[];
  readonly removed: readonly string[];
}

export function rowChanges(before: readonly VisibleRow[], after: readonly VisibleRow[]): RowChanges {
  const old = new Map(before.map((row) => [row.row_id, row]));
  const written = after.filter((row) => !isDeepStrictEqual(old.get(row.row_id), row));
  for (const { row_id: id } of after) old.delete(id);
  return { written, removed: [...old.keys()] };
}

/** Postgres' JSON knows neither NUL nor half of a character; a hand-made update may hold both. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
