import CircuitBreaker from 'opossum';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** Somebody answered, and said no. `status` is theirs. */
export class RefusedAnswer extends Error {
  override readonly name = 'RefusedAnswer';
  readonly status: number;

  constructor(status: number) {
    super(`The answer was ${status}.`);
    this.status = status;
  }
}

/** Half of at least 20 calls within 10 s failed: nobody is asked for 30 s, then one call tries. */
const SETTINGS = {
  timeout: 5_000,
  errorThresholdPercentage: 50,
  volumeThreshold: 20,
  rollingCountTimeout: 10_000,
  resetTimeout: 30_000,
} as const;

/**
 * Stops asking a server that does not answer. Only what the server could not help counts: transport errors, time-outs
 * and 5xx. A refusal (4xx) is an answer: were it counted, forged tokens could shut everybody out.
 */
export class Breaker<Input extends readonly unknown[], Output> implements Disposable {
  readonly #circuit: CircuitBreaker<[...Input], Output>;

  private constructor(circuit: CircuitBreaker<[...Input], Output>) {
    this.#circuit = circuit;
  }

  static open<Input extends readonly unknown[], Output>(
    ask: (...input: Input) => Promise<Output>,
    onChange: (state: BreakerState) => void = () => undefined,
  ): Breaker<Input, Output> {
    const circuit = new CircuitBreaker<[...Input], Output>((...input) => ask(...input), {
      ...SETTINGS,
      errorFilter: (error: unknown) => isAnswer(error),
    });
    circuit.on('open', () => onChange('open'));
    circuit.on('halfOpen', () => onChange('half-open'));
    circuit.on('close', () => onChange('closed'));
    return new Breaker(circuit);
  }

  get state(): BreakerState {
    if (this.#circuit.opened) return 'open';
    return this.#circuit.halfOpen ? 'half-open' : 'closed';
  }

  /** Fails as `ask` fails, or at once while the breaker is open. */
  ask(...input: Input): Promise<Output> {
    return this.#circuit.fire(...input);
  }

  [Symbol.dispose](): void {
    this.#circuit.shutdown();
  }
}

function isAnswer(error: unknown): boolean {
  return error instanceof RefusedAnswer && error.status < 500;
}
