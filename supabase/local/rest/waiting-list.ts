import { restError } from './rest-error.ts';

export interface WaitingListOptions {
  readonly places: number;
  /** How many may wait at once; one more is refused at once. */
  readonly waiting: number;
  readonly waitMs: number;
}

/** Gives out a fixed number of places, in order of asking. Who waits too long, or finds the list full, gets PGRST003. */
export class WaitingList {
  readonly #options: WaitingListOptions;
  readonly #queue = new Set<() => void>();
  #free: number;

  constructor(options: WaitingListOptions) {
    this.#options = options;
    this.#free = options.places;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** The place is free again when the answer is disposed of. */
  async take(signal: AbortSignal): Promise<Disposable> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(signal);
    let held = true;
    return {
      [Symbol.dispose]: () => {
        if (held) this.#giveBack();
        held = false;
      },
    };
  }

  /** The place goes straight to who waits longest, so that nobody slips in between. */
  #giveBack(): void {
    const [next] = this.#queue;
    if (next === undefined) this.#free += 1;
    else next();
  }

  #wait(signal: AbortSignal): Promise<void> {
    if (this.#queue.size >= this.#options.waiting) throw timedOut();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = (): void => {
      this.#queue.delete(turn);
      signal.removeEventListener('abort', onAbort);
      clearTimeout(timer);
    };
    const turn = (): void => {
      leave();
      resolve();
    };
    const onAbort = (): void => {
      leave();
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      leave();
      reject(timedOut());
    }, this.#options.waitMs);
    signal.addEventListener('abort', onAbort, { once: true });
    this.#queue.add(turn);
    return promise;
  }
}

function timedOut(): Error {
  return restError(504, 'PGRST003', 'Timed out acquiring connection from connection pool.');
}
