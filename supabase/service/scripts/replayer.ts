import { Worker } from 'node:worker_threads';
import type { ReplayAnswer, ReplayQuestion } from './replay-protocol.ts';

/** It took too much time or memory, or the thread ended: what was asked cannot be answered here. */
export type ReplayFailure = { readonly kind: 'failed'; readonly reason: 'too-long' | 'too-large' | 'crashed' };

export interface ReplayLimits {
  readonly withinMs: number;
  readonly heapMb: number;
}

/** A script of 2,000 rows with 20,000 updates takes about a second and 100 MB. */
const LIMITS: ReplayLimits = { withinMs: 30_000, heapMb: 512 };

/** One thread that replays, one script at a time; started when it is needed, and again after it was given up. */
export class Replayer implements AsyncDisposable {
  readonly #limits: ReplayLimits;
  #worker: Worker | undefined;

  constructor(limits: ReplayLimits = LIMITS) {
    this.#limits = limits;
  }

  async replay(question: ReplayQuestion, signal: AbortSignal): Promise<ReplayAnswer | ReplayFailure> {
    signal.throwIfAborted();
    const worker = (this.#worker ??= this.#start());
    try {
      return await this.#ask(worker, question, signal);
    } catch (error) {
      this.#worker = undefined;
      await worker.terminate();
      signal.throwIfAborted();
      return { kind: 'failed', reason: reasonOf(error) };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./replay.worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMb },
      // What the service was told of keys and passwords is none of this thread's business.
      env: {},
    });
    // A process that has nothing else to do may end; while a question is open, the connection to Postgres holds it.
    worker.unref();
    return worker;
  }

  #ask(worker: Worker, question: ReplayQuestion, signal: AbortSignal): Promise<ReplayAnswer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(() => reject(new TooLong())), this.#limits.withinMs);
      const settle = (then: () => void): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        then();
      };
      const onMessage = (answer: ReplayAnswer): void => settle(() => resolve(answer));
      const onError = (error: unknown): void => settle(() => reject(error));
      const onExit = (): void => settle(() => reject(new Error('The thread ended.')));
      const onAbort = (): void => settle(() => reject(signal.reason));
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      signal.addEventListener('abort', onAbort, { once: true });
      worker.postMessage(question);
    });
  }
}

class TooLong extends Error {
  override readonly name = 'TooLong';
}

function reasonOf(error: unknown): ReplayFailure['reason'] {
  if (error instanceof TooLong) return 'too-long';
  const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isMemory ? 'too-large' : 'crashed';
}
