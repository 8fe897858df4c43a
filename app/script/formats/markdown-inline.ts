import type { Definition, PhrasingContent } from 'mdast';
import { externalLink } from '../../links.ts';
import type { CellContent, Marks } from '../content.ts';
import type { ParsedScriptBuilder } from './parsed-script-builder.ts';
import { RunWriter } from './runs.ts';

type ToggledMark = Exclude<keyof Marks, 'link'>;

/** Tags that mean what a mark means. Markdown has no sign of its own for some marks, and for none inside a word. */
const MARK_OF_TAG: Readonly<Record<string, ToggledMark>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strike',
  del: 'strike',
  strike: 'strike',
  mark: 'highlight',
};
const TAG = /^<(\/?)([a-z]{1,6})\s*\/?>$/i;

/** Stands for a line end that Markdown takes for a space, as no cell holds this sign. Kept apart, since labels may follow it (`VIDEO: …`, `AUDIO: …`). */
export const SOFT_BREAK = '\r';

export interface InlineContext {
  readonly builder: ParsedScriptBuilder;
  /** What `[words][name]` leads to, by the name in the parser's normal form. */
  readonly definitionOf: (name: string) => Definition | undefined;
}

/** Content with soft breaks as spaces, as Markdown means them, or as lines of their own. */
export const withSoftBreaks = (content: CellContent, as: ' ' | '\n'): CellContent =>
  content.map((run) => ({ ...run, text: run.text.replaceAll(SOFT_BREAK, as) }));

/** Reads the words of one paragraph, heading or table cell with their marks. Unknown HTML is kept as typed. */
export function readInline(nodes: readonly PhrasingContent[], context: InlineContext): CellContent {
  const reader = new InlineReader(context);
  reader.read(nodes, {});
  return reader.content();
}

class InlineReader {
  readonly #builder: ParsedScriptBuilder;
  readonly #definitionOf: InlineContext['definitionOf'];
  readonly #writer = new RunWriter();
  /** How often each mark's tag is open. */
  readonly #tags = new Map<ToggledMark, number>();

  constructor({ builder, definitionOf }: InlineContext) {
    this.#builder = builder;
    this.#definitionOf = definitionOf;
    this.#definitionOf = definitionOf;
  }

  content(): CellContent {
    return this.#writer.content();
  }

  read(nodes: readonly PhrasingContent[], marks: Marks): void {
    for (const node of nodes) this.#node(node, marks);
  }

  #node(node: PhrasingContent, marks: Marks): void {
    switch (node.type) {
      case 'text':
        return this.#write(node.value.replaceAll(/[ \t]*\n[ \t]*/g, SOFT_BREAK), marks);
      case 'inlineCode':
        return this.#write(node.value, marks);
      case 'break':
        return this.#write('\n', marks);
      case 'emphasis':
        return this.read(node.children, { ...marks, italic: true });
      case 'strong':
        return this.read(node.children, { ...marks, bold: true });
      case 'delete':
        return this.read(node.children, { ...marks, strike: true });
      case 'link':
        return this.#link(node.children, node.url, node.title, marks);
      case 'linkReference': {
        const { url = '', title } = this.#definitionOf(node.identifier) ?? {};
        return this.#link(node.children, url, title, marks);
      }
      case 'image':
        return this.#image(node.alt, node.url, node.title, marks);
      case 'imageReference': {
        const { url = '', title } = this.#definitionOf(node.identifier) ?? {};
        return this.#image(node.alt, url, title, marks);
      }
      case 'html':
        return this.#html(node.value, marks);
      case 'footnoteReference':
        // The parser has no footnotes switched on: this only completes the union.
        return this.#write(`[^${node.identifier}]`, marks);
      default:
        return node satisfies never;
    }
  }

  #link(children: readonly PhrasingContent[], url: string, title: string | null | undefined, marks: Marks): void {
    const href = externalLink(url) ?? undefined;
    if (title !== null && title !== undefined && title !== '') this.#builder.leaveOut('link-title', title);
    if (href === undefined) this.#builder.leaveOut('link-address', url);
    this.read(children, href === undefined ? marks : { ...marks, link: { href } });
  }

  #image(alt: string | null | undefined, url: string, title: string | null | undefined, marks: Marks): void {
    this.#builder.leaveOut('image-address', [url, title ?? ''].join(' ').trim());
    this.#write(alt ?? '', marks);
  }

  #html(value: string, marks: Marks): void {
    const [, close, name = ''] = TAG.exec(value) ?? [];
    const mark = MARK_OF_TAG[name.toLowerCase()];
    if (name.toLowerCase() === 'br') return this.#write('\n', marks);
    const open = mark === undefined ? 0 : (this.#tags.get(mark) ?? 0);
    if (mark !== undefined && (close === '' || open > 0)) this.#tags.set(mark, open + (close === '' ? 1 : -1));
    else if (value.startsWith('<!--')) this.#builder.leaveOut('cut', value.slice(4, -3).trim());
    else {
      this.#builder.remark('HTML is kept as typed, as words.');
      this.#write(value, marks);
    }
  }

  #write(text: string, marks: Marks): void {
    const all: { -readonly [Name in keyof Marks]: Marks[Name] } = { ...marks };
    for (const [mark, open] of this.#tags) if (open > 0) all[mark] = true;
    this.#writer.write(text, all);
  }
}
