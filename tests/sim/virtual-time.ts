interface Due {
  readonly atMs: number;
  readonly turn: number;
  run: (() => void) | null;
}

/**
 * Time that stands still while anything is done and then goes to the next thing that is due. What is due at one moment
 * happens in the order in which it was asked for, so that a seed means one history.
 */
export class VirtualTime {
  #nowMs = 0;
  #turn = 0;
  readonly #heap: Due[] = [];

  get nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): Disposable {
    const due: Due = { atMs: this.#nowMs + Math.max(0, delayMs), turn: (this.#turn += 1), run };
    this.#push(due);
    return {
      [Symbol.dispose]: () => {
        due.run = null;
      },
    };
  }

  /** Does what is due up to a moment, each thing to its end: every promise that is ready goes on before time does. */
  async runUntil(endMs: number, mayStop: () => boolean = () => false): Promise<void> {
    for (let due = this.#heap[0]; due !== undefined && due.atMs <= endMs; due = this.#heap[0]) {
      this.#pop();
      if (due.run === null) continue;
      this.#nowMs = due.atMs;
      due.run();
      await everyPromise();
      if (mayStop()) return;
    }
    this.#nowMs = Math.max(this.#nowMs, endMs);
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || isBefore(parent, due)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = due;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (isBefore(last, child)) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
  }
}

/** The event loop comes round only when no promise is ready any more. */
export const everyPromise = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const isBefore = (a: Due, b: Due): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.turn < b.turn);
