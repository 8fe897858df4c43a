import { align } from './align.ts';
import { normalized, sameMarks, sliceContent, textOf, type CellContent, type Marks, type Run } from './content.ts';
import { isSpace, piecesOf } from './words.ts';

/** A stretch of words, and what became of it. */
export type Part =
  | (Run & { readonly kind: 'same' | 'inserted' | 'deleted' })
  /** The same words under other marks. */
  | { readonly kind: 'restyled'; readonly text: string; readonly before: Marks; readonly after: Marks };

/**
 * Two states of a cell's words as one text: what stayed, what came, what went. A change is told in whole words, and a
 * space between two changed words belongs to the change.
 */
export function compareWords(before: CellContent, after: CellContent): readonly Part[] {
  const [old, young] = [normalized(before), normalized(after)];
  if (textOf(old) === textOf(young)) return shared(old, young);
  const parts: Part[] = [];
  for (const { from, to, newFrom, newTo, isShared } of stretches(textOf(old), textOf(young))) {
    const [was, is] = [sliceContent(old, from, to), sliceContent(young, newFrom, newTo)];
    if (isShared) parts.push(...shared(was, is));
    else {
      parts.push(...was.map((run): Part => ({ kind: 'deleted', ...run })));
      parts.push(...is.map((run): Part => ({ kind: 'inserted', ...run })));
    }
  }
  return parts;
}

export const isChanged = (parts: readonly Part[]): boolean => parts.some(({ kind }) => kind !== 'same');

/** What the words were, or are: a comparison holds both sides whole. */
export function sideOf(parts: readonly Part[], side: 'before' | 'after'): CellContent {
  const hidden = side === 'before' ? 'inserted' : 'deleted';
  return normalized(
    parts.flatMap((part): Run[] => {
      if (part.kind === 'restyled') return [{ text: part.text, marks: part[side] }];
      if (part.kind === hidden) return [];
      return [part.marks === undefined ? { text: part.text } : { text: part.text, marks: part.marks }];
    }),
  );
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
  readonly isShared: boolean;
}

/** Both texts from end to end, in UTF-16 units: shared stretches and what lies between them. */
function stretches(before: string, after: string): readonly Stretch[] {
  // Nothing has to be looked for where one side is empty.
  const [old, young] =
    before === '' || after === '' ? [whole(before), whole(after)] : [piecesOf(before), piecesOf(after)];
  const list: Stretch[] = [];
  let [from, newFrom, piece, newPiece] = [0, 0, 0, 0];
  const add = (count: number, newCount: number, isShared: boolean): void => {
    if (count + newCount === 0) return;
    const to = from + lengthOf(old, piece, count);
    const newTo = newFrom + lengthOf(young, newPiece, newCount);
    list.push({ from, to, newFrom, newTo, isShared });
    [from, newFrom] = [to, newTo];
    piece += count;
    newPiece += newCount;
  };
  const matches = align(old, young);
  for (const [i, match] of matches.entries()) {
    const isInside = i > 0 || match.before + match.after > 0;
    const isLast = match.before + match.length === old.length && match.after + match.length === young.length;
    const words = old.slice(match.before, match.before + match.length).join('');
    if (isInside && !isLast && isSpace(words) && !words.includes('\n')) continue;
    add(match.before - piece, match.after - newPiece, false);
    add(match.length, match.length, true);
  }
  add(old.length - piece, young.length - newPiece, false);
  return list;
}

const whole = (text: string): readonly string[] => (text === '' ? [] : [text]);

const lengthOf = (pieces: readonly string[], from: number, count: number): number =>
  pieces.slice(from, from + count).reduce((sum, piece) => sum + piece.length, 0);

/** The same words, cut where their marks differ in another way. */
function shared(before: CellContent, after: CellContent): readonly Part[] {
  const parts: Part[] = [];
  const length = textOf(before).length;
  const cuts = [...new Set([...endsOf(before), ...endsOf(after)])].toSorted((a, b) => a - b);
  let from = 0;
  for (const to of cuts.filter((cut) => cut <= length)) {
    const [was] = sliceContent(before, from, to);
    const [is] = sliceContent(after, from, to);
    from = to;
    if (was === undefined || is === undefined) continue;
    if (sameMarks(was.marks, is.marks)) parts.push({ kind: 'same', ...is });
    else parts.push({ kind: 'restyled', text: is.text, before: was.marks ?? {}, after: is.marks ?? {} });
  }
  return parts;
}

function endsOf(content: CellContent): readonly number[] {
  let end = 0;
  return content.map(({ text }) => (end += text.length));
}
