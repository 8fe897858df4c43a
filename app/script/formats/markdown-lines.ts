import type { Code, List, ListItem, PhrasingContent } from 'mdast';
import { textOf, type CellContent } from '../content.ts';
import { isPictureCue, type Speakers } from './labels.ts';
import type { MarkdownDefinitions } from './markdown-definitions.ts';
import { readInline, withSoftBreaks, type InlineContext } from './markdown-inline.ts';
import type { Block } from './markdown-parser.ts';
import type { ParsedScriptBuilder } from './parsed-script-builder.ts';
import { joinContents, linesOfContent, plain } from './runs.ts';
import { labelOf, readSpeech } from './speech.ts';

/** Turns blocks of Markdown that are neither scene nor table into lines of words. */
export class MarkdownLines {
  readonly #builder: ParsedScriptBuilder;
  readonly #speakers: Speakers;
  readonly #definitions: MarkdownDefinitions;

  constructor(builder: ParsedScriptBuilder, speakers: Speakers, definitions: MarkdownDefinitions) {
    this.#builder = builder;
    this.#speakers = speakers;
    this.#definitions = definitions;
  }

  of(node: Block, context: InlineContext): readonly CellContent[] {
    switch (node.type) {
      case 'paragraph':
      case 'heading':
        return this.#paragraph(node.children, context);
      case 'list':
        return this.items(node, context).flat();
      case 'blockquote':
      case 'footnoteDefinition':
        return node.children.flatMap((child) => this.of(child, context));
      case 'table':
        return node.children.flatMap((row) => row.children.map((cell) => cellOf(cell.children, context)));
      case 'code':
        return this.#code(node);
      case 'html':
        return this.#html(node.value);
      case 'definition':
        this.#definitions.meet(node);
        return [];
      case 'thematicBreak':
        return [];
      default:
        return node satisfies never;
    }
  }

  /** The lines of each item. Items of lists inside it follow as lines of their own, behind their markers. */
  items(list: List, context: InlineContext): readonly (readonly CellContent[])[] {
    return list.children.map((item, index) => {
      const number = list.ordered === true ? `${(list.start ?? 1) + index}. ` : '';
      return this.#item(item, context).map((line, at) => (at === 0 ? joinContents([plain(number), line], '') : line));
    });
  }

  #item(item: ListItem, context: InlineContext): readonly CellContent[] {
    return item.children.flatMap((child) => {
      if (child.type !== 'list') return this.of(child, context);
      const bullet = child.ordered === true ? '  ' : '  - ';
      return this.items(child, context).flatMap((lines) =>
        lines.map((line, at) => joinContents([plain(at === 0 ? bullet : '  '), line], '')),
      );
    });
  }

  /** The file's own lines where labels stand in them, else those that Markdown breaks. */
  #paragraph(nodes: readonly PhrasingContent[], context: InlineContext): readonly CellContent[] {
    const content = readInline(nodes, context);
    const lines = linesOfContent(withSoftBreaks(content, '\n'));
    return lines.some((line) => this.#isLabelled(line)) ? lines : linesOfContent(withSoftBreaks(content, ' '));
  }

  #isLabelled(line: CellContent): boolean {
    const text = textOf(line);
    const kind = labelOf(line)?.kind;
    return kind === 'video' || kind === 'audio' || isPictureCue(text) || readSpeech(line, this.#speakers) !== undefined;
  }

  #code({ value, lang, meta }: Code): readonly CellContent[] {
    const language = [lang ?? '', meta ?? ''].join(' ').trim();
    if (language !== '') this.#builder.leaveOut('code-language', language);
    return value.split('\n').map(plain);
  }

  #html(value: string): readonly CellContent[] {
    const comment = /^<!--(.*)-->$/s.exec(value.trim());
    if (comment === null) {
      this.#builder.remark('HTML is kept as typed, as words.');
      return value.split('\n').map(plain);
    }
    this.#builder.leaveOut('cut', (comment[1] ?? '').trim());
    return [];
  }
}

export const cellOf = (nodes: readonly PhrasingContent[], context: InlineContext): CellContent =>
  withSoftBreaks(readInline(nodes, context), ' ');
