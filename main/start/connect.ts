import type { PersonId } from '../../app/ids.ts';
import type { SessionHolder } from '../account/session-holder.ts';
import type { ServerSetting } from '../account/server-setting.ts';
import { Cloud } from '../cloud/cloud.ts';
import type { Way } from '../cloud/way.ts';
import { surroundings } from '../surroundings.ts';
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
  const messagesPerSecond = MESSAGES_PER_SECOND[setting.plan];
  const cloud = Cloud.open({
    server: setting,
    way,
    session,
    personId: account,
    surroundings,
    fraction: Math.random,
    messagesPerSecond,
  });
  return {
    remote: cloud.remote,
    doorbell: cloud.doorbell,
    together: cloud.together,
    places: cloud.places,
    messagesPerSecond,
    isSignedIn: () => ['signed-in', 'unproven'].includes(session.standing().kind),
    onSession: (listener) =>
      session.onChanged((change) => {
        if (change === 'standing') listener();
      }),
    renew: () => cloud.woke(),
    health: () => cloud.health(),
    [Symbol.asyncDispose]: async () => cloud[Symbol.dispose](),
  };
}
