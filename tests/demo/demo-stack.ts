import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalStack } from '../../supabase/local/local-stack.ts';
import { freePorts } from '../support/server/free-ports.ts';

/** The local stack on free ports, with a database that is gone afterwards. */
export class DemoStack implements AsyncDisposable {
  readonly url: string;
  readonly publishableKey: string;
  readonly #closing: AsyncDisposableStack;

  private constructor({ addresses, keys }: LocalStack, closing: AsyncDisposableStack) {
    this.url = addresses.api;
    this.publishableKey = keys.publishableKey;
    this.#closing = closing;
  }

  static async open(): Promise<DemoStack> {
    await using opening = new AsyncDisposableStack();
    const api = await freePorts([1, 3, 10]);
    // Not in a folder of ours: where this runs as root, Postgres runs as somebody else.
    const dataFolder = join(tmpdir(), `galley-demo-${randomUUID()}`);
    opening.defer(() => rmSync(dataFolder, { recursive: true, force: true }));
    const ports = { api, database: api + 1, mailbox: api + 3, service: api + 10 };
    const stack = opening.use(await LocalStack.open({ ports, dataFolder, resets: false }));
    return new DemoStack(stack, opening.move());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.disposeAsync();
  }
}
