import * as Y from 'yjs';
import { BLOCK, MARK_NAMES } from '../script/content.ts';
import { flatCell, slicedRuns, type FlatCell } from './flat-cell.ts';
import { textEdits } from './text-edits.ts';

/** A change of words that is ready to be written. */
export interface WordsToWrite {
  /** True if the cell has no text to write into yet: it gets one first, in a transaction that undo never sees. */
  readonly needsText: boolean;
  write(): void;
}

/**
 * What brings a cell's words and marks back to what they were, character by character; null if they are the same. The
 * characters that stay are never touched, so what somebody else types among them meanwhile stays as well. `unknown` if
 * one of the two holds what this build does not know: such a cell is left alone.
 */
export function cellToWrite(cell: Y.XmlFragment, past: Y.XmlFragment): WordsToWrite | 'unknown' | null {
  const [now, then] = [flatCell(cell), flatCell(past)];
  if (now === null || then === null) return 'unknown';
  const edits = textEdits(now.text, then.text);
  const styles = stylesToWrite(now, then, edits);
  if (edits.length === 0 && styles.length === 0) return null;
  return {
    needsText: now.homes.length === 0,
    write: () => {
      for (const style of styles) style.text.format(style.at, style.length, style.attributes);
      // From the end, so that what is still to be written stands where it stood.
      for (const { at, removed, from, to } of edits.toReversed()) {
        const spot = spotFor(now, at, cell);
        for (const { home, text } of slicedRuns(now, at, at + removed).toReversed())
          home?.text.delete(home.at, text.length);
        for (const { text, attributes } of slicedRuns(then, from, to).toReversed())
          spot?.text.insert(spot.at, text, { ...attributes });
      }
    },
  };
}

/** As `cellToWrite`, for a text without marks. */
export function headingToWrite(heading: Y.Text, past: string): WordsToWrite | null {
  const edits = textEdits(heading.toJSON(), past);
  if (edits.length === 0) return null;
  return {
    needsText: false,
    write: () => {
      for (const { at, removed, from, to } of edits.toReversed()) {
        heading.delete(at, removed);
        heading.insert(at, past.slice(from, to));
      }
    },
  };
}

/** Gives a cell the one block and text that it should have been born with. */
export function completeCell(cell: Y.XmlFragment): void {
  const [first] = cell.toArray();
  const block = first instanceof Y.XmlElement ? first : new Y.XmlElement(BLOCK);
  if (block !== first) cell.insert(0, [block]);
  block.insert(0, [new Y.XmlText()]);
}

interface Style {
  readonly text: Y.XmlText;
  readonly at: number;
  readonly length: number;
  readonly attributes: Record<string, unknown>;
}

/** Of the characters that stay, those whose known marks have changed. Marks this build does not know stay as they are. */
function stylesToWrite(now: FlatCell, then: FlatCell, edits: ReturnType<typeof textEdits>): readonly Style[] {
  const styles: Style[] = [];
  let [at, from] = [0, 0];
  for (const edit of [...edits, { at: now.text.length, removed: 0, from: then.text.length, to: then.text.length }]) {
    for (const was of slicedRuns(then, from, edit.from)) {
      const start = at + was.start - from;
      for (const is of slicedRuns(now, start, start + was.text.length)) {
        const attributes = changedMarks(is.attributes, was.attributes);
        if (is.home !== null && attributes !== null) styles.push({ ...is.home, length: is.text.length, attributes });
      }
    }
    [at, from] = [edit.at + edit.removed, edit.to];
  }
  return styles;
}

/** What to set so that one stretch wears another's known marks; null if it does. */
function changedMarks(
  is: Readonly<Record<string, unknown>>,
  was: Readonly<Record<string, unknown>>,
): Record<string, unknown> | null {
  const changed = [...new Set([...Object.keys(is), ...Object.keys(was)])].filter(
    (key) => MARK_NAMES.some((name) => name === key) && JSON.stringify(is[key]) !== JSON.stringify(was[key]),
  );
  return changed.length === 0 ? null : Object.fromEntries(changed.map((key) => [key, was[key] ?? null]));
}

/** Where text can be put in: behind the character before, else before the one that follows, else in the first text. */
function spotFor(now: FlatCell, at: number, cell: Y.XmlFragment): { text: Y.XmlText; at: number } | null {
  const before = now.runs.findLast((run) => run.home !== null && run.start < at && run.start + run.text.length >= at);
  if (before?.home) return { text: before.home.text, at: before.home.at + at - before.start };
  const behind = now.runs.find((run) => run.home !== null && run.start <= at && run.start + run.text.length > at);
  if (behind?.home) return { text: behind.home.text, at: behind.home.at + at - behind.start };
  const text = now.homes[0] ?? flatCell(cell)?.homes[0];
  return text === undefined ? null : { text, at: 0 };
}
