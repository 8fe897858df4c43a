import type { PersonId } from '../../app/ids.ts';
import type { SessionHolder } from '../account/session-holder.ts';
import type { ServerSetting } from '../account/server-setting.ts';
import { openClient } from '../cloud/client.ts';
import { FunctionCalls } from '../cloud/function-calls.ts';
import { SupabaseRemoteLog } from '../cloud/remote-log.ts';
import type { Way } from '../cloud/way.ts';
import type { Connection } from '../sync/connection.ts';

/** What a hosted project's Realtime carries in a second, by what is paid for it (supabase.com/docs, Realtime limits). */
const MESSAGES_PER_SECOND = { free: 100, pro: 500, team: 2_500 } as const satisfies Record<
  ServerSetting['plan'],
  number
>;

export interface ConnectingParts {
  readonly account: PersonId;
  readonly setting: ServerSetting;
  readonly way: Way;
  readonly session: SessionHolder;
}

/** An account's way to the server: its client, and what speaks through it. */
export function connect({ account, setting, way, session }: ConnectingParts): Connection {
  const client = openClient({ server: setting, way, session, realtime: {} });
  const calls = new FunctionCalls(client, session);
  return {
    remote: new SupabaseRemoteLog(calls, account),
    doorbell: { listen: () => undefined, hear: () => ({ [Symbol.dispose]: () => undefined }) },
    messagesPerSecond: MESSAGES_PER_SECOND[setting.plan],
    isSignedIn: () => ['signed-in', 'unproven'].includes(session.standing().kind),
    onSession: (listener) =>
      session.onChanged((change) => {
        if (change === 'standing') listener();
      }),
    renew: async () => {
      await way.forget();
      await session.renew();
    },
    health: () => ({ ...way.figures(), socket: 'none', channels: { joined: 0, wanted: 0 } }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}
