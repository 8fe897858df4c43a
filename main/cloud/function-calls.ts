import * as z from 'zod';
import type { Database } from '../../app/server/database.ts';
import type { Answer, RemoteTrouble } from '../../app/sync/ports.ts';
import type { Client } from './client.ts';
import type { Session } from './session.ts';
import { troubleOf } from './trouble.ts';

type Functions = Database['public']['Functions'];
export type FunctionName = keyof Functions;
type Given<N extends FunctionName> = Functions[N]['Args'];
/** Every argument of a function of Postgres may be null; the generated types do not say so. */
export type ArgumentsOf<N extends FunctionName> = { readonly [A in keyof Given<N>]: Given<N>[A] | null };

/** Calls of the server's functions, from the token to the answer that was read. Never throws for what a server does. */
export class FunctionCalls {
  readonly #client: Client;
  readonly #session: Session;

  constructor(client: Client, session: Session) {
    this.#client = client;
    this.#session = session;
  }

  /** Calls a function and reads what it gave. */
  call<N extends FunctionName, T>(
    name: N,
    given: ArgumentsOf<N>,
    result: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<Answer<T>> {
    return this.ask(result, signal, (client, token) =>
      client
        .rpc(name, given as Given<N>)
        .setHeader('authorization', `Bearer ${token}`)
        .abortSignal(signal)
        .throwOnError(),
    );
  }

  /** Asks whatever the client can be asked, with the session's token, and reads what came. */
  async ask<T>(
    result: z.ZodType<T>,
    signal: AbortSignal,
    asking: (client: Client, token: string) => PromiseLike<{ readonly data: unknown }>,
  ): Promise<Answer<T>> {
    let token: string | null = null;
    try {
      token = await untilAborted(this.#session.accessToken(), signal);
      // Asked without one, the server would answer as it answers anybody; only a session's end may look like that.
      if (token === null) return failed({ kind: 'signed-out' });
      const { data } = await asking(this.#client, token);
      signal.throwIfAborted();
      const read = result.safeParse(data);
      return read.success ? { ok: true, value: read.data } : failed({ kind: 'unreadable' });
    } catch (error) {
      if (signal.aborted) return failed({ kind: 'aborted' });
      const trouble = troubleOf(error);
      if (trouble === undefined) throw error;
      if (trouble.kind === 'signed-out' && token !== null) this.#session.refused(token);
      return failed(trouble);
    }
  }
}

const failed = (trouble: RemoteTrouble): { readonly ok: false; readonly trouble: RemoteTrouble } => ({
  ok: false,
  trouble,
});

/** A renewal under way is not the caller's to end: others wait for it too. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const letGo = (): void => reject(new DOMException('The caller let go.', 'AbortError'));
  signal.addEventListener('abort', letGo, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', letGo));
  return promise;
}
