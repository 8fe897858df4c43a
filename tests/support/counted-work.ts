type Method = (this: unknown, ...given: readonly unknown[]) => unknown;
type Worth = (subject: string, given: readonly unknown[], result: unknown) => number;

const one: Worth = () => 1;
const whole: Worth = (subject) => subject.length;
const copied: Worth = (_subject, _given, result) => 1 + (typeof result === 'string' ? result.length : 0);
const searched: Worth = (subject, [, from = 0], result) =>
  1 + Math.abs((result === -1 ? subject.length : Number(result)) - Number(from));
const searchedBack: Worth = (subject, [, from = subject.length], result) =>
  1 + Math.abs(Math.min(Number(from), subject.length) - Math.max(0, Number(result)));

/** What a call of each of these looks at or copies, in characters. Copies count in full, though engines share. */
const WORTH: Readonly<Record<string, Worth>> = {
  charAt: one,
  charCodeAt: one,
  codePointAt: one,
  startsWith: one,
  endsWith: one,
  slice: copied,
  substring: copied,
  trim: copied,
  trimStart: copied,
  trimEnd: copied,
  toUpperCase: copied,
  toLowerCase: copied,
  toWellFormed: whole,
  normalize: whole,
  split: whole,
  includes: whole,
  indexOf: searched,
  lastIndexOf: searchedBack,
};

/**
 * Counts how many characters the language's own string methods and expressions look at while it is open: work that
 * grows with the square of a text shows as a number, the same on any machine.
 */
export class CountedWork implements Disposable {
  characters = 0;
  readonly #restores: (() => void)[] = [];

  constructor() {
    for (const [name, worth] of Object.entries(WORTH)) this.#count(String.prototype, name, worth);
    this.#countExpressions();
  }

  [Symbol.dispose](): void {
    for (const restore of this.#restores.splice(0)) restore();
  }

  #count(owner: object, name: string, worth: Worth): void {
    this.#replace(owner, name, (original, subject, given) => {
      const result = Reflect.apply(original, subject, given);
      this.characters += worth(subject as string, given, result);
      return result;
    });
  }

  /** Everything that takes an expression (test, match, replace, search, split) comes through `exec`. */
  #countExpressions(): void {
    this.#replace(RegExp.prototype, 'exec', (original, subject, given) => {
      const { sticky, global, lastIndex } = subject as RegExp;
      const start = sticky || global ? lastIndex : 0;
      const found = Reflect.apply(original, subject, given) as RegExpExecArray | null;
      // A sticky expression looks at one place and gives up.
      const end = found === null ? (sticky ? start : String(given[0]).length) : found.index + found[0].length;
      this.characters += 1 + end - start;
      return found;
    });
  }

  #replace(
    owner: object,
    name: string,
    replacement: (original: Method, subject: unknown, given: readonly unknown[]) => unknown,
  ): void {
    const property = Object.getOwnPropertyDescriptor(owner, name);
    if (property === undefined) throw new TypeError(`There is no ${name} to count.`);
    const original = property.value as Method;
    const counted: Method = function counted(this: unknown, ...given) {
      return replacement(original, this, given);
    };
    Object.defineProperty(owner, name, { ...property, value: counted });
    this.#restores.push(() => Object.defineProperty(owner, name, property));
  }
}

/** How often a reader looks at each character of a text, on average. */
export function looksPerCharacter(read: (text: string) => unknown, text: string): number {
  using work = new CountedWork();
  read(text);
  return work.characters / text.length;
}
