import type { RowId } from '../../app/ids.ts';
import { MAX_SPEAKER_CHARACTERS } from '../../app/script/limits.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import { element } from './row-view.ts';
import type { RowsOnScreen } from './rows-on-screen.ts';
import type { Field } from './standing.ts';

export interface SpeakerFieldOptions {
  readonly model: ScriptModel;
  readonly rows: RowsOnScreen;
  /** Where the list of known speakers is put: outside the rows, whose boxes would cut it off. */
  readonly host: HTMLElement;
  readonly leave: (rowId: RowId, to: 'words' | 'before' | 'above' | 'below') => void;
  /** A key the field does not know: the script's commands. */
  keyDown(event: KeyboardEvent): boolean;
  /** Runs as one step of undo. */
  readonly step: (command: () => void) => void;
}

/** Cues stand in the speaker's place and are offered before anybody has used them. */
const CUES = ['Sound', 'Music'];
const MOST_OFFERED = 8;

/** Who speaks: a field with the known speakers to choose from. Nothing is written until it is left or Enter pressed. */
export class SpeakerField implements Field<RowId> {
  readonly #options: SpeakerFieldOptions;
  readonly #input = element('input', 'who-field');
  readonly #list = element('ul', 'who-list');
  #open: { readonly rowId: RowId; readonly before: string } | null = null;
  #offered: readonly string[] = [];
  #active = -1;
  #isComposing = false;

  constructor(options: SpeakerFieldOptions) {
    this.#options = options;
    this.#list.id = 'speakers';
    this.#list.setAttribute('role', 'listbox');
    this.#list.setAttribute('aria-label', 'Known speakers');
    this.#list.popover = 'manual';
    const input = this.#input;
    input.maxLength = MAX_SPEAKER_CHARACTERS;
    input.placeholder = 'Speaker';
    input.spellcheck = false;
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', this.#list.id);
    input.addEventListener('compositionstart', () => (this.#isComposing = true));
    input.addEventListener('compositionend', () => (this.#isComposing = false));
    input.addEventListener('input', () => this.#offer(input.value));
    input.addEventListener('keydown', (event) => this.#keyDown(event));
    this.#list.addEventListener('mousedown', (event) => {
      event.preventDefault();
      const option = event.target instanceof Element ? event.target.closest<HTMLElement>('[role="option"]') : null;
      if (option) this.#choose(option.textContent);
    });
  }

  get isComposing(): boolean {
    return this.#open !== null && this.#isComposing;
  }

  open(rowId: RowId): boolean {
    const { model, rows, host } = this.#options;
    const view = rows.row(rowId);
    if (!view || !model.outline().row(rowId)) return false;
    const before = model.speaker(rowId) ?? '';
    this.#open = { rowId, before };
    this.#input.value = before;
    this.#input.setAttribute('aria-label', `${view.label}, speaker`);
    view.element.classList.add('is-focused');
    view.cells.audio.classList.add('is-naming');
    view.speaker.replaceWith(this.#input);
    host.append(this.#list);
    this.#input.focus({ preventScroll: true });
    this.#input.select();
    this.#offer('');
    return true;
  }

  close(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    this.#isComposing = false;
    this.#hide();
    this.#list.remove();
    const view = this.#options.rows.row(open.rowId);
    view?.element.classList.remove('is-focused');
    view?.cells.audio.classList.remove('is-naming');
    if (view) this.#input.replaceWith(view.speaker);
    this.#write(open.rowId, open.before);
  }

  #write(rowId: RowId, before: string): void {
    const { model, step } = this.#options;
    const now = this.#input.value.trim();
    if (now === before) return;
    step(() => model.setSpeaker([rowId], now === '' ? null : now));
  }

  #offer(typed: string): void {
    const known = [...new Set([...this.#options.model.speakers(), ...CUES])];
    const wanted = typed.trim().toLocaleLowerCase();
    this.#offered = known.filter((name) => name.toLocaleLowerCase().includes(wanted)).slice(0, MOST_OFFERED);
    // What is typed already needs no choosing.
    if (this.#offered.length === 0 || (this.#offered.length === 1 && this.#offered[0] === typed)) return this.#hide();
    this.#list.replaceChildren(
      ...this.#offered.map((name, index) => {
        const option = element('li', 'who-option');
        option.id = `speaker-${index}`;
        option.setAttribute('role', 'option');
        option.textContent = name;
        return option;
      }),
    );
    this.#show();
    this.#mark(-1);
  }

  #show(): void {
    const box = this.#input.getBoundingClientRect();
    this.#list.style.setProperty('--anchor-x', `${box.left}px`);
    this.#list.style.setProperty('--anchor-y', `${box.bottom}px`);
    if (!this.#list.matches(':popover-open')) this.#list.showPopover();
    this.#input.setAttribute('aria-expanded', 'true');
  }

  #hide(): void {
    if (this.#list.isConnected && this.#list.matches(':popover-open')) this.#list.hidePopover();
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
    this.#active = -1;
  }

  #mark(index: number): void {
    this.#active = index;
    [...this.#list.children].forEach((option, at) => option.setAttribute('aria-selected', String(at === index)));
    if (index < 0) this.#input.removeAttribute('aria-activedescendant');
    else this.#input.setAttribute('aria-activedescendant', `speaker-${index}`);
  }

  #choose(name: string): void {
    const open = this.#open;
    if (!open) return;
    this.#input.value = name;
    this.#options.leave(open.rowId, 'words');
  }

  #keyDown(event: KeyboardEvent): void {
    const open = this.#open;
    if (!open || event.isComposing) return;
    if (this.#options.keyDown(event) || this.#keyInField(event, open.rowId)) event.preventDefault();
    event.stopPropagation();
  }

  #keyInField(event: KeyboardEvent, rowId: RowId): boolean {
    const { leave } = this.#options;
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const { selectionStart, selectionEnd, value } = this.#input;
    const isListOpen = this.#list.matches(':popover-open');
    switch (event.key) {
      case 'Enter':
        this.#choose(this.#offered[this.#active] ?? value);
        return true;
      case 'Tab':
        leave(rowId, event.shiftKey ? 'before' : 'words');
        return true;
      case 'Escape':
        this.#input.value = this.#open?.before ?? '';
        leave(rowId, 'words');
        return true;
      case 'ArrowDown':
        if (isListOpen) this.#mark((this.#active + 1) % this.#offered.length);
        else leave(rowId, 'below');
        return true;
      case 'ArrowUp':
        if (isListOpen && this.#active >= 0) this.#mark(this.#active - 1);
        else leave(rowId, 'above');
        return true;
      case 'ArrowRight':
        if (selectionStart !== value.length || selectionEnd !== value.length) return false;
        leave(rowId, 'words');
        return true;
      case 'ArrowLeft':
        if (selectionStart !== 0 || selectionEnd !== 0) return false;
        leave(rowId, 'before');
        return true;
      default:
        return false;
    }
  }
}
