import * as Y from 'yjs';
import * as z from 'zod';
import type { CursorPlace } from '../../app/ipc/together.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import type { RelativeSelection } from '../document/undo.ts';

/** A place in a cell's words: the block, and how many UTF-16 units into it. */
export interface WordsPlace {
  readonly block: number;
  readonly offset: number;
}

export interface PlacedSelection {
  readonly anchor: WordsPlace;
  readonly head: WordsPlace;
}

const Id = z.object({ client: z.int().nonnegative(), clock: z.int().nonnegative() });

/** A relative position as Yjs writes it, inside a nested type: a name of a root would make a root where there is none. */
const Position = z.object({
  type: Id.optional(),
  item: Id.optional(),
  tname: z.null().optional(),
  assoc: z.int().min(-1).max(0).optional(),
});

export const placeText = (position: Y.RelativePosition): string => JSON.stringify(Y.relativePositionToJSON(position));

/** Both ends as they go over the wire; null when they would not fit. */
export function selectionPlace(selection: RelativeSelection): Pick<CursorPlace, 'anchor' | 'head'> | null {
  const [anchor, head] = [placeText(selection.anchor), placeText(selection.head)];
  return anchor.length > 200 || head.length > 200 ? null : { anchor, head };
}

/** Where somebody's selection lies in the document as it is now; null when it is nowhere, or not what it claims to be. */
export function resolvePlace(model: ScriptModel, place: CursorPlace): PlacedSelection | null {
  const cell = model.cell({ rowId: place.rowId, kind: place.cell });
  if (cell === undefined) return null;
  const anchor = resolveEnd(model.doc, cell, place.anchor);
  const head = resolveEnd(model.doc, cell, place.head);
  return anchor === null || head === null ? null : { anchor, head };
}

function resolveEnd(doc: Y.Doc, cell: Y.XmlFragment, text: string): WordsPlace | null {
  const parsed = Position.safeParse(jsonOf(text));
  if (!parsed.success) return null;
  const { type = null, item = null, assoc = 0 } = parsed.data;
  // With neither, Yjs throws.
  if (type === null && item === null) return null;
  const position = Y.createRelativePositionFromJSON({ type, item, assoc });
  const found = Y.createAbsolutePositionFromRelativePosition(position, doc, false);
  return found === null ? null : inWords(cell, found.type, found.index);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever sends it decides what it is: what is no position is nowhere.
    return null;
  }
}

/** The place of an index of any type inside a cell; null for one that lies elsewhere. */
function inWords(cell: Y.XmlFragment, type: Y.AbstractType<unknown>, index: number): WordsPlace | null {
  const blocks = cell.toArray();
  if (type === (cell as unknown)) return { block: Math.max(0, Math.min(index, blocks.length - 1)), offset: 0 };
  for (const [block, element] of blocks.entries()) {
    if (!(element instanceof Y.XmlElement)) continue;
    if (type === (element as unknown)) return { block, offset: lengthOf(element.toArray().slice(0, index)) };
    const texts = element.toArray();
    const at = texts.findIndex((text) => (text as unknown) === type);
    if (at !== -1) return { block, offset: lengthOf(texts.slice(0, at)) + index };
  }
  return null;
}

const lengthOf = (children: readonly unknown[]): number =>
  children.reduce<number>((sum, child) => sum + (child instanceof Y.XmlText ? child.length : 1), 0);

interface DomPlace {
  readonly node: Node;
  readonly offset: number;
}

/**
 * The place in the DOM of a drawn cell, live or not: both have the same elements. Between two elements it is the end of
 * the first. Null while the cell is not drawn so far.
 */
export const domPlace = (words: Element, place: WordsPlace): DomPlace | null => domPlaces(words, place)[0] ?? null;

/** The place as the end of what stands before it, and as the beginning of what follows it, where these are two nodes. */
function domPlaces(words: Element, { block, offset }: WordsPlace): readonly DomPlace[] {
  const paragraph = words.querySelector('.cell-text')?.children[block];
  if (paragraph === undefined) return [];
  const places: DomPlace[] = [];
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node !== null && left >= 0; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (left <= length) places.push({ node, offset: left });
    left -= length;
  }
  return places.length === 0 && offset === 0 ? [{ node: paragraph, offset: 0 }] : places;
}

/**
 * The box of a caret: its `left` and height count. It stands before the letter that follows, so that it is at the
 * beginning of a line and not at the end of the one above; behind a last line feed it stands where a letter would.
 */
export function caretBox(words: Element, place: WordsPlace): DOMRect | null {
  const at = domPlaces(words, place).at(-1);
  if (at === undefined) return null;
  const { node, offset } = at;
  const text = node.nodeValue ?? '';
  const next = text.charAt(offset);
  const range = document.createRange();
  if (next !== '' && next !== '\n') {
    range.setStart(node, offset);
    range.setEnd(node, offset + ((text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1));
    const letter = [...range.getClientRects()].at(-1);
    if (letter === undefined) return null;
    const isRtl = getComputedStyle(node.parentElement ?? words).direction === 'rtl';
    return new DOMRect(isRtl ? letter.right : letter.left, letter.top, 0, letter.height);
  }
  if (next === '' && (text === '' || text.endsWith('\n'))) {
    const trailing = words.querySelector('.cell-text')?.children[place.block]?.querySelector('br');
    return trailing?.getBoundingClientRect() ?? null;
  }
  range.setStart(node, offset);
  range.collapse(true);
  return range.getClientRects()[0] ?? null;
}
