import * as Y from 'yjs';
import { MAX_CELL_BYTES } from './limits.ts';

/** The marks this build knows. Unknown ones stay in the document and are left out of plain reading. */
export interface Marks {
  readonly bold?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strike?: true;
  readonly highlight?: true;
  readonly link?: { readonly href: string };
}
export type MarkName = keyof Marks;

/** In the order in which marks nest, outermost first. */
export const MARK_NAMES = [
  'link',
  'bold',
  'italic',
  'underline',
  'strike',
  'highlight',
] as const satisfies readonly MarkName[];

/** A stretch of words under the same marks. `text` may hold line feeds: a cell is one block whose lines they separate. */
export interface Run {
  readonly text: string;
  readonly marks?: Marks;
}

export type CellContent = readonly Run[];

export type CellKind = 'video' | 'audio';
export const CELL_KINDS = ['video', 'audio'] as const satisfies readonly CellKind[];

/** The name of a cell's one block. */
export const BLOCK = 'paragraph';

/**
 * A complete cell: one block that holds one text, also when there are no words yet. Two devices then write into the
 * same text instead of each making its own.
 */
export function newCell(content: CellContent): Y.XmlFragment {
  const text = new Y.XmlText();
  let at = 0;
  for (const run of normalized(content)) {
    text.insert(at, run.text, attributesOf(run.marks));
    at += run.text.length;
  }
  const block = new Y.XmlElement(BLOCK);
  block.insert(0, [text]);
  const cell = new Y.XmlFragment();
  cell.insert(0, [block]);
  return cell;
}

/** What a cell says, whatever shape a foreign peer gave it: words inside unknown nodes are read, unknown marks left out. */
export function readCell(cell: Y.XmlFragment): CellContent {
  const runs: Run[] = [];
  readChildren(cell, runs);
  return normalized(runs);
}

export const cellText = (cell: Y.XmlFragment): string => textOf(readCell(cell));

export const textOf = (content: CellContent): string => content.map(({ text }) => text).join('');

/** The least content with the same meaning: no empty runs, equal neighbours joined, line feeds only, well-formed text. */
export function normalized(content: CellContent): CellContent {
  const runs: Run[] = [];
  for (const { text, marks } of content) {
    const clean = cleanText(text);
    if (clean === '') continue;
    const kept = marks !== undefined && MARK_NAMES.some((name) => marks[name] !== undefined) ? marks : undefined;
    const last = runs.at(-1);
    if (last !== undefined && sameMarks(last.marks, kept)) runs[runs.length - 1] = { ...last, text: last.text + clean };
    else runs.push(kept === undefined ? { text: clean } : { text: clean, marks: kept });
  }
  return runs;
}

/** Half of a surrogate pair would reach other devices as another character, and so would never merge equal. */
export const cleanText = (text: string): string => text.toWellFormed().replace(/\r\n?/g, '\n');

export function sameMarks(a: Marks = {}, b: Marks = {}): boolean {
  return MARK_NAMES.every((name) => (name === 'link' ? a.link?.href === b.link?.href : a[name] === b[name]));
}

/** Yjs attributes as y-tiptap writes them: each mark is an object of its own attributes. */
export function attributesOf(marks: Marks = {}): Record<string, object> {
  const attributes: Record<string, object> = {};
  for (const name of MARK_NAMES) {
    if (name === 'link') {
      if (marks.link !== undefined) attributes['link'] = { href: marks.link.href };
    } else if (marks[name] !== undefined) attributes[name] = {};
  }
  return attributes;
}

/** Reads known marks out of Yjs attributes; the hash that y-tiptap puts behind an overlapping mark's name is ignored. */
export function marksOf(attributes: unknown): Marks {
  if (typeof attributes !== 'object' || attributes === null) return {};
  const marks: { -readonly [Name in MarkName]?: NonNullable<Marks[Name]> } = {};
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    const name = MARK_NAMES.find((known) => known === key.replace(/--[a-zA-Z0-9+/=]{8}$/, ''));
    if (name === undefined) continue;
    if (name !== 'link') marks[name] = true;
    else if (typeof value === 'object' && 'href' in value && typeof value.href === 'string')
      marks.link = { href: value.href };
  }
  return marks;
}

/** Cuts content into pieces of at most `maxBytes` of UTF-8 each: after a line feed if there is one, else after a space. */
export function splitContent(content: CellContent, maxBytes: number = MAX_CELL_BYTES): readonly CellContent[] {
  const runs = normalized(content);
  const text = textOf(runs);
  const pieces: Run[][] = [];
  let next = 0;
  let start = 0;
  for (const { from, to } of stretchesOf(text, maxBytes)) {
    const piece: Run[] = [];
    for (let run = runs[next]; run !== undefined && start < to; run = runs[next]) {
      const words = run.text.slice(Math.max(0, from - start), to - start);
      if (words !== '') piece.push({ ...run, text: words });
      if (start + run.text.length > to) break;
      start += run.text.length;
      next += 1;
    }
    pieces.push(piece);
  }
  return pieces;
}

/** Where to cut a text, one stretch after the other; a line feed at a cut is in neither, for it is what the cut stands for. */
function* stretchesOf(text: string, maxBytes: number): Generator<{ readonly from: number; readonly to: number }, void> {
  let from = 0;
  for (;;) {
    const window = text.slice(from, from + maxBytes + 1);
    const fits = lengthWithin(window, maxBytes);
    if (from + fits === text.length) break;
    const cut = [window.lastIndexOf('\n', fits - 1) + 1, window.lastIndexOf(' ', fits - 1) + 1, fits].find(
      (at) => at > 0,
    );
    if (cut === undefined) break;
    yield { from, to: from + (window[cut - 1] === '\n' ? cut - 1 : cut) };
    from += cut;
  }
  yield { from, to: text.length };
}

/** The part between two offsets, counted in UTF-16 units as Yjs and ProseMirror do. */
export function sliceContent(content: CellContent, from: number, to: number): CellContent {
  const runs: Run[] = [];
  let start = 0;
  for (const run of content) {
    const text = run.text.slice(Math.max(0, from - start), Math.max(0, to - start));
    if (text !== '') runs.push({ ...run, text });
    start += run.text.length;
  }
  return runs;
}

/** How many UTF-16 units from the start make at most `maxBytes` of UTF-8, never cutting a pair. */
function lengthWithin(text: string, maxBytes: number): number {
  if (text.length * 3 <= maxBytes) return text.length;
  let bytes = 0;
  let length = 0;
  for (const character of text) {
    bytes += utf8Bytes(character);
    if (bytes > maxBytes) return length;
    length += character.length;
  }
  return length;
}

function utf8Bytes(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

function readChildren(parent: Y.XmlFragment, runs: Run[]): void {
  const isCell = !(parent instanceof Y.XmlElement);
  let first = true;
  for (const child of parent.toArray()) {
    if (isCell && !first) runs.push({ text: '\n' });
    first = false;
    if (child instanceof Y.XmlText) readText(child, runs);
    else if (child instanceof Y.XmlElement && child.nodeName === 'hardBreak') runs.push({ text: '\n' });
    else if (child instanceof Y.XmlFragment) readChildren(child, runs);
  }
}

function readText(text: Y.XmlText, runs: Run[]): void {
  const delta: readonly { readonly insert?: unknown; readonly attributes?: unknown }[] = text.toDelta();
  for (const { insert, attributes } of delta) {
    if (typeof insert === 'string') runs.push({ text: insert, marks: marksOf(attributes) });
  }
}
