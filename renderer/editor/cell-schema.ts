import { getSchema, Mark, type Extensions } from '@tiptap/core';
import { Bold } from '@tiptap/extension-bold';
import { Document } from '@tiptap/extension-document';
import { Highlight } from '@tiptap/extension-highlight';
import { Italic } from '@tiptap/extension-italic';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Strike } from '@tiptap/extension-strike';
import { Text } from '@tiptap/extension-text';
import { Underline } from '@tiptap/extension-underline';
import { externalLink } from '../../app/links.ts';

/** Keys are the board's, and nothing that is typed or pasted changes by itself: TipTap's rules and keys stay out. */
const quiet = {
  addKeyboardShortcuts: () => ({}),
  addInputRules: () => [],
  addPasteRules: () => [],
};

/** Only the address is kept. It is checked again here, because a peer's program can write anything into a mark. */
const Link = Mark.create({
  name: 'link',
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [],
  renderHTML: ({ HTMLAttributes }) => ['a', linkAttributes(HTMLAttributes['href']), 0],
});

/** What a link's element carries, live and static alike: no address at all when it is not one we would open. */
export function linkAttributes(href: unknown): Record<string, string> {
  const safe = typeof href === 'string' ? externalLink(href) : null;
  return safe === null
    ? { class: 'link is-refused' }
    : { class: 'link', href: safe, rel: 'noopener', draggable: 'false' };
}

/** A cell is one block whose lines are separated by line feeds: splitting and joining lines never touches an element. */
export const cellExtensions: Extensions = [
  Document.extend({ content: 'paragraph' }),
  Paragraph.extend({ whitespace: 'pre', ...quiet }),
  Text,
  Link,
  Bold.extend(quiet),
  Italic.extend(quiet),
  Underline.extend(quiet),
  Strike.extend(quiet),
  Highlight.extend(quiet),
];

export const cellSchema = getSchema(cellExtensions);

/**
 * What an editor starts with before its cell is bound. It must be JSON: TipTap parses any string, its default '' too,
 * with DOMParser, which `require-trusted-types-for 'script'` forbids.
 */
export const blankCell = { type: 'doc', content: [{ type: 'paragraph' }] };
