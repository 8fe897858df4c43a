import type { Timers } from '../document/timers.ts';
import { Changing, type Readable } from '../document/readable.ts';

/** Whoever listens to a screen reader is told about saving at most this often. */
export const QUIET_MS = 10_000;

export interface Said {
  /** Which state it is. Two sets of words for one state are one announcement. */
  readonly kind: string;
  readonly words: string;
}

/** Tells a change of state to a screen reader: the words when the state is another than the last that was told. */
export class Voice implements Disposable {
  readonly said: Readable<string>;
  readonly #said = new Changing('');
  readonly #timers: Timers;
  #kind: string;
  #latest: Said;
  #cancel: (() => void) | null = null;

  /** `first` is on the screen as it opens and need not be told. */
  constructor(first: Said, timers: Timers) {
    this.said = this.#said;
    this.#timers = timers;
    this.#kind = first.kind;
    this.#latest = first;
  }

  /** The state now. States that lie between two others are not given. */
  tell(now: Said): void {
    this.#latest = now;
    if (this.#cancel === null) this.#say();
  }

  [Symbol.dispose](): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #say(): void {
    const { kind, words } = this.#latest;
    if (kind === this.#kind) return;
    this.#kind = kind;
    this.#said.set(words);
    this.#cancel = this.#timers.after(QUIET_MS, () => {
      this.#cancel = null;
      this.#say();
    });
  }
}
