export interface ChoreTurn {
  /** Main's time, in milliseconds since 1970: threads have no clock. */
  readonly at: number;
  /** The keeper is closing: stop at the next piece. What is left is due again another time. */
  readonly signal: AbortSignal;
}

/**
 * Background work beside indexing. It decides by itself what is due, does it in small pieces with awaits between them,
 * so that nobody who types or searches waits, and asks the writer to store.
 */
export interface Chore {
  readonly name: string;
  run(turn: ChoreTurn): Promise<void>;
}

/** Runs the keeper's chores one after another. One that fails is told, and the others go on. */
export class Chores implements AsyncDisposable {
  readonly #chores: readonly Chore[];
  readonly #onTrouble: (error: unknown, chore: string) => void;
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(chores: readonly Chore[], onTrouble: (error: unknown, chore: string) => void) {
    this.#chores = chores;
    this.#onTrouble = onTrouble;
  }

  /** Resolves when everything that was due at this call is done. Calls queue up: no chore runs beside another. */
  run({ at }: { readonly at: number }): Promise<void> {
    this.#running = this.#running.then(() => this.#runAll(at));
    return this.#running;
  }

  /** Waits until the chore that is at work has come to its next stop. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #runAll(at: number): Promise<void> {
    const { signal } = this.#closing;
    for (const chore of this.#chores) {
      if (signal.aborted) return;
      try {
        await chore.run({ at, signal });
      } catch (error) {
        if (!signal.aborted) this.#onTrouble(error, chore.name);
      }
    }
  }
}
