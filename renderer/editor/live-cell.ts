import { Editor, type Extensions } from '@tiptap/core';
import { TextSelection, type Selection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type * as Y from 'yjs';
import type { RelativeSelection } from '../document/undo.ts';
import { CellBinding, resolveSelection } from './cell-binding.ts';
import { blankCell, cellExtensions } from './cell-schema.ts';
import { selectLineOnTripleClick } from './marks.ts';

/** Where the caret goes when a cell becomes the live one. */
export type CaretTarget =
  | 'start'
  | 'end'
  | { readonly kind: 'point'; readonly x: number; readonly y: number }
  | { readonly kind: 'selection'; readonly selection: RelativeSelection }
  | { readonly kind: 'text'; readonly offset: number };

export interface LiveCellHooks {
  keyDown(event: KeyboardEvent): boolean;
  paste(event: ClipboardEvent): boolean;
  drop(event: DragEvent): boolean;
  copy(event: ClipboardEvent): boolean;
  /** The selection or the text changed. */
  moved(): void;
}

const CORE = {
  keymap: false,
  paste: false,
  drop: false,
  delete: false,
  textDirection: false,
  tabindex: false,
  focusEvents: false,
} as const;

/** The one editor of the window. `mount` puts it into a cell's element, `unmount` takes it out. */
export class LiveCell {
  readonly #hooks: LiveCellHooks;
  #editor: Editor | null = null;

  constructor(hooks: LiveCellHooks) {
    this.#hooks = hooks;
  }

  get view(): EditorView | null {
    return this.#editor?.view ?? null;
  }

  get editor(): Editor | null {
    return this.#editor;
  }

  mount(host: HTMLElement, fragment: Y.XmlFragment, label: string, extra: Extensions): void {
    const hooks = this.#hooks;
    const editor = new Editor({
      element: null,
      injectCSS: false,
      enableInputRules: false,
      enablePasteRules: false,
      // The board has keys of its own; these would clear, split or mark the cell by themselves.
      enableCoreExtensions: CORE,
      content: blankCell,
      extensions: [...cellExtensions, ...extra, CellBinding.configure({ fragment })],
      onTransaction: () => hooks.moved(),
      editorProps: {
        attributes: {
          class: 'cell-text',
          role: 'textbox',
          'aria-label': label,
          'aria-multiline': 'true',
          spellcheck: 'false',
        },
        handleKeyDown: (_view, event) => hooks.keyDown(event),
        handlePaste: (_view, event) => hooks.paste(event),
        handleDrop: (_view, event) => hooks.drop(event),
        handleDOMEvents: {
          copy: (_view, event) => hooks.copy(event),
          cut: (_view, event) => hooks.copy(event),
          mousedown: (view, event) => selectLineOnTripleClick(view, event),
        },
      },
    });
    this.#editor = editor;
    host.replaceChildren();
    editor.mount(host);
  }

  unmount(): void {
    const editor = this.#editor;
    this.#editor = null;
    editor?.destroy();
  }

  /**
   * Always dispatches, also when the caret is there already: y-tiptap does not write a first transaction that empties
   * the cell, and this one is then the first.
   */
  placeCaret(target: CaretTarget): void {
    const view = this.view;
    if (!view) return;
    view.dispatch(view.state.tr.setSelection(selectionAt(view, target)).setMeta('addToHistory', false));
    view.focus();
  }
}

function selectionAt(view: EditorView, target: CaretTarget): Selection {
  const { doc } = view.state;
  const at = (position: number) => doc.resolve(Math.max(1, Math.min(position, doc.content.size - 1)));
  if (target === 'start') return TextSelection.create(doc, 1);
  if (target === 'end') return TextSelection.create(doc, doc.content.size - 1);
  switch (target.kind) {
    case 'point': {
      const found = view.posAtCoords({ left: target.x, top: target.y });
      return TextSelection.between(at(found?.pos ?? 1), at(found?.pos ?? 1));
    }
    case 'selection': {
      const found = resolveSelection(view, target.selection);
      return found
        ? TextSelection.between(at(found.anchor), at(found.head))
        : TextSelection.create(doc, doc.content.size - 1);
    }
    case 'text':
      return TextSelection.between(at(target.offset + 1), at(target.offset + 1));
    default:
      return target satisfies never;
  }
}
