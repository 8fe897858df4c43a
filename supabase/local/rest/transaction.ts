import type { Client } from 'pg';
import * as z from 'zod';
import { fromDatabase } from './database-error.ts';
import type { Isolation } from './schema-cache.ts';
import { sql, type Sql } from './sql.ts';

export interface Work {
  /** Makes the transaction the caller's. */
  readonly settings: Sql;
  /** The hook that may look at the request and refuse it. */
  readonly before: Sql | undefined;
  readonly main: Sql;
  /** Asked after the main statement, when the number of rows may be guessed. */
  readonly explain: Sql | undefined;
  readonly readOnly: boolean;
  readonly isolation: Isolation | undefined;
  readonly signedIn: boolean;
  /** Whether what came out may still be refused. */
  readonly mayRefuse: boolean;
}

/** One row of texts, as every main statement gives it. */
const Row = z.object({
  total: z.coerce.number().nullable(),
  page: z.coerce.number(),
  body: z.string().nullable(),
  headers: z.string().nullable(),
  status: z.string().nullable(),
});

export interface Outcome extends z.output<typeof Row> {
  /** What the planner guesses, when it was asked. */
  readonly planned: number | undefined;
}

const Explained = z.object({
  rows: z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: z.object({ 'Plan Rows': z.number() }) })]) })]),
});

const begins: Readonly<Record<Isolation, Readonly<Record<'write' | 'read', string>>>> = {
  'read committed': {
    write: 'begin isolation level read committed read write',
    read: 'begin isolation level read committed read only',
  },
  'repeatable read': {
    write: 'begin isolation level repeatable read read write',
    read: 'begin isolation level repeatable read read only',
  },
  serializable: {
    write: 'begin isolation level serializable read write',
    read: 'begin isolation level serializable read only',
  },
};

/**
 * Runs the work in one transaction. All that can be is sent at once: after a failure Postgres runs nothing more, and as
 * the one who connected, who has no rights. Where `mayRefuse`, `check` may still refuse what came out, and then nothing
 * of it stays; elsewhere the commit goes along, so that locks are held no longer than Postgres needs them.
 */
export async function runTransaction<T>(connection: Client, work: Work, check: (outcome: Outcome) => T): Promise<T> {
  try {
    const waits = work.mayRefuse || work.explain !== undefined;
    const begin = begins[work.isolation ?? 'read committed'][work.readOnly ? 'read' : 'write'];
    const sent = [connection.query(begin), run(connection, work.settings)];
    if (work.before !== undefined) sent.push(run(connection, work.before));
    const main = run(connection, work.main);
    sent.push(main);
    if (!waits) sent.push(run(connection, COMMIT));
    await allOf(sent);
    const row = Row.parse((await main).rows[0] ?? NOTHING);
    const result = check({ ...row, planned: work.explain && (await plannedRows(connection, work.explain)) });
    if (waits) await run(connection, COMMIT);
    return result;
  } catch (error) {
    await rollBack(connection);
    throw fromDatabase(error, work.signedIn);
  }
}

const COMMIT = sql`commit`;
const NOTHING = { total: null, page: 0, body: null, headers: null, status: null };

/** When all are in; of several failures the first, which the others follow from. */
async function allOf(sent: readonly Promise<unknown>[]): Promise<void> {
  const settled = await Promise.allSettled(sent);
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function plannedRows(connection: Client, explain: Sql): Promise<number> {
  return Explained.parse(await run(connection, explain)).rows[0]['QUERY PLAN'][0].Plan['Plan Rows'];
}

/** A connection that cannot even roll back is not idle afterwards, and its pool throws it away. */
async function rollBack(connection: Client): Promise<void> {
  try {
    if (connection.getTransactionStatus() !== 'I') await connection.query('rollback');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}

async function run(connection: Client, statement: Sql): Promise<{ readonly rows: readonly unknown[] }> {
  const { text, values } = statement.toStatement();
  return connection.query({ text, values: [...values] });
}
