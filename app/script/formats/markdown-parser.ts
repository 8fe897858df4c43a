import type { BlockContent, Definition, DefinitionContent, Nodes, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';

const OPTIONS = {
  extensions: [gfmTable(), gfmStrikethrough({ singleTilde: false })],
  mdastExtensions: [gfmTableFromMarkdown(), gfmStrikethroughFromMarkdown()],
};

export type Block = BlockContent | DefinitionContent;

export interface MarkdownBlocks {
  readonly blocks: readonly Block[];
  readonly definitions: ReadonlyMap<string, Definition>;
}

/** CommonMark with GitHub's tables and strike-through, as a library reads them (ADR 0601). */
export function parseMarkdownPiece(text: string): MarkdownBlocks {
  const root = fromMarkdown(text, OPTIONS);
  const definitions = new Map<string, Definition>();
  collectDefinitions(root, definitions);
  return { blocks: root.children.filter(isBlock), definitions };
}

/** A document holds nothing else by itself: the other kinds of the type are parts of these. */
const isBlock = (node: RootContent): node is Block => node.type in BLOCKS;

const BLOCKS = {
  paragraph: true,
  heading: true,
  thematicBreak: true,
  blockquote: true,
  list: true,
  table: true,
  html: true,
  code: true,
  definition: true,
  footnoteDefinition: true,
} as const satisfies Record<Block['type'], true>;

/** The first definition of a name holds. */
function collectDefinitions(node: Nodes, definitions: Map<string, Definition>): void {
  if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
  else if ('children' in node) for (const child of node.children) collectDefinitions(child, definitions);
}
