import type { Random } from '../support/random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How likely a crash is at each step that a port takes, in thousandths. */
export interface Dangers {
  crashPerMille: number;
}

/**
 * One run of the program on one device, from its start to its end. When it is over nothing of it happens any more: what
 * it waited for never comes. While the device sleeps, everything waits for its waking.
 */
export class Life {
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #dangers: Dangers;
  readonly #ended: () => void;
  #isOver = false;
  #asleepUntilMs = 0;

  constructor(time: VirtualTime, random: Random, dangers: Dangers, ended: () => void) {
    this.#time = time;
    this.#random = random;
    this.#dangers = dangers;
    this.#ended = ended;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  end(): void {
    this.#isOver = true;
  }

  /** Perhaps the machine loses its power here. Answers whether it did. */
  mayCrash(): boolean {
    if (this.#isOver) return true;
    if (this.#random.below(1_000) >= this.#dangers.crashPerMille) return false;
    this.#isOver = true;
    this.#ended();
    return true;
  }

  sleep(forMs: number): void {
    this.#asleepUntilMs = Math.max(this.#asleepUntilMs, this.#time.nowMs + forMs);
  }

  get isAsleep(): boolean {
    return this.#time.nowMs < this.#asleepUntilMs;
  }

  after(delayMs: number, run: () => void): Disposable {
    let waiting: Disposable;
    const attempt = (): void => {
      if (this.#isOver) return;
      if (this.isAsleep) waiting = this.#time.after(this.#asleepUntilMs - this.#time.nowMs, attempt);
      else run();
    };
    waiting = this.#time.after(delayMs, attempt);
    return { [Symbol.dispose]: () => waiting[Symbol.dispose]() };
  }
}
