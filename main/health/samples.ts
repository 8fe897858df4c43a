import type { Spread } from '../../app/ipc/health.ts';

const KEPT = 1_000;

/** The last thousand durations of something, in milliseconds. Adding one costs nothing that a keystroke could feel. */
export class Samples {
  readonly #values = new Float64Array(KEPT);
  #added = 0;

  add(ms: number): void {
    this.#values[this.#added % KEPT] = ms;
    this.#added += 1;
  }

  /** Carries out something and notes how long it took, also when it fails. */
  time<T>(work: () => T): T {
    const started = performance.now();
    try {
      return work();
    } finally {
      this.add(performance.now() - started);
    }
  }

  /** Null when nothing was added yet. */
  spread(): Spread | null {
    if (this.#added === 0) return null;
    const sorted = this.#values.slice(0, Math.min(this.#added, KEPT)).toSorted();
    const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
    return { count: this.#added, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
  }
}
