import { Gateway } from '../../../supabase/local/gateway/gateway.ts';
import type { Surroundings } from '../../../supabase/local/gateway/part.ts';
import type { GatewaySettings } from '../../../supabase/local/gateway/settings.ts';
import { openDatabase, type TestDatabase } from './database.ts';

export interface Stack extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string;
  readonly anonKey: string;
  readonly serviceKey: string;
  readonly faults: Gateway['faults'];
  readonly database: TestDatabase;
  readonly databaseUrl: TestDatabase['url'];
  /** As the superuser. */
  readonly admin: TestDatabase['admin'];
}

export interface StackOptions {
  readonly settings?: GatewaySettings;
  readonly surroundings?: Surroundings;
}

/** A database of its own with a gateway before it, in this process and on a free port. */
export async function openStack(options: StackOptions = {}): Promise<Stack> {
  await using opened = new AsyncDisposableStack();
  const database = opened.use(await openDatabase());
  const gateway = opened.use(await Gateway.open({ databaseUrl: database.url('supabase_admin'), ...options }));
  const closing = opened.move();
  return {
    url: gateway.url,
    anonKey: gateway.keys.anonKey,
    serviceKey: gateway.keys.serviceKey,
    faults: gateway.faults,
    database,
    databaseUrl: (role) => database.url(role),
    admin: database.admin,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}
