import pg from 'pg';
import * as z from 'zod';
import { logResults } from '../../../app/server/log-calls.ts';
import { memberResults } from '../../../app/server/member-calls.ts';
import { Refusal } from '../../../app/server/refusal.ts';
import { reviewResults } from '../../../app/server/review-calls.ts';
import type { TestDatabase } from '../../support/server/database.ts';

/** What PostgREST would answer: the status that the function asked for, and what it returned. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Arguments = Readonly<Record<string, unknown>>;
export type Headers = Readonly<Record<string, string>>;

const Told = z.object({ body: z.record(z.string(), z.unknown()), status: z.string().nullable() });

/** Calls functions and reads tables as PostgREST does for a signed-in person: role, claims and headers for one request. */
export class Caller {
  readonly #pool: pg.Pool;
  readonly #person: string | undefined;
  readonly #headers: Headers;

  private constructor(pool: pg.Pool, person: string | undefined, headers: Headers) {
    this.#pool = pool;
    this.#person = person;
    this.#headers = headers;
  }

  static of(pool: pg.Pool, person: string | undefined, headers: Headers = {}): Caller {
    return new Caller(pool, person, headers);
  }

  /** Arguments by name; objects travel as JSON. Throws when the answer is not of the shape that the app knows. */
  async call(name: string, args: Arguments): Promise<Answer> {
    const entries = Object.entries(args);
    const list = entries.map(([key], index) => `${pg.escapeIdentifier(key)} => $${index + 1}`).join(', ');
    const values = entries.map(([, value]) => (isJson(value) ? JSON.stringify(value) : value));
    return this.#request(async (client) => {
      const { rows } = await client.query(`select public.${pg.escapeIdentifier(name)}(${list}) as body`, values);
      const after = await client.query(`select nullif(current_setting('response.status', true), '') as status`);
      const { body, status } = Told.parse({ ...rows[0], ...after.rows[0] });
      const schema = status === null ? resultOf(name) : Refusal;
      schema.parse(body);
      return { status: Number(status ?? 200), body };
    });
  }

  /** The status and the code with which the call is refused; `answered` when it is not. */
  async refusal(name: string, args: Arguments): Promise<string> {
    const { status, body } = await this.call(name, args);
    return status === 200 ? 'answered' : `${status} ${String(body['code'])}`;
  }

  /** The first column of what the person reads. */
  async read(sql: string, values: readonly unknown[] = []): Promise<readonly unknown[]> {
    return this.#request(async (client) => {
      const { rows } = await client.query({ text: sql, values: [...values], rowMode: 'array' });
      return rows.map((row: readonly unknown[]) => row[0]);
    });
  }

  /** Runs in a transaction that is committed, as a refusal's is. */
  async #request<T>(ask: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    try {
      await client.query('begin');
      const claims = this.#person === undefined ? { role: 'anon' } : { sub: this.#person, role: 'authenticated' };
      await client.query(
        `select set_config('role', $1, true), set_config('request.jwt.claims', $2, true),
          set_config('request.headers', $3, true)`,
        [claims.role, JSON.stringify(claims), JSON.stringify(this.#headers)],
      );
      const answer = await ask(client);
      await client.query('commit');
      return answer;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }
}

const results: Readonly<Record<string, z.ZodType>> = { ...logResults, ...memberResults, ...reviewResults };

function resultOf(name: string): z.ZodType {
  const schema = results[name];
  if (schema === undefined) throw new Error(`The app does not know what ${name} answers.`);
  return schema;
}

const isJson = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !(value instanceof Date) &&
  (!Array.isArray(value) || value.some(isJson));

/** The code of the error that a statement ends with; `done` when there is none. As the superuser, rolled back. */
export async function attempt({ admin }: TestDatabase, sql: string, role = 'postgres'): Promise<string> {
  const client = await admin.connect();
  try {
    await client.query('begin');
    await client.query(`set local role ${role}`);
    await client.query(sql);
    return 'done';
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code !== undefined) return error.code;
    throw error;
  } finally {
    await client.query('rollback');
    client.release();
  }
}
