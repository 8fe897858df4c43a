import type { CellContent, Marks } from '../content.ts';
import { MAX_CELL_BYTES } from '../limits.ts';
import { RunWriter } from './runs.ts';

type Kind = 'bold' | 'italic' | 'underline';

interface Sign {
  readonly literal: string;
  readonly kind: Kind;
  paired: boolean;
}

/** No emphasis goes on for longer: what a cell holds, so that reading needs no more memory than that. */
const MAX_STRETCH = MAX_CELL_BYTES;
const KINDS_BY_STARS: readonly (readonly Kind[])[] = [[], ['italic'], ['bold'], ['bold', 'italic']];

/**
 * Words of a Fountain file with their emphasis and notes: `*italic*`, `**bold**`, `***both***`, `_underlined_`,
 * `[[note]]` (kept as `[note]`, highlighted), and a backslash before a sign that is meant as itself. Emphasis ends with its line.
 * A sign without a partner is kept as typed. Each character is looked at a fixed number of times.
 */
export function readEmphasis(text: string): CellContent {
  const writer = new RunWriter();
  for (let from = 0; from < text.length; from += MAX_STRETCH)
    new Scanner(text.slice(from, from + MAX_STRETCH)).read(writer);
  return writer.content();
}

class Scanner {
  readonly #text: string;
  readonly #pieces: (Sign | { readonly text: string; readonly note?: true })[] = [];
  #open: Partial<Record<Kind, Sign>> = {};
  /** Where text that is not yet a piece begins. */
  #pending = 0;
  /** Set once no further note can end, so that the rest is not searched again for each `[[`. */
  #notesOver = false;

  constructor(text: string) {
    this.#text = text;
  }

  read(writer: RunWriter): void {
    let at = 0;
    while (at < this.#text.length) at = this.#step(at);
    this.#takePending(at);
    const active = new Set<Kind>();
    for (const piece of this.#pieces) {
      if ('text' in piece) writer.write(piece.text, piece.note === true ? { highlight: true } : marksOf(active));
      else if (!piece.paired) writer.write(piece.literal, marksOf(active));
      else if (!active.delete(piece.kind)) active.add(piece.kind);
    }
  }

  /** Reads what stands at `at` and answers where to go on. */
  #step(at: number): number {
    switch (this.#text.charAt(at)) {
      case '\\':
        return this.#escape(at);
      case '\n':
        this.#open = {};
        return at + 1;
      case '*':
      case '_':
        return this.#signs(at);
      case '[':
        return this.#note(at);
      default:
        return at + 1;
    }
  }

  #escape(at: number): number {
    if (!'*_'.includes(this.#text.charAt(at + 1)) || at + 1 >= this.#text.length) return at + 1;
    this.#takePending(at);
    this.#pending = at + 1;
    return at + 2;
  }

  #note(at: number): number {
    if (this.#notesOver || this.#text.charAt(at + 1) !== '[') return at + 1;
    const end = this.#text.indexOf(']]', at + 2);
    if (end === -1) {
      this.#notesOver = true;
      return at + 1;
    }
    this.#takePending(at);
    this.#pieces.push({ text: `[${this.#text.slice(at + 2, end).trim()}]`, note: true });
    this.#pending = end + 2;
    return end + 2;
  }

  #signs(at: number): number {
    const sign = this.#text.charAt(at);
    let end = at + 1;
    while (this.#text.charAt(end) === sign) end += 1;
    const kinds: readonly Kind[] =
      sign === '*' ? (KINDS_BY_STARS[end - at] ?? []) : end - at === 1 ? ['underline'] : [];
    if (kinds.length === 0) return end;
    const before = this.#text.charAt(at - 1);
    const after = this.#text.charAt(end);
    const canClose = before !== '' && !isSpace(before) && !(sign === '_' && isWordSign(after));
    const canOpen = after !== '' && !isSpace(after) && !(sign === '_' && isWordSign(before));
    if (!canClose && !canOpen) return end;
    this.#takePending(at);
    this.#pending = end;
    for (const kind of kinds)
      this.#place({ literal: kind === 'bold' ? '**' : sign, kind, paired: false }, canClose, canOpen);
    return end;
  }

  #place(sign: Sign, canClose: boolean, canOpen: boolean): void {
    this.#pieces.push(sign);
    const opener = this.#open[sign.kind];
    if (canClose && opener !== undefined) {
      opener.paired = true;
      sign.paired = true;
      delete this.#open[sign.kind];
    } else if (canOpen) this.#open[sign.kind] = sign;
  }

  #takePending(end: number): void {
    if (end > this.#pending) this.#pieces.push({ text: this.#text.slice(this.#pending, end) });
  }
}

const isSpace = (char: string): boolean => char.trim() === '';
const isWordSign = (char: string): boolean => /[\p{L}\p{N}]/u.test(char);
const marksOf = (active: ReadonlySet<Kind>): Marks => Object.fromEntries(Array.from(active, (kind) => [kind, true]));
