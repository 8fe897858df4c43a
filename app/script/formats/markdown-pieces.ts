import { MAX_CELL_BYTES } from '../limits.ts';
import { isBlank, linesOf } from './lines.ts';

/** A stretch of a Markdown file that its parser reads at once. */
export interface Piece {
  readonly text: string;
  /** Begins with a copy of the header of the table that the piece before it began. */
  readonly continuesTable: boolean;
  /** One line with too many signs to be worth reading as Markdown: its words are taken as typed. */
  readonly isLiteral: boolean;
}

/**
 * The parser's time grows with the square of the formatting signs it sees at once and its memory with 600 times the
 * text (measured: ADR 0601), so it is given little of both. A piece ends at the first blank line or table row past
 * these sizes, and anywhere at four times as much.
 */
const GOOD_LENGTH = 8 * 1024;
const GOOD_SIGNS = 250;
const HARD_FACTOR = 4;
/** A single line may be longer, for a table's row is one line: two full cells with a backslash at each sign. In UTF-16 units. */
const MAX_LINE_LENGTH = 4 * MAX_CELL_BYTES + 8 * 1024;

/** Cuts Markdown into pieces that mean together what the whole means. */
export function* piecesOf(text: string): Generator<Piece, void> {
  const cutter = new Cutter();
  for (const line of linesOf(text)) yield* cutter.add(line);
  yield* cutter.end();
}

class Cutter {
  #lines: string[] = [];
  #length = 0;
  #signs = 0;
  /** The fence that a block of code waits for. */
  #fence: string | undefined;
  /** Header and delimiter row of the table that the last line belongs to. */
  #table: readonly [string, string] | undefined;
  #continuesTable = false;
  #last = '';

  *add(line: string): Generator<Piece, void> {
    const signs = countSigns(line);
    if (line.length > MAX_LINE_LENGTH || signs > GOOD_SIGNS * HARD_FACTOR) {
      const continuesTable = this.#table !== undefined && line.includes('|');
      yield* this.#cut();
      yield { text: line, continuesTable, isLiteral: true };
      return;
    }
    if (this.#isFull(line.length, signs, HARD_FACTOR) || (this.#isFull(0, 0, 1) && this.#mayEnd)) yield* this.#cut();
    this.#lines.push(line);
    this.#length += line.length + 1;
    this.#signs += signs;
    this.#follow(line);
  }

  *end(): Generator<Piece, void> {
    yield* this.#cut();
  }

  get #mayEnd(): boolean {
    return this.#fence === undefined && (isBlank(this.#last) || this.#table !== undefined);
  }

  #isFull(length: number, signs: number, factor: number): boolean {
    return this.#length + length > GOOD_LENGTH * factor || this.#signs + signs > GOOD_SIGNS * factor;
  }

  *#cut(): Generator<Piece, void> {
    const start = this.#continuesTable ? 2 : 0;
    if (this.#lines.length > start)
      yield { text: this.#lines.join('\n'), continuesTable: this.#continuesTable, isLiteral: false };
    this.#lines = this.#table === undefined ? [] : [...this.#table];
    this.#continuesTable = this.#table !== undefined;
    this.#length = this.#lines.reduce((sum, line) => sum + line.length, 0);
    this.#signs = this.#lines.reduce((sum, line) => sum + countSigns(line), 0);
  }

  /** Keeps track of what the line, now the last one, leaves open. */
  #follow(line: string): void {
    const fence = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (this.#fence === undefined) this.#fence = fence;
    else if (fence?.startsWith(this.#fence) === true && line.trim() === fence) this.#fence = undefined;
    if (isBlank(line) || this.#fence !== undefined) this.#table = undefined;
    else if (this.#last.includes('|') && isDelimiterRow(line)) this.#table = [this.#last, line];
    this.#last = line;
  }
}

/** Signs that may begin or end something, an escaped one excepted; so may a line, and indentation, since lists nest by it. */
export function countSigns(line: string): number {
  let signs = 1;
  let isEscaped = false;
  let isIndent = true;
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (isIndent && (char === ' ' || char === '\t')) signs += char === ' ' ? 0.5 : 2;
    else {
      isIndent = isIndent && '>-+*'.includes(char);
      if (!isEscaped && '*_~[]<`!&>'.includes(char)) signs += 1;
    }
    isEscaped = char === '\\' && !isEscaped;
  }
  return signs;
}

/** `| --- | :-: |`: what makes a table of the line above it. */
function isDelimiterRow(line: string): boolean {
  return line.includes('-') && line.includes('|') && /^[\s|:-]+$/.test(line);
}
