import * as Y from 'yjs';
import type { CellContent } from '../../app/script/content.ts';
import { cellSchema, linkAttributes } from './cell-schema.ts';
import { drawIcon } from './draw-icon.ts';

/**
 * Draws a cell without an editor. The DOM is the same, element for element, as ProseMirror's, the trailing break after
 * a last line feed included, so that the swap to the live editor moves no pixel.
 */
export function drawCell(fragment: Y.XmlFragment): HTMLElement {
  const blocks = fragment.toArray().filter((child) => child instanceof Y.XmlElement);
  const drawn = blocks.map((block) =>
    drawBlock(block.toArray().flatMap((child) => (child instanceof Y.XmlText ? (child.toDelta() as Part[]) : []))),
  );
  return wordsOf(drawn.length === 0 ? [drawBlock([])] : drawn);
}

/** The same for what was read from a cell: one block, as all our cells are. */
export function drawContent(content: CellContent): HTMLElement {
  return wordsOf([drawBlock(content.map(({ text, marks }) => ({ insert: text, attributes: { ...marks } })))]);
}

/** A stretch of words and the values of its marks. */
interface Part {
  readonly insert: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

function wordsOf(blocks: readonly HTMLElement[]): HTMLElement {
  const words = document.createElement('div');
  words.className = 'tiptap ProseMirror cell-text';
  words.append(...blocks);
  return words;
}

/** Content that this build must not touch: kept, movable, never editable. */
export function drawSealedCell(): HTMLElement {
  const card = document.createElement('div');
  card.className = 'sealed';
  const text = document.createElement('span');
  const title = document.createElement('b');
  title.textContent = 'Made with a newer Galley';
  text.append(title, 'Kept exactly as it is. Move it or duplicate it; update to edit it.');
  card.append(drawIcon('package'), text);
  return card;
}

function drawBlock(parts: readonly Part[]): HTMLElement {
  const block = document.createElement('p');
  const last = drawParts(parts, block);
  if (last === '' || last.endsWith('\n')) {
    const trailing = document.createElement('br');
    trailing.className = 'ProseMirror-trailingBreak';
    block.append(trailing);
  }
  return block;
}

interface OpenMark {
  readonly name: string;
  /** What tells two marks of one name apart: a link's address. */
  readonly key: string;
  readonly element: HTMLElement;
}

const TAGS: Readonly<Record<string, string>> = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strike: 's',
  highlight: 'mark',
  link: 'a',
};
const MARK_ORDER = Object.keys(cellSchema.marks);

/** Marks nest in schema order and stay open over neighbouring runs that share them, as ProseMirror draws them. */
function drawParts(parts: readonly Part[], block: HTMLElement): string {
  const open: OpenMark[] = [];
  let last = '';
  for (const part of parts) {
    if (typeof part.insert !== 'string') continue;
    const wanted = MARK_ORDER.filter((name) => part.attributes?.[name]).map((name) => ({
      name,
      key: JSON.stringify(part.attributes?.[name]),
    }));
    let shared = 0;
    while (isSameMark(open[shared], wanted[shared])) shared += 1;
    open.length = shared;
    for (const { name, key } of wanted.slice(shared)) {
      const element = drawMark(name, part.attributes?.[name]);
      (open.at(-1)?.element ?? block).append(element);
      open.push({ name, key, element });
    }
    (open.at(-1)?.element ?? block).append(part.insert);
    last = part.insert;
  }
  return last;
}

const isSameMark = (a: Omit<OpenMark, 'element'> | undefined, b: Omit<OpenMark, 'element'> | undefined): boolean =>
  a !== undefined && b !== undefined && a.name === b.name && a.key === b.key;

function drawMark(name: string, value: unknown): HTMLElement {
  const element = document.createElement(TAGS[name] ?? 'span');
  if (name === 'link') {
    const href = typeof value === 'object' && value !== null && 'href' in value ? value.href : null;
    for (const [attribute, content] of Object.entries(linkAttributes(href))) element.setAttribute(attribute, content);
  }
  return element;
}
