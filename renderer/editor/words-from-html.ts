import { externalLink } from '../../app/links.ts';
import { normalized, textOf, type CellContent, type Marks, type Run } from '../../app/script/content.ts';

const SKIPPED = new Set([
  'SCRIPT',
  'STYLE',
  'TEMPLATE',
  'HEAD',
  'META',
  'TITLE',
  'NOSCRIPT',
  'SVG',
  'OBJECT',
  'IFRAME',
]);
const BLOCKS = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DIV DL DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TBODY TD TH THEAD TR UL'.split(
    ' ',
  ),
);
const MARK_OF: Readonly<Record<string, Exclude<keyof Marks, 'link'>>> = {
  B: 'bold',
  STRONG: 'bold',
  I: 'italic',
  EM: 'italic',
  CITE: 'italic',
  U: 'underline',
  INS: 'underline',
  S: 'strike',
  STRIKE: 'strike',
  DEL: 'strike',
  MARK: 'highlight',
};

/**
 * The words of pasted HTML with the marks a cell knows: blocks become lines, list items lines with a marker. The nodes
 * come from a document of their own in which nothing runs.
 */
export function wordsFromHtml(root: Node): CellContent {
  const reader = new Reader();
  reader.children(root, {});
  return reader.content();
}

class Reader {
  readonly #runs: Run[] = [];
  /** A line feed that is written only if words follow. */
  #pendingBreaks = 0;
  /** A space that is written only if words follow in the same line, under the marks it stood under. */
  #pendingSpace: Marks | null = null;
  #isPreformatted = false;

  content(): CellContent {
    return normalized(this.#runs);
  }

  children(node: Node, marks: Marks): void {
    for (const child of node.childNodes) this.#node(child, marks);
  }

  #node(node: Node, marks: Marks): void {
    if (node.nodeType === Node.TEXT_NODE) return this.#text(node.nodeValue ?? '', marks);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const name = node.nodeName.toUpperCase();
    if (SKIPPED.has(name)) return;
    if (name === 'BR') {
      this.#pendingSpace = null;
      this.#pendingBreaks += 1;
      return;
    }
    const isBlock = BLOCKS.has(name);
    if (isBlock) this.#endLine();
    if (name === 'LI') this.#write(markerOf(node as Element), {});
    const wasPreformatted = this.#isPreformatted;
    this.#isPreformatted ||= name === 'PRE' || /white-space:\s*(pre|break-spaces)/.test(styleOf(node));
    this.children(node, marksOf(node as Element, name, marks));
    this.#isPreformatted = wasPreformatted;
    if (isBlock) this.#endLine();
  }

  #text(text: string, marks: Marks): void {
    if (this.#isPreformatted) return this.#write(text, marks);
    const flat = text.replaceAll(/[\t\n\r\f ]+/g, ' ').replaceAll('\u00a0', ' ');
    if (flat.trim() === '') {
      if (flat !== '') this.#pendingSpace ??= marks;
      return;
    }
    if (flat.startsWith(' ')) this.#pendingSpace ??= marks;
    const ends = flat.endsWith(' ');
    this.#write(ends ? flat.slice(0, -1).trimStart() : flat.trimStart(), marks);
    this.#pendingSpace = ends ? marks : null;
  }

  #write(text: string, marks: Marks): void {
    const isLineStart =
      this.#runs.length === 0 || this.#pendingBreaks > 0 || this.#runs.at(-1)?.text.endsWith('\n') === true;
    if (this.#runs.length > 0 && this.#pendingBreaks > 0) this.#runs.push({ text: '\n'.repeat(this.#pendingBreaks) });
    else if (this.#pendingSpace && !isLineStart) this.#runs.push({ text: ' ', marks: this.#pendingSpace });
    this.#pendingBreaks = 0;
    this.#pendingSpace = null;
    if (text !== '') this.#runs.push({ text, marks });
  }

  #endLine(): void {
    this.#pendingSpace = null;
    this.#pendingBreaks = Math.max(this.#pendingBreaks, 1);
  }
}

/** Word writes its own bullet into a list item; then a second one would be one too many. */
function markerOf(item: Element): string {
  if (/^\s*([-–•*·▪o]|\d+[.)])\s/.test(item.textContent)) return '';
  if (item.parentElement?.nodeName.toUpperCase() !== 'OL') return '- ';
  return `${[...item.parentElement.children].indexOf(item) + 1}. `;
}

/** Styles are read as text: the page's policy keeps the browser from applying them, and that is as it should be. */
const styleOf = (node: Node): string => (node instanceof Element ? (node.getAttribute('style') ?? '') : '');

function marksOf(element: Element, name: string, marks: Marks): Marks {
  const style = styleOf(element);
  let result: Marks = marks;
  const mark = MARK_OF[name];
  // Google Docs wraps everything in a <b> that says of itself that it is not bold.
  if (mark && !(mark === 'bold' && /font-weight:\s*(normal|400)/.test(style))) result = { ...result, [mark]: true };
  if (/font-weight:\s*(bold|[6-9]00)/.test(style)) result = { ...result, bold: true };
  if (/font-style:\s*italic/.test(style)) result = { ...result, italic: true };
  if (/text-decoration[^;]*underline/.test(style) && name !== 'A') result = { ...result, underline: true };
  if (/text-decoration[^;]*line-through/.test(style)) result = { ...result, strike: true };
  if (name === 'A') {
    const href = externalLink(element.getAttribute('href') ?? '');
    if (href !== null) result = { ...result, link: { href } };
  }
  return result;
}

export const isBlank = (content: CellContent): boolean => textOf(content).trim() === '';
