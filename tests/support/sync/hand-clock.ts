import type { Clock } from '../../../app/sync/ports.ts';

/** A clock whose hands the test turns; the calendar may jump apart from what elapses. */
export class HandClock implements Clock {
  #elapsed = 0;
  #calendar: number;
  #waiting: { readonly at: number; readonly turn: number; readonly callBack: () => void }[] = [];
  #turn = 0;

  constructor(calendar = Date.UTC(2026, 10, 20, 9)) {
    this.#calendar = calendar;
  }

  now(): number {
    return this.#calendar + this.#elapsed;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  wake(afterMs: number, callBack: () => void): Disposable {
    const entry = { at: this.#elapsed + afterMs, turn: (this.#turn += 1), callBack };
    this.#waiting.push(entry);
    return { [Symbol.dispose]: () => void (this.#waiting = this.#waiting.filter((other) => other !== entry)) };
  }

  jumpCalendar(ms: number): void {
    this.#calendar += ms;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Lets this much time pass: what falls due is done in order, and what follows from it before the next. */
  async pass(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    for (;;) {
      await quiet();
      const [due] = this.#waiting.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at || a.turn - b.turn);
      if (due === undefined) break;
      this.#waiting = this.#waiting.filter((other) => other !== due);
      this.#elapsed = Math.max(this.#elapsed, due.at);
      due.callBack();
    }
    this.#elapsed = end;
    await quiet();
  }
}

/** When every promise that could go on has: the loop of timers comes round behind all of them. */
export function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
