import type { SceneId } from '../../app/ids.ts';
import { clockTime } from '../ui/words.ts';
import { drawIcon } from './draw-icon.ts';
import { element, setAttribute, setText } from './row-view.ts';

export interface SceneFacts {
  readonly number: number | null;
  readonly heading: string;
  readonly seconds: number;
  readonly rowCount: number;
  readonly isDisputed: boolean;
}

/** One scene's elements: a heading that sticks while its rows pass, and the grid of its rows. */
export class SceneView {
  /** Null: the rows before the first scene, which have no heading. */
  readonly id: SceneId | null;
  readonly heading = element('h2', 'heading');
  readonly grip = element('button', 'grip');
  #section = element('section', 'scene');
  #rows = element('div', 'rows');
  readonly #head = element('header', 'scene-head');
  readonly #number = element('span', 'num');
  readonly #time = document.createElement('time');
  readonly #empty = element('button', 'btn bare add-first-row');
  #note: HTMLElement | null = null;

  constructor(id: SceneId | null) {
    this.id = id;
    this.#rows.setAttribute('role', 'grid');
    this.#rows.setAttribute('aria-multiselectable', 'true');
    this.#section.append(this.#rows);
    if (id !== null) {
      this.heading.id = `heading-${id}`;
      this.grip.type = 'button';
      this.grip.tabIndex = -1;
      this.grip.setAttribute('aria-haspopup', 'menu');
      this.grip.append(drawIcon('grip-vertical', 14));
      const gutter = element('div', 'scene-gutter');
      gutter.append(this.grip, this.#number);
      const meta = element('span', 'scene-meta');
      meta.append(this.#time);
      this.#head.append(gutter, this.heading, meta);
      this.#empty.type = 'button';
      this.#empty.append(drawIcon('plus', 14), 'Add a row');
    }
    this.#dress();
  }

  get section(): HTMLElement {
    return this.#section;
  }

  get rows(): HTMLElement {
    return this.#rows;
  }

  /** Each takes over the other's section with all that lies in it, for when the row in it must not move. */
  swapPlaces(other: SceneView): void {
    [this.#section, other.#section] = [other.#section, this.#section];
    [this.#rows, other.#rows] = [other.#rows, this.#rows];
    this.#dress();
    other.#dress();
  }

  #dress(): void {
    if (this.id === null) {
      delete this.#section.dataset['scene'];
      this.#section.removeAttribute('aria-labelledby');
      this.#rows.removeAttribute('aria-labelledby');
      this.#rows.setAttribute('aria-label', 'Before the first scene');
      return;
    }
    this.#section.dataset['scene'] = this.id;
    this.#section.setAttribute('aria-labelledby', this.heading.id);
    this.#rows.removeAttribute('aria-label');
    this.#rows.setAttribute('aria-labelledby', this.heading.id);
    this.#section.prepend(this.#head, ...(this.#note ? [this.#note] : []));
    if (this.#empty.isConnected) this.#section.append(this.#empty);
  }

  get numberText(): string {
    return this.#number.textContent;
  }

  get head(): HTMLElement {
    return this.#head;
  }

  show(facts: SceneFacts): void {
    setAttribute(this.#rows, 'aria-rowcount', String(facts.rowCount));
    if (this.id === null) return;
    const number = facts.number === null ? '–' : String(facts.number);
    setText(this.#number, number);
    setAttribute(this.grip, 'aria-label', `Scene ${number}: move or more`);
    this.showHeading(facts.heading);
    this.showSeconds(facts.seconds);
    this.#section.classList.toggle('is-deleted', facts.isDisputed);
    if (facts.rowCount > 0) this.#empty.remove();
    else if (this.#empty.parentElement !== this.#section) this.#section.append(this.#empty);
  }

  showHeading(heading: string): void {
    setText(this.heading, heading.trim() === '' ? 'Untitled scene' : heading);
    this.heading.classList.toggle('is-empty', heading.trim() === '');
  }

  showSeconds(seconds: number): void {
    setText(this.#time, clockTime(seconds));
  }

  /** The line under the heading of a disputed scene; null takes it away. */
  showNote(note: HTMLElement | null): void {
    if (this.#note === note) return;
    this.#note?.remove();
    this.#note = note;
    if (note) this.#head.after(note);
  }

  get hasNote(): boolean {
    return this.#note !== null;
  }
}
