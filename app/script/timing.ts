import type { RowId, SceneId } from '../ids.ts';
import type { Outline, OutlineRow } from './outline.ts';
import * as z from 'zod';

/** Unhurried narration; the person may set another pace for each script. */
export const WORDS_PER_MINUTE = 150;

export const WordsPerMinute = z.int().min(40).max(400);
export const TargetSeconds = z.number().positive().max(86_400);

/** Words that are heard and seconds they take. Seconds are fractions: round them only to show them. */
export interface Timing {
  readonly words: number;
  readonly seconds: number;
}

export const NO_TIME: Timing = { words: 0, seconds: 0 };

/** A row takes as long as its audio is spoken, unless somebody set its length. */
export function rowTiming(words: number, wordsPerMinute: number, secondsSet: number | null): Timing {
  return { words, seconds: secondsSet ?? (words / wordsPerMinute) * 60 };
}

export function sum(timings: Iterable<Timing>): Timing {
  let words = 0;
  let seconds = 0;
  for (const timing of timings) {
    words += timing.words;
    seconds += timing.seconds;
  }
  return { words, seconds };
}

/** Timings of one script. What is disputed stands outside the running time. */
export interface ScriptTiming {
  readonly total: Timing;
  row(rowId: RowId): Timing;
  /** Null: the rows before the first scene. */
  scene(sceneId: SceneId | null): Timing;
}

export function timingOf(
  outline: Outline,
  wordsOf: (rowId: RowId) => number,
  secondsSetOf: (rowId: RowId) => number | null,
  wordsPerMinute: number,
): ScriptTiming {
  const rows = new Map<RowId, Timing>();
  for (const { id } of outline.rows) rows.set(id, rowTiming(wordsOf(id), wordsPerMinute, secondsSetOf(id)));
  const timed = (list: readonly OutlineRow[]): Timing =>
    sum(list.filter(({ number }) => number !== null).map(({ id }) => rows.get(id) ?? NO_TIME));
  const scenes = new Map<SceneId | null, Timing>([[null, timed(outline.opening)]]);
  for (const scene of outline.scenes) scenes.set(scene.id, timed(scene.rows));
  return {
    total: sum(scenes.values()),
    row: (rowId) => rows.get(rowId) ?? NO_TIME,
    scene: (sceneId) => scenes.get(sceneId) ?? NO_TIME,
  };
}
