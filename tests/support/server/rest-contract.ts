import { randomBytes } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import pg from 'pg';
import { expect, vi } from 'vitest';
import * as z from 'zod';
import { LOCAL_JWT_SECRET } from '../../../supabase/local/keys.ts';
import { openStack } from './stack.ts';

/** Where the suite runs: the local stack, or the Supabase that the environment names. */
interface Place {
  readonly url: string;
  readonly anonKey: string;
  readonly serviceKey: string;
  /** As `postgres`. */
  readonly databaseUrl: string;
  /** What tokens are signed with, for those that a test makes itself. */
  readonly jwtSecret: string;
}

export interface WireReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON, or undefined when there is none. */
  readonly body: unknown;
}

export interface WireOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is; anything else as JSON. */
  readonly body?: unknown;
}

export interface Person {
  readonly id: string;
  readonly token: string;
}

const ErrorBody = z.strictObject({
  code: z.string(),
  message: z.string(),
  details: z.unknown(),
  hint: z.string().nullable(),
});

/** A Supabase with tables and functions of the suite's own, which are gone again afterwards. */
export class RestContract implements AsyncDisposable {
  readonly place: Place;
  /** Begins the name of everything the suite makes. */
  readonly prefix: string;
  readonly database: pg.Client;
  readonly #closing: AsyncDisposableStack;

  private constructor(place: Place, database: pg.Client, closing: AsyncDisposableStack) {
    this.place = place;
    this.prefix = `t${randomBytes(5).toString('hex')}`;
    this.database = database;
    this.#closing = closing;
  }

  /** `make` is SQL with `{t}` where the prefix goes; `probe` names one of its functions without arguments. */
  static async open({ make, probe }: { readonly make: string; readonly probe: string }): Promise<RestContract> {
    await using opening = new AsyncDisposableStack();
    const place = elsewhere() ?? (await local(opening));
    const database = new pg.Client({ connectionString: place.databaseUrl });
    await database.connect();
    opening.defer(() => database.end());
    const contract = new RestContract(place, database, opening.move());
    contract.#closing.defer(() => contract.#drop());
    await contract.make(make);
    await contract.#isKnown(probe);
    return contract;
  }

  named(text: string): string {
    return text.replaceAll('{t}', this.prefix);
  }

  async make(sql: string): Promise<void> {
    await this.database.query(this.named(sql));
    await this.database.query(`notify pgrst, 'reload schema'`);
  }

  /** One request below /rest/v1, as the anonymous key unless a token is given. `{t}` in the address is the prefix. */
  async wire(method: string, address: string, { token, headers = {}, body }: WireOptions = {}): Promise<WireReply> {
    const response = await fetch(`${this.place.url}/rest/v1${this.named(address)}`, {
      method,
      headers: {
        apikey: this.place.anonKey,
        authorization: `Bearer ${token ?? this.place.anonKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text === '' ? undefined : asJson(text) };
  }

  /** Somebody signed in, made by the service key. */
  async person(): Promise<Person> {
    const { url, serviceKey, anonKey } = this.place;
    const options = { auth: { persistSession: false, autoRefreshToken: false } };
    const email = `${this.prefix}${randomBytes(4).toString('hex')}@example.org`;
    const password = randomBytes(12).toString('hex');
    const made = await createClient(url, serviceKey, options).auth.admin.createUser({
      email,
      password,
      email_confirm: true,
    });
    if (made.error !== null) throw made.error;
    const signedIn = await createClient(url, anonKey, options).auth.signInWithPassword({ email, password });
    if (signedIn.error !== null) throw signedIn.error;
    return { id: made.data.user.id, token: signedIn.data.session.access_token };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#closing.disposeAsync();
  }

  /** A hosted project reads its catalog some time after it was told to. */
  async #isKnown(probe: string): Promise<void> {
    await vi.waitFor(
      async () => {
        const { status } = await this.wire('POST', `/rpc/${probe}`);
        if (status !== 200) throw new Error(`${probe} answers ${status}`);
      },
      { timeout: 20_000, interval: 20 },
    );
  }

  async #drop(): Promise<void> {
    const { rows } = await this.database.query<{ drop: string }>(
      `select format('drop function %s', p.oid::regprocedure) as drop from pg_proc p
        where p.pronamespace = 'public'::regnamespace and starts_with(p.proname, $1)
      union all
      select format('drop table %s cascade', c.oid::regclass) from pg_class c
        where c.relnamespace = 'public'::regnamespace and starts_with(c.relname, $1) and c.relkind = 'r'`,
      [this.prefix],
    );
    for (const { drop } of rows) await this.database.query(drop);
  }
}

/** Four keys and the header that names the code; gives the body. */
export function refusalIn(reply: WireReply): z.output<typeof ErrorBody> {
  const body = ErrorBody.parse(reply.body);
  expect(reply.headers.get('proxy-status')).toBe(`PostgREST; error=${body.code}`);
  expect(reply.headers.get('content-type')).toContain('application/json');
  return body;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function elsewhere(): Place | undefined {
  const {
    SUPABASE_URL: url,
    SUPABASE_ANON_KEY: anonKey,
    SUPABASE_SERVICE_KEY: serviceKey,
    DB_URL: databaseUrl,
    SUPABASE_JWT_SECRET: jwtSecret = LOCAL_JWT_SECRET,
  } = process.env;
  if (url === undefined || anonKey === undefined || serviceKey === undefined || databaseUrl === undefined) {
    return undefined;
  }
  return { url, anonKey, serviceKey, databaseUrl, jwtSecret };
}

async function local(opening: AsyncDisposableStack): Promise<Place> {
  const stack = opening.use(await openStack());
  const { url, anonKey, serviceKey } = stack;
  return { url, anonKey, serviceKey, databaseUrl: stack.databaseUrl('postgres'), jwtSecret: LOCAL_JWT_SECRET };
}
