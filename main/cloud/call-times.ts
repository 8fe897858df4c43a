/** So many calls say how it goes at present. */
const KEPT = 200;

/** How long calls took and how they ended, for the health view. */
export class CallTimes {
  #made = 0;
  #failed = 0;
  readonly #latestMs: number[] = [];

  ended(tookMs: number, how: 'answered' | 'failed'): void {
    this.#made += 1;
    if (how === 'failed') {
      this.#failed += 1;
      return;
    }
    this.#latestMs.push(tookMs);
    if (this.#latestMs.length > KEPT) this.#latestMs.shift();
  }

  /** Times of the latest 200 that were answered; null before the first. */
  figures(): { made: number; failed: number; p50Ms: number | null; p99Ms: number | null } {
    const sorted = this.#latestMs.toSorted((a, b) => a - b);
    const at = (share: number): number | null => sorted[Math.ceil(sorted.length * share) - 1] ?? null;
    return { made: this.#made, failed: this.#failed, p50Ms: at(0.5), p99Ms: at(0.99) };
  }
}
