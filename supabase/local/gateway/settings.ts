/** What `supabase/config.toml` and a hosted plan decide. Rates are per address and window, as GoTrue counts them. */
export interface GatewaySettings {
  readonly auth: {
    readonly siteUrl: string;
    /** Where mails may lead, besides the site itself. `*` at the end matches the rest. */
    readonly redirectUrls: readonly string[];
    readonly tokenLifeSeconds: number;
    readonly minPasswordLength: number;
    readonly allowsSignUp: boolean;
    readonly allowsAnonymous: boolean;
    /** Without it a new address has to be confirmed by mail first. */
    readonly confirmsEmailAtOnce: boolean;
    readonly codeLength: number;
    readonly codeLifeSeconds: number;
    /** Between two mails to one address. */
    readonly mailPauseSeconds: number;
    /** How long after its use a refresh token still gives a new one. */
    readonly refreshReuseSeconds: number;
    /** How long a call waits for a person or a session that another call holds; GoTrue's 5 s. */
    readonly lockWaitMs: number;
    /** An older session needs a mailed code to change its password; when left out no session does. */
    readonly freshSeconds: number | undefined;
    /** `schema.function` called with every new token's claims. */
    readonly tokenHook: string | undefined;
    readonly rates: {
      readonly mailsPerHour: number;
      readonly windowSeconds: number;
      readonly refreshes: number;
      readonly signIns: number;
      readonly verifications: number;
      readonly anonymousPerHour: number;
    };
  };
  readonly rest: {
    readonly maxRows: number;
    /** Connections to Postgres; hosted projects of the smallest size have about 20. */
    readonly poolSize: number;
    readonly poolWaitMs: number;
    /** How many requests may wait for a connection at once. */
    readonly poolWaiting: number;
    /** `schema.function` called inside every request's transaction before anything else (`db-pre-request`). */
    readonly preRequest: string | undefined;
  };
  readonly realtime: {
    readonly connections: number;
    readonly messagesPerSecond: number;
    readonly joinsPerSecond: number;
    readonly channelsPerConnection: number;
    readonly presenceKeysPerObject: number;
    readonly presenceMessagesPerSecond: number;
    readonly presenceCallsPer30Seconds: number;
    readonly broadcastBytes: number;
    readonly frameBytes: number;
    /** How long a refused connection and a refused join wait for their answer. */
    readonly refusedConnectionMs: number;
    readonly refusedJoinMs: number;
  };
}

/**
 * Auth's are those of `supabase/config.toml`, except rates: on one machine everybody has the same address. Realtime's
 * are those of its self-hosted image; refusals do not wait.
 */
export const localSettings: GatewaySettings = {
  auth: {
    siteUrl: 'http://127.0.0.1:3000',
    redirectUrls: ['galley://auth', 'galley://auth?*', 'https://127.0.0.1:3000'],
    tokenLifeSeconds: 3_600,
    minPasswordLength: 8,
    allowsSignUp: true,
    allowsAnonymous: false,
    confirmsEmailAtOnce: true,
    codeLength: 6,
    codeLifeSeconds: 3_600,
    mailPauseSeconds: 1,
    refreshReuseSeconds: 10,
    lockWaitMs: 5_000,
    freshSeconds: 86_400,
    tokenHook: 'public.custom_access_token',
    rates: {
      mailsPerHour: 10_000,
      windowSeconds: 300,
      refreshes: 100_000,
      signIns: 100_000,
      verifications: 100_000,
      anonymousPerHour: 10_000,
    },
  },
  rest: { maxRows: 1_000, poolSize: 20, poolWaitMs: 10_000, poolWaiting: 2_000, preRequest: undefined },
  realtime: {
    connections: 200,
    messagesPerSecond: 100,
    joinsPerSecond: 100,
    channelsPerConnection: 100,
    presenceKeysPerObject: 10,
    presenceMessagesPerSecond: 20,
    presenceCallsPer30Seconds: 5,
    broadcastBytes: 256_500,
    frameBytes: 5_000_000,
    refusedConnectionMs: 0,
    refusedJoinMs: 0,
  },
};

const hostedAuth: GatewaySettings['auth'] = {
  ...localSettings.auth,
  confirmsEmailAtOnce: false,
  mailPauseSeconds: 60,
  rates: {
    mailsPerHour: 2,
    windowSeconds: 300,
    refreshes: 150,
    signIns: 30,
    verifications: 30,
    anonymousPerHour: 30,
  },
};

const hostedFreeRealtime: GatewaySettings['realtime'] = {
  ...localSettings.realtime,
  refusedConnectionMs: 2_000,
  refusedJoinMs: 5_000,
};

/** The plans' numbers as supabase.com/docs/guides/realtime/limits gives them (November 2026); a payload's KB is 1,000 B + 500. */
export const hostedLimits = {
  free: { ...localSettings, auth: hostedAuth, realtime: hostedFreeRealtime },
  pro: {
    ...localSettings,
    auth: hostedAuth,
    realtime: {
      ...hostedFreeRealtime,
      connections: 500,
      messagesPerSecond: 500,
      joinsPerSecond: 500,
      presenceMessagesPerSecond: 50,
      broadcastBytes: 3_000_500,
    },
  },
} as const satisfies Record<string, GatewaySettings>;
