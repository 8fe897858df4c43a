import { Slice, Fragment } from '@tiptap/pm/model';
import { TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { externalLink } from '../../app/links.ts';
import {
  attributesOf,
  cleanText,
  marksOf,
  sliceContent,
  textOf,
  type CellContent,
  type Run,
} from '../../app/script/content.ts';
import { MAX_CELL_BYTES } from '../../app/script/limits.ts';
import type { RowContent } from '../../app/script/births.ts';
import type { Board } from './board.ts';
import { rowsOf } from './focus.ts';
import { setLink } from './marks.ts';
import { parseHtml } from './parse-html.ts';
import { ROWS_TYPE, rowsFromOwn, rowsFromTable, rowsFromTabs, rowsToClipboard } from './rows-on-clipboard.ts';
import { wordsFromHtml } from './words-from-html.ts';
import { wordsToNodes } from './words-to-html.ts';

/** The largest paste that is looked at, in UTF-16 units of each form: ten long novels. Larger things are files. */
const MAX_PASTE_LENGTH = 5 * 1024 * 1024;

/** What a paste holds, as far as the script is concerned. */
type Pasted =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'too-large'; readonly length: number }
  | { readonly kind: 'rows'; readonly rows: readonly RowContent[] }
  | { readonly kind: 'words'; readonly words: CellContent };

export class ScriptClipboard {
  readonly #board: Board;

  constructor(board: Board) {
    this.#board = board;
  }

  /** Copies or cuts words of the live cell; false without a selection. */
  copy(event: ClipboardEvent): boolean {
    const view = this.#board.cells.view;
    if (!view || !event.clipboardData || view.state.selection.empty) return false;
    const words = selectedWords(view);
    const html = document.createElement('div');
    html.append(...wordsToNodes(words));
    event.clipboardData.setData('text/plain', textOf(words));
    event.clipboardData.setData('text/html', html.innerHTML);
    event.preventDefault();
    if (event.type === 'cut') view.dispatch(view.state.tr.deleteSelection().scrollIntoView());
    return true;
  }

  copyRows(event: ClipboardEvent): void {
    const { model, standing } = this.#board;
    const rowIds = rowsOf(standing.focus.get(), model.outline());
    if (!event.clipboardData || rowIds.length === 0) return;
    for (const [type, text] of Object.entries(rowsToClipboard(model, rowIds))) event.clipboardData.setData(type, text);
    event.preventDefault();
    if (event.type === 'cut') this.#board.commands.rows.delete(rowIds);
  }

  /** True: the paste has been dealt with, also by refusing it. */
  paste(event: ClipboardEvent): boolean {
    if (!event.clipboardData || this.#board.isReadOnly) return false;
    this.#board.settle();
    this.#take(readPaste(event.clipboardData));
    event.preventDefault();
    return true;
  }

  /** Words from another program; a drag inside the cell is left to the editor. */
  drop(event: DragEvent): boolean {
    const view = this.#board.cells.view;
    if (!view || view.dragging || !event.dataTransfer) return false;
    event.preventDefault();
    const found = view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (found) view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, found.pos)));
    this.#take(readPaste(event.dataTransfer));
    return true;
  }

  #take(pasted: Pasted): void {
    switch (pasted.kind) {
      case 'nothing':
        return;
      case 'too-large':
        return this.#board.tell({
          text: `This paste is ${Math.round(pasted.length / 1024 / 1024)} MB. Nothing was pasted and nothing was changed. Import it as a file instead.`,
        });
      case 'rows':
        this.#board.commands.rows.paste(pasted.rows);
        return;
      case 'words':
        return this.#takeWords(pasted.words);
      default:
        pasted satisfies never;
    }
  }

  #takeWords(words: CellContent): void {
    const { cells, kinds } = this.#board;
    const view = cells.view;
    const kind = cells.address?.kind ?? kinds.at(-1) ?? 'audio';
    const size = new TextEncoder().encode(textOf(words)).byteLength;
    if (!view || size + view.state.doc.content.size * 3 > MAX_CELL_BYTES) {
      this.#board.commands.rows.paste(paragraphs(words).map((paragraph) => ({ [kind]: paragraph })));
      return;
    }
    const href = externalLink(textOf(words).trim());
    if (href !== null && !view.state.selection.empty) return setLink(view, view.state.selection, href);
    insertWords(view, words);
  }
}

/** Our own form first, then a table, then words with their marks, then plain text. */
function readPaste(data: DataTransfer): Pasted {
  const [own, html, text] = [data.getData(ROWS_TYPE), data.getData('text/html'), data.getData('text/plain')];
  const length = Math.max(own.length, html.length, text.length);
  if (length > MAX_PASTE_LENGTH) return { kind: 'too-large', length };
  const ours = own === '' ? null : rowsFromOwn(own);
  if (ours !== null && ours.length > 0) return { kind: 'rows', rows: ours };
  if (html !== '') {
    const { body } = parseHtml(html);
    const table = body.querySelector('table');
    const rows = table ? rowsFromTable(table) : [];
    if (rows.length > 0) return { kind: 'rows', rows };
    const words = wordsFromHtml(body);
    if (words.length > 0) return { kind: 'words', words };
  }
  const rows = rowsFromTabs(text);
  if (rows !== null && rows.length > 0) return { kind: 'rows', rows };
  const plain = cleanText(text);
  return plain === '' ? { kind: 'nothing' } : { kind: 'words', words: [{ text: plain }] };
}

function insertWords(view: EditorView, words: CellContent): void {
  const { schema, tr } = view.state;
  const nodes = words.map(({ text, marks }) =>
    schema.text(
      text,
      Object.entries(attributesOf(marks)).flatMap(([name, attrs]) => schema.marks[name]?.create({ ...attrs }) ?? []),
    ),
  );
  view.dispatch(tr.replaceSelection(new Slice(Fragment.from(nodes), 0, 0)).scrollIntoView());
}

function selectedWords(view: EditorView): CellContent {
  const words: Run[] = [];
  const { from, to } = view.state.selection;
  view.state.doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isText || node.text === undefined) return;
    const text = node.text.slice(Math.max(0, from - pos), to - pos);
    words.push({ text, marks: marksOf(Object.fromEntries(node.marks.map((mark) => [mark.type.name, mark.attrs]))) });
  });
  return words;
}

/** Where a long text may be parted into rows: at empty lines if it has any, else at every line. */
function paragraphs(words: CellContent): CellContent[] {
  const text = textOf(words);
  const gap = /\n[ \t]*\n/.test(text) ? /\n(?:[ \t]*\n)+/g : /\n/g;
  const parts: CellContent[] = [];
  let from = 0;
  for (const found of text.matchAll(gap)) {
    parts.push(sliceContent(words, from, found.index));
    from = found.index + found[0].length;
  }
  parts.push(sliceContent(words, from, text.length));
  return parts.filter((part) => textOf(part).trim() !== '');
}
