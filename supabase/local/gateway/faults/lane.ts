import type { FaultyLane, Frame } from '../part.ts';
import type { After } from './faults.ts';
import type { Passing } from './rules.ts';
import type { StandingRule } from './standing-rule.ts';

interface Rules {
  readonly after: After;
  take(passing: Passing): StandingRule | undefined;
  passed(passing: Passing): void;
}

interface Waiting {
  readonly passing: Passing;
  readonly go: () => void;
  isReady: boolean;
}

/** One socket's frames, each way in a queue of its own: what a fault holds up holds up what comes after it. */
export class Lane implements FaultyLane {
  readonly #rules: Rules;
  readonly #close: (code: number, reason: string) => void;
  readonly #incoming: Waiting[] = [];
  readonly #outgoing: Waiting[] = [];
  readonly #timers = new DisposableStack();

  constructor(rules: Rules, close: (code: number, reason: string) => void) {
    this.#rules = rules;
    this.#close = close;
  }

  incoming(frame: Frame, pass: (frame: Frame) => void): void {
    this.#enter(this.#incoming, { on: 'incoming', topic: frame.topic, event: frame.event }, () => pass(frame));
  }

  outgoing(frame: Frame, pass: (frame: Frame) => void): void {
    this.#enter(this.#outgoing, { on: 'outgoing', topic: frame.topic, event: frame.event }, () => pass(frame));
  }

  [Symbol.dispose](): void {
    this.#incoming.length = 0;
    this.#outgoing.length = 0;
    this.#timers.dispose();
  }

  #enter(queue: Waiting[], passing: Passing, go: () => void): void {
    const waiting: Waiting = { passing, go, isReady: true };
    const standing = this.#rules.take(passing);
    if (standing === undefined || this.#letsThrough(standing, queue, waiting)) queue.push(waiting);
    this.#drain(queue);
  }

  #letsThrough(standing: StandingRule, queue: Waiting[], waiting: Waiting): boolean {
    const { rule } = standing;
    switch (rule.do) {
      case 'drop':
      case 'hang':
        return false;
      case 'close':
        this.#close(rule.code, rule.reason);
        return false;
      case 'reorder':
        void standing.overtaken().then(waiting.go);
        return false;
      case 'duplicate':
        queue.push({ ...waiting });
        return true;
      case 'delay':
        this.#holdUp(queue, waiting, this.#pause(rule.ms));
        return true;
      case 'freeze':
        this.#holdUp(queue, waiting, standing.gone);
        return true;
      case 'answer':
        return true;
      default:
        return rule satisfies never;
    }
  }

  #holdUp(queue: Waiting[], waiting: Waiting, until: Promise<void>): void {
    waiting.isReady = false;
    void until.then(() => {
      waiting.isReady = true;
      this.#drain(queue);
    });
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#timers.defer(this.#rules.after(ms, resolve)));
  }

  #drain(queue: Waiting[]): void {
    while (queue[0]?.isReady === true) {
      const first = queue.shift();
      first?.go();
      if (first !== undefined) this.#rules.passed(first.passing);
    }
  }
}
