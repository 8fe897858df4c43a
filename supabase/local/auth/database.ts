import { DatabaseError, Pool, type PoolClient } from 'pg';
import * as z from 'zod';
import { AuthFailure } from './failure.ts';

const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 10_000;

/** One transaction: what is done after it happens only when it commits. */
export interface Transaction {
  readonly client: PoolClient;
  /** Such as delivering a mail: a rolled-back sign-up leaves none. */
  afterCommit(work: () => void): void;
}

export function openPool(databaseUrl: string, { lockWaitMs }: { readonly lockWaitMs: number }): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    options: `-c lock_timeout=${lockWaitMs}`,
  });
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

/** Commits when `work` returns, rolls back when it throws. */
export async function transact<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  const committed: (() => void)[] = [];
  let broken: Error | undefined;
  // While it is lent out the pool does not listen, and an error that nobody hears ends the process.
  const onError = (error: Error): void => void (broken = error);
  client.on('error', onError);
  try {
    await client.query('begin');
    const result = await work({ client, afterCommit: (then) => committed.push(then) });
    await client.query('commit');
    for (const then of committed) then();
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: unknown) => {
      broken = new Error('A connection could not roll back.', { cause });
    });
    throw asFailure(error);
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** Rows as `schema` reads them. A row that it cannot read is the database's fault, never the caller's. */
export async function rows<T>(
  { client }: Transaction,
  schema: z.ZodType<T>,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<T[]> {
  const result = await client.query(sql, [...parameters]);
  const parsed = z.array(schema).safeParse(result.rows);
  if (parsed.success) return parsed.data;
  throw new AuthFailure(500, 'unexpected_failure', 'Database error querying schema', { cause: parsed.error });
}

export async function row<T>(
  tx: Transaction,
  schema: z.ZodType<T>,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<T | undefined> {
  return (await rows(tx, schema, sql, parameters))[0];
}

export async function run({ client }: Transaction, sql: string, parameters: readonly unknown[] = []): Promise<void> {
  await client.query(sql, [...parameters]);
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    throw new AuthFailure(503, 'unexpected_failure', 'The database cannot be reached', { cause });
  }
}

/** supabase-js ends a session on 4xx and waits on 5xx, so trouble between us and Postgres is always 5xx. */
function asFailure(error: unknown): unknown {
  if (error instanceof AuthFailure) return error;
  if (!(error instanceof DatabaseError)) {
    return isBrokenConnection(error) ? wentAway(error) : error;
  }
  switch (error.code) {
    case '22021':
    case '22P05':
      return new AuthFailure(400, 'validation_failed', 'Text must not contain the character U+0000', { cause: error });
    default:
      // Also a lock that did not come: GoTrue's 409 for it would sign somebody out who did nothing wrong.
      if (/^(08|40|53|55P03|57P)/.test(error.code ?? '')) return wentAway(error);
      return new AuthFailure(500, 'unexpected_failure', 'Database error', { cause: error });
  }
}

function wentAway(cause: unknown): AuthFailure {
  return new AuthFailure(503, 'unexpected_failure', 'The database went away', { cause });
}

function isBrokenConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return (
    /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT)/.test(String(code)) ||
    /connection (terminated|ended|error)/i.test(error.message)
  );
}
