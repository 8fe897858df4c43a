import type { SceneId } from '../../app/ids.ts';
import { MAX_HEADING_CHARACTERS } from '../../app/script/limits.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import { element } from './row-view.ts';
import type { RowsOnScreen } from './rows-on-screen.ts';
import type { Field } from './standing.ts';

export interface HeadingFieldOptions {
  readonly model: ScriptModel;
  readonly rows: RowsOnScreen;
  /** Enter, Tab and the arrows lead out of the heading; Escape too, with the heading as it was. */
  leave(sceneId: SceneId, to: 'rows' | 'above'): void;
  /** A key the field does not know: the script's commands. */
  keyDown(event: KeyboardEvent): boolean;
}

/** The field in which a scene's heading is written. What is typed is in the document at once, as in a cell. */
export class HeadingField implements Field<SceneId> {
  readonly #options: HeadingFieldOptions;
  readonly #input = element('input', 'heading-field');
  #isComposing = false;
  #open: { readonly sceneId: SceneId; readonly before: string; readonly stop: () => void } | null = null;

  constructor(options: HeadingFieldOptions) {
    this.#options = options;
    this.#input.maxLength = MAX_HEADING_CHARACTERS;
    this.#input.placeholder = 'Name this scene';
    this.#input.spellcheck = false;
    this.#input.addEventListener('input', (event) => {
      if (!(event instanceof InputEvent && event.isComposing)) this.#write();
    });
    this.#input.addEventListener('compositionstart', () => (this.#isComposing = true));
    this.#input.addEventListener('compositionend', () => {
      this.#isComposing = false;
      this.#write();
    });
    this.#input.addEventListener('keydown', (event) => this.#keyDown(event));
  }

  get isComposing(): boolean {
    return this.#open !== null && this.#isComposing;
  }

  open(sceneId: SceneId): boolean {
    const { model, rows } = this.#options;
    const scene = rows.scene(sceneId);
    const heading = model.heading(sceneId);
    if (!scene || !heading) return false;
    const before = model.headingText(sceneId);
    this.#input.value = before;
    this.#input.setAttribute('aria-label', `Heading of scene ${scene.numberText}`);
    scene.heading.replaceWith(this.#input);
    scene.head.classList.add('is-edited');
    const read = (): void => this.#read(sceneId);
    heading.observe(read);
    this.#open = {
      sceneId,
      before,
      stop: () => {
        heading.unobserve(read);
        this.#input.replaceWith(scene.heading);
        scene.head.classList.remove('is-edited');
        scene.showHeading(model.headingText(sceneId));
      },
    };
    this.#input.focus({ preventScroll: true });
    this.#input.select();
    scene.head.scrollIntoView({ block: 'nearest' });
    return true;
  }

  close(): void {
    const open = this.#open;
    this.#open = null;
    this.#isComposing = false;
    open?.stop();
  }

  #write(): void {
    if (this.#open) this.#options.model.setHeading(this.#open.sceneId, this.#input.value);
  }

  /** Somebody else, or undo, changed the heading: the field shows it and keeps the caret behind the same words. */
  #read(sceneId: SceneId): void {
    const now = this.#options.model.headingText(sceneId);
    const shown = this.#input.value;
    // While a space is being typed at the end, the document has the heading without it.
    if (shown.replace(/\s+/g, ' ').trim() === now) return;
    const fromEnd = shown.length - (this.#input.selectionEnd ?? shown.length);
    const value = now + (/\s+$/.exec(shown)?.[0] ?? '');
    this.#input.value = value;
    const caret = Math.max(0, value.length - fromEnd);
    this.#input.setSelectionRange(caret, caret);
  }

  #keyDown(event: KeyboardEvent): void {
    const open = this.#open;
    if (!open || event.isComposing) return;
    const leaves = event.key === 'Enter' || event.key === 'Tab' || event.key === 'ArrowDown' || event.key === 'ArrowUp';
    if (this.#options.keyDown(event)) event.preventDefault();
    else if (event.key === 'Escape') {
      this.#options.model.setHeading(open.sceneId, open.before);
      this.#options.leave(open.sceneId, 'rows');
      event.preventDefault();
    } else if (leaves && !event.altKey && !event.ctrlKey && !event.metaKey) {
      const isBack = event.key === 'ArrowUp' || (event.key === 'Tab' && event.shiftKey);
      this.#options.leave(open.sceneId, isBack ? 'above' : 'rows');
      event.preventDefault();
    }
    event.stopPropagation();
  }
}
