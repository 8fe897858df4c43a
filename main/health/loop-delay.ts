import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Spread } from '../../app/ipc/health.ts';

/** Seldom enough that a laptop at rest does not notice. */
const EVERY_MS = 100;
const NS_PER_MS = 1_000_000;

/** How long this thread keeps others waiting: measured all the time, at next to no cost. */
export class LoopDelay implements Disposable {
  readonly #histogram = monitorEventLoopDelay({ resolution: EVERY_MS });

  private constructor() {
    this.#histogram.enable();
  }

  static open(): LoopDelay {
    return new LoopDelay();
  }

  /** Null until the first turn was measured. */
  spread(): Spread | null {
    const { count } = this.#histogram;
    if (count === 0) return null;
    // What is measured is the time between two turns of a timer; the wait is what goes beyond the timer's own.
    const wait = (ns: number): number => Math.max(0, ns / NS_PER_MS - EVERY_MS);
    const at = (percent: number): number => wait(this.#histogram.percentile(percent));
    return { count, p50: at(50), p95: at(95), p99: at(99), max: wait(this.#histogram.max) };
  }

  [Symbol.dispose](): void {
    this.#histogram.disable();
  }
}
