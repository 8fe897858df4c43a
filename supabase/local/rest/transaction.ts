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
 * Runs the work in one transaction. `check` may still refuse what came out; then nothing of it stays. All up to the main
 * statement is sent at once: after a failure Postgres runs nothing more, and as the one who connected, who has no rights.
 */
export async function runTransaction<T>(connection: Client, work: Work, check: (outcome: Outcome) => T): Promise<T> {
  try {
    const begin = begins[work.isolation ?? 'read committed'][work.readOnly ? 'read' : 'write'];
    const statements = [work.settings, ...(work.before === undefined ? [] : [work.before]), work.main];
    const answer = await lastOf([
      connection.query(begin),
      ...statements.map((statement) => run(connection, statement)),
    ]);
    const row = Row.parse(answer.rows[0] ?? { total: null, page: 0, body: null, headers: null, status: null });
    const planned =
      work.explain === undefined
        ? undefined
        : Explained.parse(await run(connection, work.explain)).rows[0]['QUERY PLAN'][0].Plan['Plan Rows'];
    const result = check({ ...row, planned });
    await run(connection, sql`commit`);
    return result;
  } catch (error) {
    await rollBack(connection);
    throw fromDatabase(error, work.signedIn);
  }
}

/** The last answer, when all are in; of several failures the first, which the others follow from. */
async function lastOf<T>(sent: readonly Promise<T>[]): Promise<T> {
  const settled = await Promise.allSettled(sent);
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const last = settled.at(-1);
  if (last?.status !== 'fulfilled') throw new RangeError('Nothing was sent.');
  return last.value;
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
