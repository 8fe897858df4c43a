import { setTimeout as sleep } from 'node:timers/promises';
import { retryDelayMs } from './backoff.ts';
import type { Metrics } from './http/metrics.ts';
import type { TaskName } from './log-events.ts';
import type { ServiceLog } from './service-log.ts';
import type { Surroundings } from './surroundings.ts';

/** Something that the service does again and again. */
export interface Task {
  readonly name: TaskName;
  /** Does some of what is due, and answers whether more may be. The signal ends it in the middle. */
  run(signal: AbortSignal): Promise<boolean>;
}

export interface LoopSignals {
  /** What has begun is finished, nothing new begins. */
  readonly stopping: AbortSignal;
  /** What has begun is broken off. */
  readonly ending: AbortSignal;
}

interface LoopOptions {
  readonly log: ServiceLog;
  readonly metrics: Pick<Metrics, 'taskFailed'>;
  readonly surroundings: Pick<Surroundings, 'below'>;
  /** How long nothing is looked for when nobody wakes it. */
  readonly pollMs: number;
}

/** Runs one task whenever it is woken, and now and then because a call may have been lost. */
export class TaskLoop {
  readonly #task: Task;
  readonly #options: LoopOptions;
  #isWoken = true;
  #wakeUp: () => void = () => undefined;

  constructor(task: Task, options: LoopOptions) {
    this.#task = task;
    this.#options = options;
  }

  wake(): void {
    this.#isWoken = true;
    this.#wakeUp();
  }

  /** Ends soon after `stopping`; a failing task is tried again later and never ends the loop. */
  async run(signals: LoopSignals): Promise<void> {
    const { log, metrics, pollMs, surroundings } = this.#options;
    let failures = 0;
    while (!signals.stopping.aborted) {
      this.#isWoken = false;
      try {
        const hasMore = await this.#task.run(signals.ending);
        failures = 0;
        if (!hasMore && !this.#isWoken) await this.#rest(pollMs, signals.stopping);
      } catch (error) {
        if (signals.ending.aborted) return;
        failures += 1;
        const retryInMs = retryDelayMs(failures, surroundings);
        metrics.taskFailed(this.#task.name);
        log.warn('task.failed', { task: this.#task.name, error, retryInMs });
        await rest(retryInMs, signals.stopping);
      }
    }
  }

  async #rest(forMs: number, stopping: AbortSignal): Promise<void> {
    const awake = new AbortController();
    this.#wakeUp = () => awake.abort();
    await rest(forMs, AbortSignal.any([stopping, awake.signal]));
    this.#wakeUp = () => undefined;
  }
}

/** Waits, or less when the signal is given. */
export async function rest(forMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(forMs, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
