import * as Y from 'yjs';
import { cellToWrite, completeCell, headingToWrite, type WordsToWrite } from '../../../app/history/restore-words.ts';
import type { RowId, SceneId } from '../../../app/ids.ts';
import { CELL_KINDS, cellText } from '../../../app/script/content.ts';
import { ScriptModel } from '../../../app/script/model.ts';
import { BORN, RECEIVED, TYPED } from '../../../app/script/origins.ts';
import type { Surroundings } from '../../../app/script/surroundings.ts';

export interface BringBackOptions {
  /** The script as it is. What is brought back is written into it. */
  readonly live: Y.Doc;
  /** The same script as a backup holds it. */
  readonly past: Y.Doc;
  readonly surroundings: Surroundings;
}

export interface BroughtBackEdits {
  readonly scenes: number;
  readonly rows: number;
  /** Cells and headings whose words were taken out and are back. */
  readonly cells: number;
  /** Cells and headings that say something else by now: nobody's words are taken for older ones. */
  readonly keptAsNow: number;
}

/**
 * Brings back what a script has lost, and takes nothing away: scenes and rows that were shown and are hidden now, and
 * words that were taken out of a cell in which nothing has been written since.
 */
export function bringBack({ live, past, surroundings }: BringBackOptions): BroughtBackEdits {
  // Items that this log has lost altogether. What was deleted on purpose stays deleted: it is marked, not missing.
  Y.applyUpdate(live, Y.encodeStateAsUpdate(past), RECEIVED);
  using now = new ScriptModel(live, surroundings);
  using then = new ScriptModel(past, surroundings);
  const visible = new Set(then.outline().rows.map(({ id }) => id));
  const shown = (): number => now.outline().rows.filter(({ id }) => visible.has(id)).length;
  const shownBefore = shown();
  const scenes = hidden(then.outline().scenes, (id: SceneId) => now.outline().scene(id) === undefined);
  for (const sceneId of scenes) now.restoreScene(sceneId);
  now.restoreRows(hidden(then.outline().rows, (id: RowId) => now.outline().row(id) === undefined));
  const rows = shown() - shownBefore;
  return { scenes: scenes.length, rows, ...bringBackWords(now, then) };
}

function hidden<Id>(all: readonly { readonly id: Id }[], isHidden: (id: Id) => boolean): readonly Id[] {
  return all.map(({ id }) => id).filter(isHidden);
}

function bringBackWords(now: ScriptModel, then: ScriptModel): Pick<BroughtBackEdits, 'cells' | 'keptAsNow'> {
  const births: (() => void)[] = [];
  const edits: WordsToWrite[] = [];
  let keptAsNow = 0;
  const take = (is: string, was: string, words: () => WordsToWrite | 'unknown' | null): WordsToWrite | null => {
    if (is === was) return null;
    const wanted = isWhatIsLeftOf(is, was) ? words() : 'unknown';
    if (wanted === 'unknown') keptAsNow += 1;
    else if (wanted !== null) edits.push(wanted);
    return wanted === 'unknown' ? null : wanted;
  };
  for (const { id: rowId } of then.outline().rows) {
    for (const kind of CELL_KINDS) {
      const [cell, past] = [now.cell({ rowId, kind }), then.cell({ rowId, kind })];
      if (cell === undefined || past === undefined) continue;
      const taken = take(cellText(cell), cellText(past), () => cellToWrite(cell, past));
      if (taken?.needsText === true) births.push(() => completeCell(cell));
    }
  }
  for (const { id } of then.outline().scenes) {
    const heading = now.heading(id);
    const was = then.headingText(id);
    if (heading !== undefined) take(heading.toJSON(), was, () => headingToWrite(heading, was));
  }
  if (births.length > 0) now.doc.transact(() => births.forEach((birth) => birth()), BORN);
  if (edits.length > 0) now.doc.transact(() => edits.forEach((words) => words.write()), TYPED);
  return { cells: edits.length, keptAsNow };
}

/** True if every character that is there was there before, in the same order: only removing leads from one to the other. */
export function isWhatIsLeftOf(is: string, was: string): boolean {
  let at = 0;
  for (let index = 0; index < was.length && at < is.length; index += 1) if (was[index] === is[at]) at += 1;
  return at === is.length;
}
