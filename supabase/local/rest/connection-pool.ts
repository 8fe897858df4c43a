import pg from 'pg';
import * as z from 'zod';
import { restError } from './rest-error.ts';
import { WaitingList, type WaitingListOptions } from './waiting-list.ts';

const Pid = z.object({ pid: z.int() });

interface Connection {
  readonly client: pg.Client;
  /** Names its process on the server, for cancelling. */
  readonly pid: number;
}

/**
 * Connections as `authenticator`, each used by one request at a time. One whose transaction did not end cleanly is
 * thrown away: nothing that a caller set may meet the next.
 */
export class ConnectionPool implements AsyncDisposable {
  readonly #url: string;
  readonly #list: WaitingList;
  readonly #idle: Connection[] = [];
  readonly #all = new Set<pg.Client>();
  #closed = false;

  constructor(url: string, options: WaitingListOptions) {
    this.#url = url;
    this.#list = new WaitingList(options);
  }

  /** How many connections are open, and how many requests wait for one. */
  get load(): { readonly open: number; readonly idle: number; readonly waiting: number } {
    return { open: this.#all.size, idle: this.#idle.length, waiting: this.#list.waiting };
  }

  /** When the caller goes away its statement is cancelled, and the connection is not used again. */
  async use<T>(signal: AbortSignal, work: (connection: pg.Client) => Promise<T>): Promise<T> {
    using _place = await this.#list.take(signal);
    const { client, pid } = this.#idle.pop() ?? (await this.#connect());
    let cancelled: Promise<void> | undefined;
    const onAbort = (): void => {
      cancelled = this.#cancel(pid);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await work(client);
    } finally {
      signal.removeEventListener('abort', onAbort);
      await cancelled;
      this.#putBack({ client, pid }, { reusable: cancelled === undefined });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#all].map((connection) => connection.end()));
  }

  async #connect(): Promise<Connection> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'rest', pipeline: true });
    // Said of a connection at rest when the server ends it; at work the query says it.
    client.on('error', () => this.#forget(client));
    client.on('end', () => this.#forget(client));
    try {
      await client.connect();
      const { rows } = await client.query('select pg_catalog.pg_backend_pid() as pid');
      const { pid } = Pid.parse(rows[0]);
      this.#all.add(client);
      return { client, pid };
    } catch (error) {
      throw noConnection(error);
    }
  }

  async #cancel(pid: number): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'rest cancel' });
    try {
      await client.connect();
      await client.query('select pg_catalog.pg_cancel_backend($1)', [pid]);
    } catch (error) {
      // What cannot be cancelled ends at its timeout, on a connection that nobody gets again.
      if (!(error instanceof Error)) throw error;
    } finally {
      await client.end();
    }
  }

  #putBack(connection: Connection, { reusable }: { readonly reusable: boolean }): void {
    const { client } = connection;
    if (!this.#all.has(client)) return;
    if (reusable && !this.#closed && client.getTransactionStatus() === 'I') {
      this.#idle.push(connection);
      return;
    }
    this.#forget(client);
    void client.end();
  }

  #forget(client: pg.Client): void {
    this.#all.delete(client);
    const at = this.#idle.findIndex((each) => each.client === client);
    if (at >= 0) this.#idle.splice(at, 1);
  }
}

function noConnection(cause: unknown): Error {
  const details = cause instanceof Error ? cause.message : String(cause);
  const error = restError(503, 'PGRST000', 'Database connection error. Retrying the connection.', { details });
  error.cause = cause;
  return error;
}
