import { randomUUID } from 'node:crypto';
import { createClient, type SupabaseClient, type SupabaseClientOptions } from '@supabase/supabase-js';
import pg from 'pg';
import { openStack } from './stack.ts';

/**
 * The Supabase that the two contract suites speak to: the one that SUPABASE_URL, SUPABASE_ANON_KEY, SUPABASE_SERVICE_KEY
 * and DB_URL name (hosted, or `supabase start`), else a local stack of its own.
 */
export interface ContractServer extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string;
  readonly anonKey: string;
  readonly serviceKey: string;
  /** As `postgres`. */
  readonly database: pg.Pool;
  /** A client that keeps its session in memory and refreshes only when told to. */
  client(options?: SupabaseClientOptions<'public'>['auth']): SupabaseClient;
  /** A client with the service key. */
  readonly admin: SupabaseClient;
  /** Somebody with a confirmed address, who is gone again at the end. */
  newPerson(): Promise<Person>;
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

export async function openContractServer(): Promise<ContractServer> {
  await using opened = new AsyncDisposableStack();
  const { url, anonKey, serviceKey, databaseUrl } = await addressOf(opened);
  const database = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  // A connection that is on its way out when the database is dropped is ended by that: no error of a test.
  database.on('error', () => undefined);
  opened.defer(() => database.end());
  const clientWith = (key: string, auth: SupabaseClientOptions<'public'>['auth'] = {}): SupabaseClient =>
    createClient(url, key, { auth: { autoRefreshToken: false, persistSession: false, ...auth } });
  const admin = clientWith(serviceKey);
  const closing = opened.move();
  const newPerson = async (): Promise<Person> => {
    const [email, password] = [newEmail(), 'a good password'];
    const { data, error } = await admin.auth.admin.createUser({ email, password, email_confirm: true });
    if (error !== null) throw error;
    const { id } = data.user;
    closing.defer(async () => void (await admin.auth.admin.deleteUser(id)));
    return { id, email, password };
  };
  return {
    url,
    anonKey,
    serviceKey,
    database,
    admin,
    client: (auth) => clientWith(anonKey, auth),
    newPerson,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

/** An address that nobody else has, in no real domain. */
export function newEmail(): string {
  return `${randomUUID()}@example.org`;
}

async function addressOf(
  opened: AsyncDisposableStack,
): Promise<{ url: string; anonKey: string; serviceKey: string; databaseUrl: string }> {
  const { SUPABASE_URL: url, SUPABASE_ANON_KEY: anonKey, SUPABASE_SERVICE_KEY: serviceKey, DB_URL } = process.env;
  if (url !== undefined && anonKey !== undefined && serviceKey !== undefined && DB_URL !== undefined) {
    return { url, anonKey, serviceKey, databaseUrl: DB_URL };
  }
  const stack = opened.use(await openStack());
  return { ...stack, databaseUrl: stack.databaseUrl('postgres') };
}
