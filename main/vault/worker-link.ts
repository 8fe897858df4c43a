import { Worker } from 'node:worker_threads';
import { Failure } from '../../app/failure.ts';
import { failureOf } from './failures.ts';
import type { Answered, Calls, Outcome } from './protocol.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** One worker thread, asked by name. Every question gets exactly one answer, also when the thread dies. */
export class WorkerLink<C extends { [N in keyof C]: Calls[string] }> {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onEnd: () => void;
  #asked = 0;
  #over: Failure | undefined;

  private constructor(worker: Worker, onEnd: () => void) {
    this.#worker = worker;
    this.#onEnd = onEnd;
    worker.on('message', (answers: readonly Answered[]) => {
      for (const { number, outcome } of answers) this.#settle(number, outcome);
    });
    worker.on('error', (error) => this.#end(error));
    worker.on('exit', () => this.#end(undefined));
  }

  /** Starts the thread and waits until it says that it is ready, or why it cannot be. `onEnd` is called once, however it ends. */
  static async open<C extends { [N in keyof C]: Calls[string] }>(
    entry: URL,
    { start, onEnd }: { readonly start: object; readonly onEnd: () => void },
  ): Promise<WorkerLink<C>> {
    const link = new WorkerLink<C>(new Worker(entry, { workerData: start }), onEnd);
    try {
      await new Promise((resolve, reject) => link.#waiting.set(0, { resolve, reject }));
      return link;
    } catch (error) {
      await link.stop();
      throw error;
    }
  }

  ask<N extends keyof C>(name: N, input: C[N]['input']): Promise<C[N]['output']> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    this.#asked += 1;
    const number = this.#asked;
    return new Promise<C[N]['output']>((resolve, reject) => {
      this.#waiting.set(number, { resolve: resolve as (value: unknown) => void, reject });
      this.#worker.postMessage({ number, request: { name, input } });
    });
  }

  /** Stops the thread where it stands. Resolves when it is gone. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(number: number, outcome: Outcome): void {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (outcome.ok) waiting?.resolve(outcome.value);
    else
      waiting?.reject(
        'bug' in outcome ? outcome.bug : new Failure(outcome.code, outcome.message, { cause: outcome.cause }),
      );
  }

  #end(cause: unknown): void {
    if (this.#over !== undefined) return;
    this.#over = failureOf('stopped', { cause });
    for (const waiting of this.#waiting.values()) waiting.reject(this.#over);
    this.#waiting.clear();
    this.#onEnd();
  }
}
