import type { RowId } from '../../app/ids.ts';
import { CELL_KINDS, type CellKind } from '../../app/script/content.ts';
import { clockTime } from '../ui/words.ts';
import { drawIcon } from './draw-icon.ts';

/** What a row shows beside its words. */
export interface RowFacts {
  /** Null: it has none, because somebody deleted it or its scene. */
  readonly number: number | null;
  readonly sceneNumber: number | null;
  /** From 1, within its scene. */
  readonly indexInScene: number;
  readonly speaker: string;
  readonly seconds: number;
  /** Deleted by somebody while somebody else wrote in it. */
  readonly isDisputed: boolean;
  /** Deleted while the person is in it; it goes when they leave. */
  readonly isGone: boolean;
}

/** Why a deleted row is still shown: words nobody has seen are in it, or the person is. */
export type NoteKind = 'none' | 'disputed' | 'gone';

const PROMPTS = { video: 'What do we see?', audio: 'What do we hear?' } as const satisfies Record<CellKind, string>;

/** One row's elements. It draws no words: `words` are the places for them. */
export class RowView {
  readonly id: RowId;
  readonly element = element('div', 'row');
  readonly grip = element('button', 'grip');
  readonly speaker = element('div', 'who');
  readonly cells: Readonly<Record<CellKind, HTMLElement>>;
  readonly words: Readonly<Record<CellKind, HTMLElement>>;
  readonly #number = element('span', 'num');
  readonly gutter = element('div', 'gutter');
  readonly #time = document.createElement('time');
  #note: HTMLElement | null = null;
  #noteKind: NoteKind = 'none';
  #seconds = -1;
  #label = '';

  constructor(id: RowId) {
    this.id = id;
    this.element.setAttribute('role', 'row');
    this.element.dataset['row'] = id;
    this.element.tabIndex = -1;
    this.gutter.setAttribute('role', 'rowheader');
    this.grip.type = 'button';
    this.grip.tabIndex = -1;
    this.grip.setAttribute('aria-haspopup', 'menu');
    this.grip.append(drawIcon('grip-vertical', 14));
    this.gutter.append(this.grip, this.#number);
    this.words = { video: element('div', 'words'), audio: element('div', 'words') };
    this.cells = { video: element('div', 'cell video'), audio: element('div', 'cell audio') };
    for (const kind of CELL_KINDS) {
      this.cells[kind].setAttribute('role', 'gridcell');
      this.cells[kind].dataset['kind'] = kind;
      this.words[kind].dataset['prompt'] = PROMPTS[kind];
    }
    this.cells.video.append(this.words.video);
    this.cells.audio.append(this.speaker, this.words.audio);
    const meta = element('div', 'meta');
    meta.setAttribute('role', 'gridcell');
    meta.append(this.#time);
    this.element.append(this.gutter, this.cells.video, this.cells.audio, meta);
  }

  /** "Scene 3, row 7": how the row is named to somebody who cannot see where it stands. */
  get label(): string {
    return this.#label;
  }

  show(facts: RowFacts): void {
    const number = facts.number === null ? '–' : String(facts.number);
    this.#label = `${facts.sceneNumber === null ? '' : `Scene ${facts.sceneNumber}, `}row ${number}`;
    setText(this.#number, number);
    setAttribute(this.element, 'aria-rowindex', String(facts.indexInScene));
    setAttribute(this.grip, 'aria-label', `Row ${number}: move or more`);
    for (const kind of CELL_KINDS) {
      const name = `${this.#label}, ${kind}`;
      setAttribute(this.cells[kind], 'aria-label', name);
      const live = this.words[kind].querySelector<HTMLElement>('[role="textbox"]');
      if (live) setAttribute(live, 'aria-label', name);
    }
    this.element.classList.toggle('is-deleted', facts.isDisputed || facts.isGone);
    this.showSpeaker(facts.speaker);
    this.showSeconds(facts.seconds);
  }

  showSpeaker(speaker: string): void {
    setText(this.speaker, speaker);
    // A cue is not spoken by anybody: it is set in italics on the same grid.
    this.cells.audio.classList.toggle('is-cue', /^(sound|sfx|music|fx|atmos(phere)?)$/i.test(speaker.trim()));
  }

  showSeconds(seconds: number): void {
    const whole = Math.round(seconds);
    if (whole === this.#seconds) return;
    this.#seconds = whole;
    this.#time.textContent = clockTime(whole);
  }

  showEmpty(kind: CellKind, isEmpty: boolean): void {
    this.cells[kind].classList.toggle('is-empty', isEmpty);
  }

  /** The line under a row that somebody deleted; null takes it away. */
  showNote(note: HTMLElement | null, kind: NoteKind): void {
    this.#note?.remove();
    this.#note = note;
    this.#noteKind = kind;
    if (note) this.element.append(note);
  }

  get noteKind(): NoteKind {
    return this.#noteKind;
  }
}

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

/** Writing what is there already would still cost layout. */
export function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function setAttribute(node: HTMLElement, name: string, value: string): void {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}
