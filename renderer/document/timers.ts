/** Waiting, handed in: a test turns the hands of the clock itself. */
export interface Timers {
  /** Calls once after the delay, unless the returned function is called before. */
  after(delayMs: number, action: () => void): () => void;
}

export const windowTimers: Timers = {
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
