import type { Transferable } from 'node:worker_threads';
import { Failure } from '../../app/failure.ts';
import type { Answered, Calls, Outcome } from './protocol.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export interface Line {
  postMessage(message: unknown, transfer?: readonly Transferable[]): void;
}

/** The asking end of a line between threads. Every question gets exactly one answer, also when the other end is gone. */
export class Questions<C extends { [N in keyof C]: Calls[string] }> {
  readonly #line: Line;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  #over: Failure | undefined;

  constructor(line: Line) {
    this.#line = line;
  }

  ask<N extends keyof C>(
    name: N,
    input: C[N]['input'],
    transfer: readonly Transferable[] = [],
  ): Promise<C[N]['output']> {
    this.#asked += 1;
    return this.#wait(this.#asked, () =>
      this.#line.postMessage({ number: this.#asked, request: { name, input } }, transfer),
    );
  }

  /** The other end's first word: that it is ready, or why it cannot be. */
  ready(): Promise<unknown> {
    return this.#wait(0, () => undefined);
  }

  settle(answers: readonly Answered[]): void {
    for (const { number, outcome } of answers) {
      const waiting = this.#waiting.get(number);
      this.#waiting.delete(number);
      if (outcome.ok) waiting?.resolve(outcome.value);
      else waiting?.reject(errorOf(outcome));
    }
  }

  /** Nobody will answer any more. */
  end(failure: Failure): void {
    this.#over ??= failure;
    for (const waiting of this.#waiting.values()) waiting.reject(failure);
    this.#waiting.clear();
  }

  #wait<T>(number: number, send: () => void): Promise<T> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(number, { resolve: resolve as (value: unknown) => void, reject });
      send();
    });
  }
}

function errorOf(outcome: Extract<Outcome, { ok: false }>): unknown {
  return 'bug' in outcome ? outcome.bug : new Failure(outcome.code, outcome.message, { cause: outcome.cause });
}
