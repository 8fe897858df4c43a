import { HandTimers } from './hand-timers.ts';

/** `wake` as the main process is handed it, on a clock whose hands the test turns. */
export function handWake() {
  const timers = new HandTimers();
  const wake = (afterMs: number, callBack: () => void): Disposable => {
    const cancel = timers.after(afterMs, callBack);
    return { [Symbol.dispose]: cancel };
  };
  return { wake, pass: (ms: number) => timers.pass(ms), waiting: () => timers.waiting };
}
