import { TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { MarkName } from '../../app/script/content.ts';

/** Puts a mark on the selected words, or takes it off when all of them have it; without a selection, on what comes next. */
export function toggleMark(view: EditorView, name: Exclude<MarkName, 'link'>): void {
  const type = view.state.schema.marks[name];
  if (!type) return;
  const { from, to, empty, $from } = view.state.selection;
  const { tr, doc, storedMarks } = view.state;
  if (empty) {
    const isOn = type.isInSet(storedMarks ?? $from.marks()) !== undefined;
    view.dispatch(isOn ? tr.removeStoredMark(type) : tr.addStoredMark(type.create()));
    return;
  }
  let isEverywhere = true;
  doc.nodesBetween(from, to, (node) => {
    if (node.isText && !type.isInSet(node.marks)) isEverywhere = false;
  });
  view.dispatch(isEverywhere ? tr.removeMark(from, to, type) : tr.addMark(from, to, type.create()));
}

export interface LinkAtCaret {
  readonly from: number;
  readonly to: number;
  /** Empty: the selected words are no link yet. */
  readonly href: string;
}

/** The link the caret is in, or the selected words that could become one; null when there are neither. */
export function linkAtCaret(view: EditorView): LinkAtCaret | null {
  const { doc, selection, schema } = view.state;
  const type = schema.marks['link'];
  if (!type) return null;
  let found: LinkAtCaret | null = null;
  doc.nodesBetween(selection.from, Math.max(selection.to, selection.from), (node, pos) => {
    const mark = type.isInSet(node.marks);
    if (!mark || found) return;
    found = { ...stretchOf(view, pos, mark.attrs['href']), href: String(mark.attrs['href'] ?? '') };
  });
  // A caret at the end of a link is still in it.
  const before = selection.$from.nodeBefore;
  const mark = before ? type.isInSet(before.marks) : undefined;
  if (!found && selection.empty && before && mark) {
    found = {
      ...stretchOf(view, selection.from - before.nodeSize, mark.attrs['href']),
      href: String(mark.attrs['href'] ?? ''),
    };
  }
  return found ?? (selection.empty ? null : { from: selection.from, to: selection.to, href: '' });
}

/** All neighbouring text under the same address, whatever other marks cut it into pieces. */
function stretchOf(view: EditorView, position: number, href: unknown): { from: number; to: number } {
  const block = view.state.doc.firstChild;
  const type = view.state.schema.marks['link'];
  let [from, to] = [position, position];
  let offset = 1;
  let isOpen = false;
  let isDone = false;
  block?.forEach((node) => {
    const isSame = type?.isInSet(node.marks)?.attrs['href'] === href;
    const end = offset + node.nodeSize;
    if (isSame && !isDone) {
      if (!isOpen) from = offset;
      isOpen = true;
      to = end;
    } else if (isOpen) {
      isOpen = false;
      if (to > position) isDone = true;
    }
    offset = end;
  });
  return { from, to };
}

/** Null takes the link away. */
export function setLink(view: EditorView, { from, to }: Pick<LinkAtCaret, 'from' | 'to'>, href: string | null): void {
  const type = view.state.schema.marks['link'];
  if (!type) return;
  const tr = view.state.tr.removeMark(from, to, type);
  if (href !== null) tr.addMark(from, to, type.create({ href }));
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, to)));
}

/** The line of text around a position, between two line feeds. */
export function lineAround(text: string, offset: number): { readonly from: number; readonly to: number } {
  const end = text.indexOf('\n', offset);
  return { from: text.lastIndexOf('\n', offset - 1) + 1, to: end === -1 ? text.length : end };
}

/** A third press takes the line, not the whole cell, which is one block to the browser and to ProseMirror. */
export function selectLineOnTripleClick(view: EditorView, event: MouseEvent): boolean {
  if (event.detail !== 3 || event.button !== 0) return false;
  const found = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (!found) return false;
  event.preventDefault();
  const { from, to } = lineAround(view.state.doc.textContent, found.pos - 1);
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from + 1, to + 1)));
  view.focus();
  return true;
}
