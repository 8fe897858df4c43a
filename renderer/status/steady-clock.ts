const JUMP_MS = 60_000;
/** A clock that was set wrong is usually set right within minutes; a night's sleep stays. */
export const BELIEVED_AFTER_MS = 15 * 60_000;

export interface Clocks {
  /** The calendar's, in milliseconds since 1970. It may jump. */
  readonly now: () => number;
  /** Milliseconds that never run backwards. */
  readonly elapsed: () => number;
}

/**
 * The present moment for ages, which decide whether a person is alarmed. A jump of the calendar, in either direction,
 * is followed only when the calendar has stood by it for a quarter of an hour: a sleep is, a clock set wrong is not.
 */
export class SteadyClock {
  readonly #clocks: Clocks;
  /** Calendar less elapsed time, as it is believed. */
  #offset: number;
  #doubt: { readonly offset: number; readonly since: number } | null = null;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
    this.#offset = clocks.now() - clocks.elapsed();
  }

  /** Has to be read about once a minute to notice what happens between. */
  read(): number {
    const elapsed = this.#clocks.elapsed();
    const offset = this.#clocks.now() - elapsed;
    if (isNear(offset, this.#offset)) {
      this.#offset = offset;
      this.#doubt = null;
    } else if (this.#doubt === null || !isNear(offset, this.#doubt.offset)) {
      this.#doubt = { offset, since: elapsed };
    } else if (elapsed - this.#doubt.since >= BELIEVED_AFTER_MS) {
      this.#offset = offset;
      this.#doubt = null;
    }
    return this.#offset + elapsed;
  }
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) < JUMP_MS;
