import { matches, type FaultRule, type Passing } from './rules.ts';

/** One rule in force. Disposing it takes it back: what it held goes on. */
export class StandingRule implements Disposable {
  readonly rule: FaultRule;
  /** Settles when the rule is taken back. */
  readonly gone: Promise<void>;
  readonly #leave: () => void;
  readonly #hitWaiters: (() => void)[] = [];
  readonly #overtakenWaiters: (() => void)[] = [];
  #seen = 0;
  #hits = 0;
  #isGone = false;

  constructor(rule: FaultRule) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.rule = rule;
    this.gone = promise;
    this.#leave = resolve;
  }

  /** How often it has acted. */
  get hits(): number {
    return this.#hits;
  }

  /** Settles when the rule acts the next time, so that a test can wait for the fault itself. */
  nextHit(): Promise<void> {
    return new Promise((resolve) => void this.#hitWaiters.push(resolve));
  }

  /** Whether it acts on this one; counts it either way. */
  take(passing: Passing): boolean {
    if (this.#isGone || !matches(this.rule, passing)) return false;
    this.#seen += 1;
    if (this.#seen <= this.rule.skip || this.#hits >= (this.rule.times ?? Infinity)) return false;
    this.#hits += 1;
    for (const resolve of this.#hitWaiters.splice(0)) resolve();
    return true;
  }

  /** Settles when another one that matches has passed, or the rule is gone. */
  overtaken(): Promise<void> {
    return Promise.race([this.gone, new Promise<void>((resolve) => void this.#overtakenWaiters.push(resolve))]);
  }

  /** Told of everything that has passed. */
  passed(passing: Passing): void {
    if (matches(this.rule, passing)) for (const resolve of this.#overtakenWaiters.splice(0)) resolve();
  }

  [Symbol.dispose](): void {
    this.#isGone = true;
    this.#leave();
  }
}
