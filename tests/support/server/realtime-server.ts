import { randomBytes, randomUUID } from 'node:crypto';
import { localSettings, type GatewaySettings } from '../../../supabase/local/gateway/settings.ts';
import { RealtimePolicies } from './realtime-policies.ts';
import { RealtimeSocket } from './realtime-socket.ts';
import { openStack, type Stack } from './stack.ts';

export interface RealtimeServer extends AsyncDisposable {
  readonly stack: Stack;
  readonly policies: RealtimePolicies;
  /** Moves the server's clock; what is due happens at its next look, a quarter of a second later at most. */
  advance(ms: number): void;
  nowSeconds(): number;
  /** Connected as `anon`, and closed with this. */
  connect(): Promise<RealtimeSocket>;
}

/** A local stack whose time passes only when the test says so, with Realtime's limits handed in. */
export async function openRealtimeServer(limits: Partial<GatewaySettings['realtime']> = {}): Promise<RealtimeServer> {
  await using opening = new AsyncDisposableStack();
  let nowMs = Date.now();
  const now = (): Date => new Date(nowMs);
  const stack = opening.use(
    await openStack({
      settings: { ...localSettings, realtime: { ...localSettings.realtime, ...limits } },
      surroundings: { now, newId: randomUUID, randomBytes },
    }),
  );
  const policies = opening.use(await RealtimePolicies.open(stack.databaseUrl('postgres')));
  const open = opening.move();
  return {
    stack,
    policies,
    advance: (ms) => void (nowMs += ms),
    nowSeconds: () => Math.floor(nowMs / 1_000),
    connect: async () => open.use(await RealtimeSocket.open(stack.url, stack.anonKey)),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}
