import type { FaultyLane, SocketFaults } from '../part.ts';
import { Lane } from './lane.ts';
import { FaultRule, type FaultRuleInput, type Passing } from './rules.ts';
import { StandingRule } from './standing-rule.ts';

/** Calls back later; calling what it returns forgets that. */
export type After = (ms: number, act: () => void) => () => void;

const afterTimeout: After = (ms, act) => {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
};

/** The faults in force. The first rule that takes a request or frame acts on it; without rules nothing is touched. */
export class Faults implements SocketFaults {
  readonly after: After;
  #standing: readonly StandingRule[] = [];

  constructor(after: After = afterTimeout) {
    this.after = after;
  }

  get standing(): readonly StandingRule[] {
    return this.#standing;
  }

  add(rule: FaultRuleInput): StandingRule {
    const standing = new StandingRule(FaultRule.parse(rule));
    this.#standing = [...this.#standing, standing];
    void standing.gone.then(() => {
      this.#standing = this.#standing.filter((other) => other !== standing);
    });
    return standing;
  }

  /** Takes all rules back. */
  clear(): void {
    for (const standing of this.#standing) standing[Symbol.dispose]();
  }

  take(passing: Passing): StandingRule | undefined {
    return this.#standing.find((standing) => standing.take(passing));
  }

  passed(passing: Passing): void {
    for (const standing of this.#standing) standing.passed(passing);
  }

  openLane(close: (code: number, reason: string) => void): FaultyLane {
    return new Lane(this, close);
  }
}
