import type { Transferable } from 'node:worker_threads';
import { Failure } from '../../app/failure.ts';
import { packQuestions, type PackedAnswers } from './packing.ts';
import type { Calls, Outcome } from './protocol.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

type Question = Parameters<typeof packQuestions>[0][number];

/** So many questions go at once, also before their turn of the event loop ends: a burst of 20,000 then takes two thirds. */
const FLOOD = 2_048;

export interface Line {
  postMessage(message: unknown, transfer?: readonly Transferable[]): void;
}

/** The asking end of a line between threads. Every question gets exactly one answer, also when the other end is gone. */
export class Questions<C extends { [N in keyof C]: Calls[string] }> {
  readonly #line: Line;
  readonly #waiting = new Map<number, Waiting>();
  readonly #unsaid: Question[] = [];
  readonly #along: Transferable[] = [];
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
    const question = { number: this.#asked, request: { name, input } };
    return this.#wait(this.#asked, () => this.#say(question, transfer));
  }

  /** The other end's first word: that it is ready, or why it cannot be. */
  ready(): Promise<unknown> {
    return this.#wait(0, () => undefined);
  }

  settle({ done, others }: PackedAnswers): void {
    for (const number of done) this.#take(number)?.resolve(undefined);
    for (const { number, outcome } of others) {
      if (outcome.ok) this.#take(number)?.resolve(outcome.value);
      else this.#take(number)?.reject(errorOf(outcome));
    }
  }

  /** Nobody will answer any more. */
  end(failure: Failure): void {
    this.#over ??= failure;
    for (const waiting of this.#waiting.values()) waiting.reject(failure);
    this.#waiting.clear();
  }

  #take(number: number): Waiting | undefined {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    return waiting;
  }

  /** What is asked in one turn of the event loop goes as one message, at the end of that turn. */
  #say(question: Question, transfer: readonly Transferable[]): void {
    if (this.#unsaid.length === 0) queueMicrotask(() => this.#post());
    this.#unsaid.push(question);
    this.#along.push(...transfer);
    // The other end begins on a flood while the rest of it is still being put together.
    if (this.#unsaid.length >= FLOOD) this.#post();
  }

  #post(): void {
    if (this.#unsaid.length > 0) this.#line.postMessage(packQuestions(this.#unsaid.splice(0)), this.#along.splice(0));
  }

  #wait<T>(number: number, send: () => void): Promise<T> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(number, { resolve: resolve as (value: unknown) => void, reject });
      send();
    });
  }
}

/** What a caller is to catch. */
export function errorOf(outcome: Extract<Outcome, { ok: false }>): unknown {
  return 'bug' in outcome ? outcome.bug : new Failure(outcome.code, outcome.message, { cause: outcome.cause });
}
