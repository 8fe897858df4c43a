import type { Peer } from '../../app/ipc/together.ts';
import { element } from '../editor/row-view.ts';
import { caretBox, domPlace, type PlacedSelection } from './caret-place.ts';
import { colourOf, firstName } from './person.ts';

/** About what a flag needs: 11 px letters and its padding. It is cut off at its widest, see together.css. */
const LETTER_PX = 7;
const PADDING_PX = 12;
const WIDEST_PX = 160;
const FLAG_PX = 17;
/** The column heads and a scene's heading stick over the rows: a flag would be hidden behind them. */
const HEADS_PX = 96;

/** Where a cursor is to be drawn: measured for all of them before any is drawn, so that the page is laid out once. */
export interface Measured {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** The flag stands before the caret where it would otherwise reach over the edge of the words. */
  readonly isAtEnd: boolean;
  /** The flag hangs under the caret where there is no room above. */
  readonly isBelow: boolean;
  readonly range: StaticRange | null;
}

/** One person's caret, flag and selection in one cell. Drawn over the words: nothing in them moves. */
export class DrawnCursor {
  peer: Peer;
  /** The cell it is drawn in, while there is one. */
  cell: HTMLElement | null = null;
  isDirty = true;
  isInSight = false;
  readonly #caret = element('span', 'peer');
  readonly #flag = element('b', '');
  #at: Measured | null = null;

  constructor(peer: Peer) {
    this.peer = peer;
    this.#caret.classList.add(`p${colourOf(peer.personId)}`);
    this.#caret.ariaHidden = 'true';
    this.#flag.textContent = firstName(peer.name);
    this.#caret.append(this.#flag);
  }

  get highlight(): string {
    return `peer-${colourOf(this.peer.personId)}`;
  }

  measure(words: HTMLElement, placed: PlacedSelection | null, surface: HTMLElement): Measured | null {
    const { cell } = this;
    const caret = placed === null ? null : caretBox(words, placed.head);
    if (cell === null || placed === null || caret === null) return null;
    const box = cell.getBoundingClientRect();
    const chunk = cell.closest('.chunk')?.getBoundingClientRect();
    const width = Math.min(WIDEST_PX, this.#flag.textContent.length * LETTER_PX + PADDING_PX);
    const roof = Math.max(chunk?.top ?? box.top, surface.getBoundingClientRect().top + HEADS_PX);
    return {
      x: caret.left - box.left,
      y: caret.top - box.top,
      height: caret.height,
      isAtEnd: caret.left + width > box.right,
      isBelow: caret.top - FLAG_PX < roof,
      range: rangeOf(words, placed),
    };
  }

  draw(at: Measured | null): void {
    this.isDirty = false;
    this.#mark(at?.range ?? null);
    this.#at = at;
    if (at === null || this.cell === null) return this.#caret.remove();
    const { style, classList } = this.#caret;
    // By the object model: the window's policy forbids style attributes.
    style.translate = `${at.x}px ${at.y}px`;
    style.height = `${at.height}px`;
    classList.toggle('end', at.isAtEnd);
    classList.toggle('below', at.isBelow);
    if (this.#caret.parentElement !== this.cell) this.cell.append(this.#caret);
  }

  showName(isShown: boolean, why: 'is-new' | 'is-pointed-at'): void {
    this.#caret.classList.toggle(why, isShown);
  }

  /** Whether a point of the window is on the caret, or as good as. */
  isNear(x: number, y: number): boolean {
    if (this.#at === null || this.cell === null || !this.isInSight) return false;
    const box = this.cell.getBoundingClientRect();
    const [left, top] = [box.left + this.#at.x, box.top + this.#at.y];
    return Math.abs(x - left) <= 6 && y >= top - 2 && y <= top + this.#at.height + 2;
  }

  remove(): void {
    this.#mark(null);
    this.#at = null;
    this.#caret.remove();
  }

  #mark(range: StaticRange | null): void {
    const old = this.#at?.range ?? null;
    if (old !== null) CSS.highlights.get(this.highlight)?.delete(old);
    if (range === null) return;
    const highlight = CSS.highlights.get(this.highlight) ?? new Highlight();
    highlight.add(range);
    CSS.highlights.set(this.highlight, highlight);
  }
}

function rangeOf(words: HTMLElement, { anchor, head }: PlacedSelection): StaticRange | null {
  const isForward = anchor.block < head.block || (anchor.block === head.block && anchor.offset < head.offset);
  const [from, to] = [isForward ? anchor : head, isForward ? head : anchor];
  if (from.block === to.block && from.offset === to.offset) return null;
  const [start, end] = [domPlace(words, from), domPlace(words, to)];
  if (start === null || end === null) return null;
  return new StaticRange({
    startContainer: start.node,
    startOffset: start.offset,
    endContainer: end.node,
    endOffset: end.offset,
  });
}
