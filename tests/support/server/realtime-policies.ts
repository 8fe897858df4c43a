import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { LOCAL_JWT_SECRET, signToken } from '../../../supabase/local/keys.ts';

/** The secret that the server under test signs with. */
const jwtSecret = process.env['SUPABASE_JWT_SECRET'] ?? LOCAL_JWT_SECRET;

export const HOUR_SECONDS = 3_600;

/** What a person may do on a topic. */
export interface Grant {
  readonly read?: 'broadcast' | 'presence' | 'both';
  readonly write?: 'broadcast' | 'presence' | 'both';
}

/**
 * Policies on realtime.messages that read a table of grants, made by hand in the database under test and taken away at
 * the end: for what must hold whatever Galley's own policies say. Its topics begin with `cursors:` all the same: a
 * restrictive policy of Galley's lets people write into no others.
 */
export class RealtimePolicies implements AsyncDisposable {
  /** Holds the grants, and whatever else a test makes. A name of its own: several files may run on one database. */
  readonly schema = `realtime_test_${randomUUID().slice(0, 8)}`;
  readonly #pool: pg.Pool;

  private constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** `url`: as `postgres`. */
  static async open(url: string): Promise<RealtimePolicies> {
    const pool = new pg.Pool({ connectionString: url, max: 4 });
    pool.on('error', () => undefined);
    const policies = new RealtimePolicies(pool);
    const { schema } = policies;
    await pool.query(`
      create schema ${schema};
      grant usage on schema ${schema} to authenticated;
      create table ${schema}.grants (person uuid, topic text, verb text, extension text);
      grant select on ${schema}.grants to authenticated;
      create policy ${schema}_read on realtime.messages for select to authenticated using (
        exists (
          select from ${schema}.grants g
          where g.person = (select auth.uid()) and g.topic = (select realtime.topic())
            and g.verb = 'read' and g.extension = messages.extension
        )
      );
      create policy ${schema}_write on realtime.messages for insert to authenticated with check (
        exists (
          select from ${schema}.grants g
          where g.person = (select auth.uid()) and g.topic = (select realtime.topic())
            and g.verb = 'write' and g.extension = messages.extension
        )
      );`);
    return policies;
  }

  get pool(): pg.Pool {
    return this.#pool;
  }

  /** A new person who may do this; the token is good for an hour unless told otherwise. */
  async person(topic: string, grant: Grant): Promise<{ readonly id: string; readonly token: string }> {
    const id = randomUUID();
    await this.grant(id, topic, grant);
    return { id, token: tokenOf(id) };
  }

  /** Replaces what the person may do on the topic. */
  async grant(person: string, topic: string, grant: Grant): Promise<void> {
    await this.#pool.query(`delete from ${this.schema}.grants where person = $1 and topic = $2`, [person, topic]);
    for (const [verb, extensions] of [['read', grant.read] as const, ['write', grant.write] as const]) {
      for (const extension of extensions === 'both'
        ? ['broadcast', 'presence']
        : extensions === undefined
          ? []
          : [extensions]) {
        await this.#pool.query(`insert into ${this.schema}.grants values ($1, $2, $3, $4)`, [
          person,
          topic,
          verb,
          extension,
        ]);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.query(`
      drop policy ${this.schema}_read on realtime.messages;
      drop policy ${this.schema}_write on realtime.messages;
      drop schema ${this.schema} cascade;`);
    await this.#pool.end();
  }
}

/** A token of somebody signed in. `expiresAt`: seconds since 1970. */
export function tokenOf(
  person: string,
  claims: { readonly expiresAt?: number; readonly [claim: string]: unknown } = {},
): string {
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const { expiresAt = nowSeconds + HOUR_SECONDS, ...more } = claims;
  const own = { sub: person, role: 'authenticated', aud: 'authenticated', iat: nowSeconds, exp: expiresAt };
  return signToken({ ...own, session_id: randomUUID(), ...more }, jwtSecret);
}
