import pg from 'pg';
import type * as z from 'zod';
import type { ServiceLog } from './service-log.ts';

/** One transaction, as the service sees it: every answer is parsed. */
export interface Transaction {
  query<S extends z.ZodType>(row: S, text: string, values?: readonly unknown[]): Promise<readonly z.output<S>[]>;
  /** Answers how many rows were touched. */
  execute(text: string, values?: readonly unknown[]): Promise<number>;
}

export interface PoolUse {
  readonly active: number;
  readonly idle: number;
  readonly waiting: number;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly log: ServiceLog;
}

/** One statement of ours runs so long at most; the longest reads a page of 4 MiB. */
const STATEMENT_TIMEOUT_MS = 15_000;
/** Locks of ours are waited for by nobody but another service; a person's push never waits this long for us. */
const LOCK_TIMEOUT_MS = 5_000;
/** Longer than any work between two statements (scripts/replayer.ts): then the server gives up on us. */
const IDLE_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_CONNECTION_MS = 30_000;

/** The role that every transaction of ours becomes: see docs/adr/0861-the-service-becomes-service-role.md. */
const ROLE = 'service_role';

/**
 * Postgres through a pool of connections, in a way that a pooler in transaction mode can serve: nothing is set for
 * longer than a transaction, and no statement is prepared under a name.
 */
export class Database implements AsyncDisposable {
  readonly #pool: pg.Pool;

  private constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Connects when it is first asked. */
  static open({ url, poolSize, log }: DatabaseOptions): Database {
    const pool = new pg.Pool({
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: IDLE_CONNECTION_MS,
      application_name: 'galley-service',
    });
    // A connection that breaks while nobody uses it is replaced; unheard, this event would end the process.
    pool.on('error', (error) => log.warn('database.idle-error', { error }));
    return new Database(pool);
  }

  get use(): PoolUse {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { active: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  /**
   * One transaction, with the rights of `service_role`: committed when `work` ends, rolled back when it fails. An
   * aborted signal cuts the connection, which rolls back as well.
   */
  async transact<T>(work: (transaction: Transaction) => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const client = await this.#pool.connect();
    let isBroken = false;
    const cut = (): void => {
      isBroken = true;
      // Ends the connection also in the middle of a statement.
      void client.end();
    };
    const ignore = (): void => undefined;
    client.on('error', ignore);
    signal.addEventListener('abort', cut, { once: true });
    try {
      if (signal.aborted) cut();
      await client.query('begin');
      await client.query(
        `select set_config('role', '${ROLE}', true), set_config('statement_timeout', '${STATEMENT_TIMEOUT_MS}', true),
           set_config('lock_timeout', '${LOCK_TIMEOUT_MS}', true),
           set_config('idle_in_transaction_session_timeout', '${IDLE_TIMEOUT_MS}', true)`,
      );
      const result = await work(transactionOf(client));
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => (isBroken = true));
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener('abort', cut);
      client.off('error', ignore);
      client.release(isBroken);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.end();
  }
}

function transactionOf(client: pg.PoolClient): Transaction {
  return {
    query: async (row, text, values = []) => {
      const { rows } = await client.query<Record<string, unknown>>(text, [...values]);
      return rows.map((found) => row.parse(found));
    },
    execute: async (text, values = []) => (await client.query(text, [...values])).rowCount ?? 0,
  };
}
