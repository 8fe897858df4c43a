/** Typing sends at most 50 batches a second; this is twenty times that, and still an end to a page gone wild. */
export const CALLS_PER_SECOND = 1_000;
const BURST = 4_000;

/** Counts the calls of each window: a bucket that holds a burst and fills evenly. */
export class CallRate {
  readonly #now: () => number;
  readonly #buckets = new Map<number, { left: number; atMs: number }>();

  /** `now` answers milliseconds that never run backwards. */
  constructor(now: () => number) {
    this.#now = now;
  }

  admits(windowId: number): boolean {
    const atMs = this.#now();
    const bucket = this.#buckets.get(windowId) ?? { left: BURST, atMs };
    const left = Math.min(BURST, bucket.left + ((atMs - bucket.atMs) / 1_000) * CALLS_PER_SECOND);
    this.#buckets.set(windowId, { left: left < 1 ? left : left - 1, atMs });
    return left >= 1;
  }

  forget(windowId: number): void {
    this.#buckets.delete(windowId);
  }
}
