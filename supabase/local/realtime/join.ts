import * as z from 'zod';

const TOPIC_PREFIX = 'realtime:';

/** What a client asks for when it joins. */
export interface JoinRequest {
  readonly isPrivate: boolean;
  readonly wantsAck: boolean;
  readonly wantsOwn: boolean;
  /** Wants to be told that broadcasts from the database arrive. */
  readonly wantsReadiness: boolean;
  readonly presence: { readonly isEnabled: boolean; readonly key: string | undefined };
  /** The token to join with; without one, that of the connection. */
  readonly token: string | undefined;
  /** What it wants that is not done here. */
  readonly notDone: 'replays of broadcasts' | 'changes of tables (postgres_changes)' | undefined;
}

/** Booleans may come as text. What cannot be read counts as not said, as on the real server. */
const Flag = z
  .union([
    z.boolean(),
    z
      .string()
      .transform((text) => text.toLowerCase())
      .pipe(z.enum(['true', 'false']))
      .transform((text) => text === 'true'),
  ])
  .catch(false);
const Text = z.string().optional().catch(undefined);

const Config = z.looseObject({
  private: Flag,
  broadcast: z
    .looseObject({ ack: Flag, self: Flag, replication_ready: Flag, replay: z.unknown().optional() })
    .catch({ ack: false, self: false, replication_ready: false }),
  presence: z.looseObject({ enabled: Flag, key: Text }).catch({ enabled: false }),
  postgres_changes: z.array(z.unknown()).catch([]),
});
const NOTHING_SAID = Config.parse({});

const JoinPayload = z.looseObject({ config: Config.catch(NOTHING_SAID), access_token: Text, user_token: Text });

/** Nothing when the payload is not an object. */
export function readJoin(payload: unknown): JoinRequest | undefined {
  const join = JoinPayload.safeParse(payload);
  if (!join.success) return undefined;
  const { config, access_token: accessToken, user_token: userToken } = join.data;
  const wantsChanges = config.postgres_changes.some((change) => change !== null);
  return {
    isPrivate: config.private,
    wantsAck: config.broadcast.ack,
    wantsOwn: config.broadcast.self,
    wantsReadiness: config.broadcast.replication_ready,
    presence: { isEnabled: config.presence.enabled, key: config.presence.key || undefined },
    token: ownToken(userToken ?? accessToken),
    notDone: wantsChanges
      ? 'changes of tables (postgres_changes)'
      : config.broadcast.replay === undefined
        ? undefined
        : 'replays of broadcasts',
  };
}

/** Keys (`sb_…`) are no tokens: they leave the one in use as it is. */
export function ownToken(token: string | undefined): string | undefined {
  return token === undefined || token.startsWith('sb_') ? undefined : token;
}

/** `doc:1` for `realtime:doc:1`; nothing for a topic that is not a channel's. */
export function channelName(topic: string): string | undefined {
  return topic.startsWith(TOPIC_PREFIX) ? topic.slice(TOPIC_PREFIX.length) : undefined;
}

export function wireTopic(name: string): string {
  return `${TOPIC_PREFIX}${name}`;
}
