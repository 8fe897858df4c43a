/** A block of lines that belong together is taken for several beyond this, so that it is never held whole. */
export const MAX_BLOCK_LINES = 2_000;

const LINE_END = /\r\n|[\n\r]/g;

/** The lines of a text without their ends, whatever system wrote them, one at a time: a file may have millions. */
export function* linesOf(text: string): Generator<string, void> {
  let start = 0;
  for (const { index, 0: end } of text.matchAll(LINE_END)) {
    yield text.slice(start, index);
    start = index + end.length;
  }
  yield text.slice(start);
}

/** Lines with a view of what comes next, for grammars in which a line means something else before a blank one. */
export class LineReader {
  readonly #lines: Iterator<string, void>;
  #next: string | undefined;

  constructor(lines: Iterable<string, void>) {
    this.#lines = lines[Symbol.iterator]();
    this.#next = this.#take();
  }

  /** The line that `read` will give, `undefined` after the last one. */
  get next(): string | undefined {
    return this.#next;
  }

  read(): string | undefined {
    const line = this.#next;
    if (line !== undefined) this.#next = this.#take();
    return line;
  }

  #take(): string | undefined {
    const taken = this.#lines.next();
    return taken.done === true ? undefined : taken.value;
  }
}

export const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === '';
