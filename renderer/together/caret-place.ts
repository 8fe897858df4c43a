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
  tname: z.undefined().or(z.null()),
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

/** The place in the DOM of a drawn cell, live or not: both have the same elements. Null while it is not drawn so far. */
export function domPlace(words: Element, { block, offset }: WordsPlace): { node: Node; offset: number } | null {
  const paragraph = words.querySelector('.cell-text')?.children[block];
  if (paragraph === undefined) return null;
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (left <= length) return { node, offset: left };
    left -= length;
  }
  return left === 0 ? { node: paragraph, offset: 0 } : null;
}

/** The box of a caret, without width. Behind a last line feed it stands where the next letter would. */
export function caretBox(words: Element, place: WordsPlace): DOMRect | null {
  const at = domPlace(words, place);
  if (at === null) return null;
  const { node, offset } = at;
  const text = node.nodeValue ?? '';
  const isAtEnd = offset === text.length;
  if (text === '' || (isAtEnd && text.endsWith('\n'))) {
    const trailing = words.querySelector('.cell-text')?.children[place.block]?.querySelector('br');
    return trailing?.getBoundingClientRect() ?? null;
  }
  const range = document.createRange();
  range.setStart(node, offset);
  range.collapse(true);
  const [box] = range.getClientRects();
  return box ?? null;
}
