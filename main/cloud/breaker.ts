import CircuitBreaker from 'opossum';

export type BreakerState = 'closed' | 'half-open' | 'open';

/**
 * Half of at least 20 calls within 10 s failed: nobody is asked for 30 s, then one call tries. How long one call may take
 * is its own deadline (way.ts), because a page of a long script takes longer than a question.
 */
const SETTINGS = {
  timeout: false,
  errorThresholdPercentage: 50,
  volumeThreshold: 20,
  rollingCountTimeout: 10_000,
  resetTimeout: 30_000,
} as const;

type Call = () => Promise<unknown>;

/**
 * Stops asking a server that does not answer. What counts is decided by `isFailure`: transport errors, calls without an
 * answer and 5xx. A refusal is an answer: were it counted, a script that may not be written could keep all others here.
 * Opossum keeps time itself (`Date.now`, `setTimeout`): it cannot be handed in.
 */
export class Breaker implements Disposable {
  readonly #circuit: CircuitBreaker<[Call], unknown>;

  private constructor(circuit: CircuitBreaker<[Call], unknown>) {
    this.#circuit = circuit;
  }

  static open(isFailure: (error: unknown) => boolean, settings: Partial<typeof SETTINGS> = {}): Breaker {
    const circuit = new CircuitBreaker<[Call], unknown>((call) => call(), {
      ...SETTINGS,
      ...settings,
      errorFilter: (error: unknown) => !isFailure(error),
    });
    return new Breaker(circuit);
  }

  get state(): BreakerState {
    if (this.#circuit.opened) return 'open';
    return this.#circuit.halfOpen ? 'half-open' : 'closed';
  }

  /** Fails as `call` fails, or at once with the code `EOPENBREAKER`. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    let answer: { readonly value: T } | undefined;
    await this.#circuit.fire(async () => {
      answer = { value: await call() };
    });
    if (answer === undefined) throw new Error('The breaker made no call and did not fail.');
    return answer.value;
  }

  /** The network is another one: what failed before says nothing any more. */
  forget(): void {
    this.#circuit.close();
  }

  [Symbol.dispose](): void {
    this.#circuit.shutdown();
  }
}
