import { Failure } from '../app/failure.ts';
import type { Bridge, CallName, Input, Output } from '../app/ipc/contract.ts';

/** The only way from a window to the machine: a Reply becomes a value or a Failure. */
export class Client {
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async call<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
    const reply = await this.#bridge.call(name, input);
    if (!reply.ok) throw new Failure(reply.code, reply.message);
    return reply.value;
  }

  readonly on: Bridge['on'] = (name, listener) => this.#bridge.on(name, listener);
}
