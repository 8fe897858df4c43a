import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '../../app/server/database.ts';
import type { Session } from './session.ts';
import type { Way } from './way.ts';

export type Client = SupabaseClient<Database>;

/** Where the server is, and the key that says which project is meant: it opens nothing by itself. */
export interface ServerAddress {
  /** Without a slash at its end. */
  readonly url: string;
  readonly publishableKey: string;
}

export interface ClientOptions {
  readonly server: ServerAddress;
  readonly way: Way;
  readonly session: Session;
}

/**
 * The one supabase-js client of an account: functions and tables. (The socket is realtime-line.ts.) It gets its tokens from whoever holds the
 * session, by the option for that, so that auth-js' own ideas of when a token ends (by this device's calendar) and its
 * fallback (asking as nobody, with the key for a token) have no part in it.
 */
export function openClient({ server, way, session }: ClientOptions): Client {
  // supabase-js asks once while it is made, and would write trouble with that to the console.
  let isMaking = true;
  const client = createClient<Database>(server.url, server.publishableKey, {
    accessToken: () => (isMaking ? Promise.resolve(null) : session.accessToken()),
    global: { fetch: way.fetch },
    // Galley waits and tries again by itself, and knows why.
    db: { retry: false },
  });
  isMaking = false;
  return client;
}
