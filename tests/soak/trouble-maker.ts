import type { FaultRuleInput } from '../../supabase/local/gateway/faults/rules.ts';
import type { Faults } from '../../supabase/local/gateway/faults/faults.ts';
import type { Random } from '../support/random.ts';

/** What goes wrong at the server's door now and then, and for how long at most. */
const troubles: readonly (readonly [name: string, lastsMs: number, rules: readonly FaultRuleInput[]])[] = [
  ['slow calls', 3_000, [{ on: 'http', path: '/rest/v1/rpc/', do: 'delay', ms: 700 }]],
  ['pushes without an answer', 2_000, [{ on: 'http', path: '/rest/v1/rpc/push', do: 'drop', handled: true }]],
  ['pushes that never arrive', 2_000, [{ on: 'http', path: '/rest/v1/rpc/push', do: 'drop' }]],
  ['pushes done twice', 3_000, [{ on: 'http', path: '/rest/v1/rpc/push', do: 'duplicate' }]],
  ['pulls that hang', 2_000, [{ on: 'http', path: '/rest/v1/rpc/pull', do: 'hang' }]],
  ['answers 503', 2_000, [{ on: 'http', path: '/rest/v1/rpc/', do: 'answer', status: 503 }]],
  ['rings that stand still', 3_000, [{ on: 'outgoing', topic: 'realtime:script:', event: 'broadcast', do: 'freeze' }]],
  ['sockets closed', 100, [{ on: 'incoming', topic: 'phoenix', event: 'heartbeat', do: 'close', code: 1012 }]],
];

/** One fault after another with a pause between them, until it is told to stop. */
export class TroubleMaker implements Disposable {
  readonly made = new Map<string, number>();
  readonly #faults: Faults;
  readonly #random: Random;
  #timer: NodeJS.Timeout | undefined;

  constructor(faults: Faults, random: Random) {
    this.#faults = faults;
    this.#random = random;
  }

  start(): void {
    this.#timer = setTimeout(() => this.#begin(), 3_000 + this.#random.below(10_000));
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#faults.clear();
  }

  #begin(): void {
    const [name, lastsMs, rules] = this.#random.oneOf(troubles);
    this.made.set(name, (this.made.get(name) ?? 0) + 1);
    for (const rule of rules) this.#faults.add(rule);
    this.#timer = setTimeout(() => {
      this.#faults.clear();
      this.start();
    }, lastsMs);
  }
}
