import type { Surroundings } from '../surroundings.ts';

/** A signal that follows the caller's, and ends by itself when time is up: then with a `TimeoutError`. */
export class Deadline implements Disposable {
  readonly signal: AbortSignal;
  readonly #timer: Disposable;

  private constructor(signal: AbortSignal, timer: Disposable) {
    this.signal = signal;
    this.#timer = timer;
  }

  static open(afterMs: number, { wake }: Pick<Surroundings, 'wake'>, signal?: AbortSignal | null): Deadline {
    const over = new AbortController();
    const timer = wake(afterMs, () => over.abort(new DOMException('No answer came in time.', 'TimeoutError')));
    return new Deadline(AbortSignal.any(signal ? [signal, over.signal] : [over.signal]), timer);
  }

  /** Time runs no longer; the caller's signal still counts. */
  [Symbol.dispose](): void {
    this.#timer[Symbol.dispose]();
  }
}
