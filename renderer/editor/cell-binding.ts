import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import {
  absolutePositionToRelativePosition,
  getRelativeSelection,
  relativePositionToAbsolutePosition,
  ySyncPlugin,
  ySyncPluginKey,
  type ProsemirrorBinding,
} from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import type { RelativeSelection } from '../document/undo.ts';

/**
 * Binds one editor to one cell. It stands where TipTap's Collaboration extension would: that one's undo plugin owns its
 * UndoManager, adds two listeners on every mount and destroys the manager on unmount, so the script's one manager
 * would go deaf.
 */
export const CellBinding = Extension.create<{ fragment: Y.XmlFragment | null }>({
  name: 'cellBinding',
  priority: 1000,
  addOptions: () => ({ fragment: null }),
  addProseMirrorPlugins() {
    return this.options.fragment ? [ySyncPlugin(this.options.fragment), previousSelectionPlugin()] : [];
  },
});

const previousSelectionKey = new PluginKey<RelativeSelection | null>('previous-selection');

/** Remembers where the caret was before the latest transaction: undo brings it back there. */
function previousSelectionPlugin(): Plugin {
  return new Plugin<RelativeSelection | null>({
    key: previousSelectionKey,
    state: {
      init: () => null,
      apply: (_transaction, _value, before) => getRelativeSelection(bindingOf(before), before),
    },
  });
}

function bindingOf(state: EditorState): ProsemirrorBinding {
  return ySyncPluginKey.getState(state).binding;
}

/** The caret as y-tiptap knew it before the Yjs transaction that is being observed now. */
export function selectionBeforeTransaction(view: EditorView): RelativeSelection | null {
  return bindingOf(view.state).beforeTransactionSelection as RelativeSelection | null;
}

export function previousSelection(view: EditorView): RelativeSelection | null {
  return previousSelectionKey.getState(view.state) ?? null;
}

export function currentSelection(view: EditorView): RelativeSelection {
  const binding = bindingOf(view.state);
  const { anchor, head } = view.state.selection;
  return {
    anchor: absolutePositionToRelativePosition(anchor, binding.type, binding.mapping),
    head: absolutePositionToRelativePosition(head, binding.type, binding.mapping),
  };
}

export function resolveSelection(
  view: EditorView,
  selection: RelativeSelection,
): { readonly anchor: number; readonly head: number } | null {
  const binding = bindingOf(view.state);
  const anchor = relativePositionToAbsolutePosition(binding.doc, binding.type, selection.anchor, binding.mapping);
  const head = relativePositionToAbsolutePosition(binding.doc, binding.type, selection.head, binding.mapping);
  return anchor === null || head === null ? null : { anchor, head };
}
