import { restError } from './rest-error.ts';

/** Reads one parameter from left to right. What cannot be read is PGRST100, with the place where it went wrong. */
export class TextCursor {
  readonly #text: string;
  readonly #what: string;
  #at = 0;

  /** `what` names the text in a complaint: `select parameter`, `filter`. */
  constructor(text: string, what: string) {
    this.#text = text;
    this.#what = what;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  sees(literal: string): boolean {
    return this.#text.startsWith(literal, this.#at);
  }

  /** Steps over `literal` when it comes next. */
  takes(literal: string): boolean {
    if (!this.sees(literal)) return false;
    this.#at += literal.length;
    return true;
  }

  /** `pattern` has the sticky flag; nothing when it does not match here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  skipBlanks(): void {
    this.match(/[ \t]*/y);
  }

  expect(literal: string): void {
    if (!this.takes(literal)) this.fail(`"${literal}"`);
  }

  rest(): string {
    const rest = this.#text.slice(this.#at);
    this.#at = this.#text.length;
    return rest;
  }

  /** Tries one way of reading; what it says is not so leaves the cursor where it was. */
  attempt<T>(read: () => T | undefined): T | undefined {
    const start = this.#at;
    const value = read();
    if (value === undefined) this.#at = start;
    return value;
  }

  fail(expecting: string): never {
    const next = this.#text.codePointAt(this.#at);
    const found = next === undefined ? 'end of input' : JSON.stringify(String.fromCodePoint(next));
    throw restError(
      400,
      'PGRST100',
      `"failed to parse ${this.#what} (${this.#text})" (line 1, column ${Array.from(this.#text.slice(0, this.#at)).length + 1})`,
      { details: `unexpected ${found} expecting ${expecting}` },
    );
  }
}
