import { RealtimePolicies } from './realtime-policies.ts';
import { RealtimeSocket } from './realtime-socket.ts';
import { openStack } from './stack.ts';

/** The Supabase under test: the local one, or the one that SUPABASE_URL, its keys and DB_URL name. */
export interface RealtimeContract extends AsyncDisposable {
  readonly url: string;
  readonly anonKey: string;
  readonly serviceKey: string;
  readonly policies: RealtimePolicies;
  /** Connected as `anon`, and closed with this. */
  connect(): Promise<RealtimeSocket>;
}

export async function openRealtimeContract(): Promise<RealtimeContract> {
  await using opening = new AsyncDisposableStack();
  const there = elsewhere() ?? (await local(opening));
  const policies = opening.use(await RealtimePolicies.open(there.databaseUrl));
  const open = opening.move();
  return {
    ...there,
    policies,
    connect: async () => open.use(await RealtimeSocket.open(there.url, there.anonKey)),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

interface Place {
  readonly url: string;
  readonly anonKey: string;
  readonly serviceKey: string;
  /** As `postgres`. */
  readonly databaseUrl: string;
}

function elsewhere(): Place | undefined {
  const {
    SUPABASE_URL: url,
    SUPABASE_ANON_KEY: anonKey,
    SUPABASE_SERVICE_KEY: serviceKey,
    DB_URL: databaseUrl,
  } = process.env;
  if (url === undefined || anonKey === undefined || serviceKey === undefined || databaseUrl === undefined)
    return undefined;
  return { url, anonKey, serviceKey, databaseUrl };
}

async function local(opening: AsyncDisposableStack): Promise<Place> {
  const stack = opening.use(await openStack());
  return { ...stack, databaseUrl: stack.databaseUrl('postgres') };
}
