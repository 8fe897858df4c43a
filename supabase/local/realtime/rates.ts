const STEP_MS = 5_000;
const MAX_STEPS = 12;

/**
 * Events per second, on average over the finished steps of the last minute. So counts hosted Realtime: a burst passes, a
 * limit that was reached holds until the average has sunk, and nothing is refused before the first step has ended.
 */
export class Rate {
  readonly #limit: number;
  readonly #now: () => Date;
  // It begins with an empty step, which halves the first average.
  #finished: number[] = [0];
  #current = 0;
  #stepEndsAtMs: number;

  constructor(limit: number, now: () => Date) {
    this.#limit = limit;
    this.#now = now;
    this.#stepEndsAtMs = now().getTime() + STEP_MS;
  }

  add(count = 1): void {
    this.#finishSteps();
    this.#current += count;
  }

  average(): number {
    this.#finishSteps();
    const sum = this.#finished.reduce((total, count) => total + count, 0);
    return sum / this.#finished.length / (STEP_MS / 1_000);
  }

  /** Whether the limit is reached. */
  isReached(): boolean {
    return this.average() >= this.#limit;
  }

  #finishSteps(): void {
    const nowMs = this.#now().getTime();
    // After a long pause only the last steps count, and they were empty.
    const skippedSteps = Math.max(0, Math.floor((nowMs - this.#stepEndsAtMs) / STEP_MS) - MAX_STEPS);
    this.#stepEndsAtMs += skippedSteps * STEP_MS;
    while (this.#stepEndsAtMs <= nowMs) {
      this.#finished = [this.#current, ...this.#finished].slice(0, MAX_STEPS);
      this.#current = 0;
      this.#stepEndsAtMs += STEP_MS;
    }
  }
}

/** At most so many calls from the first one until the window ends; then a new window begins with the next call. */
export class Window {
  readonly #maxCalls: number;
  readonly #windowMs: number;
  readonly #now: () => Date;
  #calls = 0;
  #endsAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: { readonly maxCalls: number; readonly windowMs: number; readonly now: () => Date }) {
    this.#maxCalls = options.maxCalls;
    this.#windowMs = options.windowMs;
    this.#now = options.now;
  }

  /** Whether one more call is within the limit; it counts. */
  take(): boolean {
    const nowMs = this.#now().getTime();
    if (nowMs > this.#endsAtMs) {
      this.#calls = 0;
      this.#endsAtMs = nowMs + this.#windowMs;
    }
    this.#calls += 1;
    return this.#calls <= this.#maxCalls;
  }
}
