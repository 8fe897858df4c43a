import { Worker, type Transferable } from 'node:worker_threads';
import { failureOf } from './failures.ts';
import type { PackedAnswers } from './packing.ts';
import type { Calls } from './protocol.ts';
import { Questions } from './questions.ts';

interface LinkOptions<Note> {
  /** What the thread is given. */
  readonly start: object;
  readonly transfer?: readonly Transferable[];
  readonly onNote?: (note: Note) => void;
  /** Called once, however the thread ends. */
  readonly onEnd: () => void;
}

/** One worker thread, asked by name. */
export class WorkerLink<C extends { [N in keyof C]: Calls[string] }, Note = never> {
  readonly #worker: Worker;
  readonly #questions: Questions<C>;
  readonly #onEnd: () => void;
  #hasEnded = false;

  private constructor(entry: URL, { start, transfer = [], onNote, onEnd }: LinkOptions<Note>) {
    this.#worker = new Worker(entry, { workerData: start, transferList: [...transfer] });
    this.#questions = new Questions(this.#worker);
    this.#onEnd = onEnd;
    this.#worker.on('message', (message: PackedAnswers | Note) => {
      if (isAnswers(message)) this.#questions.settle(message);
      else onNote?.(message);
    });
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(undefined));
  }

  /** Starts the thread and waits until it says that it is ready, or why it cannot be. */
  static async open<C extends { [N in keyof C]: Calls[string] }, Note = never>(
    entry: URL,
    options: LinkOptions<Note>,
  ): Promise<WorkerLink<C, Note>> {
    const link = new WorkerLink<C, Note>(entry, options);
    try {
      await link.#questions.ready();
      return link;
    } catch (error) {
      await link.stop();
      throw error;
    }
  }

  ask<N extends keyof C>(name: N, input: C[N]['input'], transfer?: readonly Transferable[]): Promise<C[N]['output']> {
    return this.#questions.ask(name, input, transfer);
  }

  /** Stops the thread where it stands. Resolves when it is gone. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #end(cause: unknown): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#questions.end(failureOf('stopped', { cause }));
    this.#onEnd();
  }
}

function isAnswers(message: unknown): message is PackedAnswers {
  return typeof message === 'object' && message !== null && 'done' in message;
}
