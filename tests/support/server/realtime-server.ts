import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Attempt, SocketFaults } from '../../../supabase/local/gateway/part.ts';
import { localSettings, type GatewaySettings } from '../../../supabase/local/gateway/settings.ts';
import { localKeys, type Keys } from '../../../supabase/local/keys.ts';
import { openRealtime } from '../../../supabase/local/realtime/open-realtime.ts';
import { openDatabase, type TestDatabase } from './database.ts';
import { RealtimeSocket } from './realtime-socket.ts';

const PREFIX = '/realtime/v1';

/** Lets every frame through. */
const noFaults: SocketFaults = {
  openLane: () => ({
    incoming: (frame, pass) => pass(frame),
    outgoing: (frame, pass) => pass(frame),
    [Symbol.dispose]: () => undefined,
  }),
};

export interface RealtimeServer extends AsyncDisposable {
  readonly url: string;
  readonly keys: Keys;
  readonly database: TestDatabase;
  readonly attempts: readonly Attempt[];
  /** Moves the server's clock; what is due happens at its next look, a quarter of a second later at most. */
  advance(ms: number): void;
  nowSeconds(): number;
  /** Connected as `anon`, and closed with this. */
  connect(): Promise<RealtimeSocket>;
}

export interface RealtimeServerOptions {
  readonly settings?: Partial<GatewaySettings['realtime']>;
  readonly faults?: SocketFaults;
  /** `still`: time passes only when the test says so. */
  readonly clock?: 'still' | 'running';
}

/** Realtime alone, without the gateway around it: its clock is the test's, its settings and faults are handed in. */
export async function openRealtimeServer(options: RealtimeServerOptions = {}): Promise<RealtimeServer> {
  await using opening = new AsyncDisposableStack();
  const database = opening.use(await openDatabase({ from: 'bootstrapped' }));
  const keys = localKeys();
  const attempts: Attempt[] = [];
  const startedAt = Date.now();
  let passedMs = 0;
  const now = (): Date => new Date((options.clock === 'running' ? Date.now() : startedAt) + passedMs);
  const part = opening.use(
    await openRealtime({
      databaseUrls: {
        admin: database.url('supabase_admin'),
        auth: database.url('supabase_auth_admin'),
        authenticator: database.url('authenticator'),
      },
      apiUrl: 'http://127.0.0.1',
      keys,
      settings: { ...localSettings, realtime: { ...localSettings.realtime, ...options.settings } },
      surroundings: { now, newId: randomUUID, randomBytes },
      socketFaults: options.faults ?? noFaults,
      recordAttempt: async (attempt) => void attempts.push(attempt),
    }),
  );
  const server = createServer();
  server.on('upgrade', (request, socket, head) => {
    request.url = request.url?.slice(PREFIX.length) ?? '';
    part.upgrade?.(request, socket, head);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opening.defer(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const url = `http://127.0.0.1:${portOf(server.address())}`;
  const open = opening.move();
  return {
    url,
    keys,
    database,
    attempts,
    advance: (ms) => void (passedMs += ms),
    nowSeconds: () => Math.floor(now().getTime() / 1_000),
    connect: async () => open.use(await RealtimeSocket.open(url, keys.anonKey)),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
