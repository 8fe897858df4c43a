import * as Y from 'yjs';
import { attributesOf, BLOCK, normalized, readCell, textOf, type CellContent } from '../../app/script/content.ts';
import { difference } from '../../app/script/difference.ts';

/** Stands for y-tiptap's ySyncPluginKey: the origin of what is typed in a live cell. */
export const LIVE_CELL = Object.freeze({ kind: 'live-cell' });

/**
 * Writes what a live cell shows into its fragment with the steps y-tiptap 3 takes: one deletion, one insertion, then
 * formatting over everything. A cell that a foreign peer left without a block gets one first, as ProseMirror would give
 * it. Answers false for a cell that cannot be live because it has another shape.
 */
export function typeInto(doc: Y.Doc, cell: Y.XmlFragment, edit: (content: CellContent) => CellContent): boolean {
  const children = cell.toArray();
  const block = children[0];
  if (children.length > 1 || (block !== undefined && !(block instanceof Y.XmlElement))) return false;
  if (block !== undefined && (block.nodeName !== BLOCK || block.length > 1)) return false;
  const text = block?.get(0);
  if (text !== undefined && !(text instanceof Y.XmlText)) return false;
  const after = normalized(edit(readCell(cell)));
  doc.transact(() => writeText(text ?? newText(cell, block), after), LIVE_CELL);
  return true;
}

function newText(cell: Y.XmlFragment, present: Y.XmlElement | undefined): Y.XmlText {
  const block = present ?? new Y.XmlElement(BLOCK);
  if (present === undefined) cell.insert(0, [block]);
  const text = new Y.XmlText();
  block.insert(0, [text]);
  return text;
}

function writeText(text: Y.XmlText, content: CellContent): void {
  const { at, removed, inserted } = difference(plainText(text), textOf(content));
  const cleared = Object.fromEntries(formatNames(text).map((name) => [name, null]));
  text.delete(at, removed);
  text.insert(at, inserted);
  text.applyDelta(
    content.map((run) => ({ retain: run.text.length, attributes: { ...cleared, ...attributesOf(run.marks) } })),
  );
}

function plainText(text: Y.XmlText): string {
  const delta: readonly { readonly insert?: unknown }[] = text.toDelta();
  return delta.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
}

function formatNames(text: Y.XmlText): readonly string[] {
  const names = new Set<string>();
  for (let item = text._start; item !== null; item = item.right) {
    if (!item.deleted && item.content instanceof Y.ContentFormat) names.add(item.content.key);
  }
  return [...names];
}
