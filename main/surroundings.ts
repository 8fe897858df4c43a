import { randomUUID } from 'node:crypto';

/** Time and chance, handed in so that a test can be repeated. */
export interface Surroundings {
  readonly now: () => Date;
  /** Milliseconds that never run backwards, whatever the calendar is set to. */
  readonly nowMs: () => number;
  /** A UUID. */
  readonly newId: () => string;
  /** Calls back after a while; disposing what it returns calls that off. */
  readonly wake: (afterMs: number, callBack: () => void) => Disposable;
}

/** The machine's own. */
export const surroundings: Surroundings = {
  now: () => new Date(),
  nowMs: () => performance.now(),
  newId: () => randomUUID(),
  wake: (afterMs, callBack) => {
    const timer = setTimeout(callBack, afterMs);
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};

const HOUR_MS = 60 * 60 * 1_000;

/** Does something every hour that the machine is awake, the first time an hour from now; never twice at once. */
export function hourly(wake: Surroundings['wake'], work: () => Promise<void>): Disposable {
  let isOver = false;
  let waiting = wake(HOUR_MS, tick);
  function tick(): void {
    void work().then(() => {
      if (!isOver) waiting = wake(HOUR_MS, tick);
    });
  }
  return {
    [Symbol.dispose]: () => {
      isOver = true;
      waiting[Symbol.dispose]();
    },
  };
}
