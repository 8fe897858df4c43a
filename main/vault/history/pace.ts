import { setImmediate } from 'node:timers/promises';

/** How background work leaves room for somebody who types or searches. */
export interface Pace {
  /** Before the next piece of work, when the last one took so long. */
  rest(tookMs: number, signal: AbortSignal): Promise<void>;
}

export interface TypingPaceParts {
  /** Milliseconds that only go forward. */
  readonly elapsed: () => number;
  /** Calls back once; answers what cancels it. */
  readonly after: (ms: number, call: () => void) => () => void;
}

/** While somebody types, work takes at most a hundredth of the time: then it delays at most one key in a hundred. */
const REST_PER_WORK = 100;
const LONGEST_REST_MS = 10_000;
/** Whoever has not saved anything for so long is not typing. */
const TYPING_MS = 5_000;

/** Works without rests until somebody types. */
export class TypingPace implements Pace {
  readonly #parts: TypingPaceParts;
  #typedAt = Number.NEGATIVE_INFINITY;
  #hurries = 0;
  #wake: () => void = () => undefined;

  constructor(parts: TypingPaceParts) {
    this.#parts = parts;
  }

  /** Something was saved. */
  typed(): void {
    this.#typedAt = this.#parts.elapsed();
  }

  /** Somebody waits for this work: there are no rests until it is done. */
  async hurry<T>(work: () => Promise<T>): Promise<T> {
    this.#hurries += 1;
    this.#wake();
    try {
      return await work();
    } finally {
      this.#hurries -= 1;
    }
  }

  async rest(tookMs: number, signal: AbortSignal): Promise<void> {
    // Whatever was asked meanwhile comes first, also when nobody types.
    await setImmediate();
    const isTyping = this.#parts.elapsed() - this.#typedAt <= TYPING_MS;
    if (isTyping && this.#hurries === 0 && !signal.aborted) await this.#sleep(tookMs * REST_PER_WORK, signal);
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#parts.after(Math.min(ms, LONGEST_REST_MS), resolve);
    this.#wake = resolve;
    // Chores share one signal for as long as the vault is open: it must not collect a listener for every rest.
    const rested = new AbortController();
    signal.addEventListener('abort', () => resolve(), { signal: rested.signal });
    await promise;
    cancel();
    rested.abort();
  }
}
