import type { Heading, Table } from 'mdast';
import { readFrontMatter } from './front-matter.ts';
import { Speakers } from './labels.ts';
import { linesOf } from './lines.ts';
import { MarkdownDefinitions } from './markdown-definitions.ts';
import type { InlineContext } from './markdown-inline.ts';
import { cellOf, MarkdownLines } from './markdown-lines.ts';
import { parseMarkdownPiece, type Block } from './markdown-parser.ts';
import { piecesOf } from './markdown-pieces.ts';
import type { ParsedScript } from './parsed-script.ts';
import { ParsedScriptBuilder } from './parsed-script-builder.ts';
import { ProseReader } from './prose-reader.ts';
import { plain } from './runs.ts';
import { TableReader } from './table-reader.ts';

/**
 * Reads Markdown as rows: headings are scenes, tables with picture and sound columns are rows (columns.ts knows their
 * names), and what stands outside of tables is read like plain text, each paragraph and list item by itself. One
 * heading of the first level at the top is the title. A heading directly below a higher one shares its scene.
 */
export function parseMarkdown(text: string): ParsedScript {
  const builder = new ParsedScriptBuilder();
  const body = readFrontMatter(text, builder);
  new MarkdownScript(builder, body).read();
  return builder.finish();
}

class MarkdownScript {
  readonly #builder: ParsedScriptBuilder;
  readonly #text: string;
  readonly #speakers: Speakers;
  readonly #definitions: MarkdownDefinitions;
  readonly #lines: MarkdownLines;
  readonly #prose: ProseReader;
  readonly #hasOneTitle: boolean;
  /** Headings that have nothing below them yet, each of a lower level than the one before. */
  #headings: { readonly depth: number; readonly words: string }[] = [];
  #table: TableReader | undefined;
  /** The next block is more rows of that table, below a copy of its header. */
  #continuesTable = false;

  constructor(builder: ParsedScriptBuilder, text: string) {
    this.#builder = builder;
    this.#text = text;
    this.#speakers = Speakers.in(stretchesOf(text));
    this.#definitions = MarkdownDefinitions.in(text);
    this.#lines = new MarkdownLines(builder, this.#speakers, this.#definitions);
    this.#prose = new ProseReader(builder, this.#speakers);
    this.#hasOneTitle = countTitles(text) === 1;
  }

  read(): void {
    for (const { text, continuesTable, isLiteral } of piecesOf(this.#text)) {
      if (this.#builder.isOverfull) return;
      if (!continuesTable) this.#table = undefined;
      this.#continuesTable = continuesTable;
      if (isLiteral) this.#literal(text.trim());
      else {
        const { blocks, definitions } = parseMarkdownPiece(this.#definitions.completed(text));
        const definitionOf = (name: string) => this.#definitions.find(name, definitions);
        for (const block of blocks) this.#block(block, { builder: this.#builder, definitionOf });
      }
    }
    this.#beginScene();
    this.#prose.end();
    for (const { label, identifier, url, title } of this.#definitions.unused())
      this.#builder.leaveOut('definition', `[${label ?? identifier}]: ${url} ${title ?? ''}`.trim());
  }

  #block(node: Block, context: InlineContext): void {
    if (node.type !== 'heading') this.#beginScene();
    if (!this.#continuesTable) this.#table = undefined;
    this.#continuesTable = false;
    switch (node.type) {
      case 'heading':
        return this.#heading(node, context);
      case 'table':
        return this.#rows(node, context);
      case 'list':
        for (const item of this.#lines.items(node, context)) this.#prose.block(item);
        return;
      case 'blockquote':
        for (const child of node.children) this.#block(child, context);
        return;
      case 'thematicBreak':
        return this.#prose.end();
      case 'paragraph':
      case 'code':
      case 'html':
      case 'definition':
      case 'footnoteDefinition':
        return this.#prose.block(this.#lines.of(node, context));
      default:
        return node satisfies never;
    }
  }

  #heading(node: Heading, context: InlineContext): void {
    const words = this.#builder.wordsOf(cellOf(node.children, context));
    const isTop = this.#builder.isEmpty && this.#headings.length === 0;
    if (isTop && node.depth === 1 && this.#hasOneTitle && this.#builder.title === null) {
      this.#builder.title = words;
      return;
    }
    if ((this.#headings.at(-1)?.depth ?? Infinity) >= node.depth) this.#beginScene();
    this.#prose.end();
    this.#headings.push({ depth: node.depth, words });
  }

  #beginScene(): void {
    if (this.#headings.length === 0) return;
    this.#prose.end();
    this.#builder.scene(
      this.#headings
        .map(({ words }) => words)
        .filter((words) => words !== '')
        .join(' – '),
    );
    this.#headings = [];
  }

  #rows({ children }: Table, context: InlineContext): void {
    this.#prose.end();
    const [header = [], ...body] = children.map((row) => row.children.map((cell) => cellOf(cell.children, context)));
    this.#table ??= new TableReader(this.#builder, this.#speakers, header);
    for (const cells of body) this.#table.row(cells);
  }

  /** Words as typed, a table's row in its columns. */
  #literal(line: string): void {
    this.#beginScene();
    this.#builder.remark('A line with very many formatting signs is kept as typed.');
    if (this.#table === undefined) return this.#prose.block([plain(line)]);
    const cells = line
      .replace(/^\|/, '')
      .replace(/\|$/, '')
      .split(/(?<!\\)\|/);
    this.#table.row(cells.map((cell) => plain(cell.trim())));
  }
}

/** The stretches of a file in which a label may stand at the start: lines and cells, without signs of formatting. */
function* stretchesOf(text: string): Generator<string, void> {
  for (const line of linesOf(text))
    for (const cell of line.split(/\||<br\s{0,3}\/?>/i))
      yield cell
        .slice(0, 300)
        .replaceAll(/[*_]+/g, '')
        .replace(/^\s{0,20}(?:[-+>#]|\d{1,9}[.)])\s/, '');
}

/** How many headings of the first level there may be. */
function countTitles(text: string): number {
  let count = 0;
  let last = '';
  for (const line of linesOf(text)) {
    if (/^ {0,3}#(?:\s|$)/.test(line) || (/^ {0,3}=+\s*$/.test(line) && last.trim() !== '')) count += 1;
    last = line;
  }
  return count;
}
