export interface RoundsParts {
  readonly work: () => Promise<void>;
  /** How long after being woken it waits for more. */
  readonly restMs: number;
  /** Milliseconds that only go forward. */
  readonly elapsed: () => number;
  /** Calls back once; answers what cancels it. */
  readonly after: (ms: number, call: () => void) => () => void;
}

/** Work may take at most this share of the time, so that long scripts do not keep a processor busy while one types. */
const REST_PER_WORK = 20;

/** Does the same work again and again while there is reason to, with rests in between. */
export class Rounds implements Disposable {
  readonly #parts: RoundsParts;
  #state: 'asleep' | 'resting' | 'working' | 'working, woken again' | 'over' = 'asleep';
  #cancel: () => void = () => undefined;

  constructor(parts: RoundsParts) {
    this.#parts = parts;
  }

  /** There is something to do. It is done after one rest, not after the last of many calls. */
  wake(): void {
    if (this.#state === 'working') this.#state = 'working, woken again';
    if (this.#state === 'asleep') this.#rest(this.#parts.restMs);
  }

  [Symbol.dispose](): void {
    this.#cancel();
    this.#state = 'over';
  }

  #rest(ms: number): void {
    this.#state = 'resting';
    this.#cancel = this.#parts.after(ms, () => void this.#work());
  }

  async #work(): Promise<void> {
    this.#state = 'working';
    const start = this.#parts.elapsed();
    await this.#parts.work();
    const tookMs = this.#parts.elapsed() - start;
    if (this.#isWokenAgain()) this.#rest(Math.max(this.#parts.restMs, tookMs * REST_PER_WORK));
    else if (this.#state === 'working') this.#state = 'asleep';
  }

  #isWokenAgain(): boolean {
    return this.#state === 'working, woken again';
  }
}
