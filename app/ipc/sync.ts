import * as z from 'zod';
import { Bytes } from '../bytes.ts';
import { PersonId, ScriptId } from '../ids.ts';

const edits = z.int().nonnegative();
/** When the oldest of the edits was saved, by this device's clock. */
const oldestAt = z.number();

export const HeldWhy = z.enum(['in-review', 'approved', 'archived', 'role-may-not-write']);
export const RefusedWhy = z.enum(['bad-request', 'too-large', 'unknown-format', 'other-bytes']);

/** Where a script's edits are. Every claim follows from an acknowledgement; a window's unsaved edits come before it. */
export const Standing = z.discriminatedUnion('kind', [
  /** It belongs to no project: it is on this device and nowhere else, by choice. */
  z.object({ kind: z.literal('only-here') }),
  /** Everything saved here was acknowledged by the server, and every update it is known to have is here. */
  z.object({
    kind: z.literal('on-server'),
    /** Who has, on some device, everything that is in this script now. */
    seenBy: z.array(z.object({ personId: PersonId, name: z.string().nullable() })),
  }),
  z.object({ kind: z.literal('sending'), edits, oldestAt }),
  /** Nothing waits to be sent; what others wrote is on its way here. */
  z.object({ kind: z.literal('receiving') }),
  /** `edits` 0 and no `oldestAt`: all edits are on the server, and whether others wrote since is not known. */
  z.object({ kind: z.literal('offline'), edits, oldestAt: oldestAt.nullable() }),
  z.object({ kind: z.literal('signed-out'), edits, oldestAt: oldestAt.nullable() }),
  z.object({ kind: z.literal('unavailable'), edits, oldestAt: oldestAt.nullable(), nextTryAt: z.number().nullable() }),
  z.object({ kind: z.literal('refused'), edits, oldestAt, why: RefusedWhy }),
  z.object({ kind: z.literal('held'), edits, oldestAt, why: HeldWhy }),
  z.object({ kind: z.literal('access-ended'), edits, oldestAt: oldestAt.nullable() }),
  z.object({ kind: z.literal('newer-format'), edits, oldestAt: oldestAt.nullable() }),
  /** The server was restored: what it lost is being brought back from here. */
  z.object({ kind: z.literal('healing'), edits, oldestAt: oldestAt.nullable() }),
]);
export type Standing = z.output<typeof Standing>;

export const ScriptSync = z.object({
  scriptId: ScriptId,
  standing: Standing,
  /** When the server last acknowledged something of it, and when something last came; in this run. */
  acknowledgedAt: z.number().nullable(),
  receivedAt: z.number().nullable(),
  /** How much of the server's log is here, and how long it is as far as is known. */
  position: z.int().nonnegative(),
  head: z.int().nonnegative(),
});
export type ScriptSync = z.output<typeof ScriptSync>;

/** The way to the server. */
export const Link = z.discriminatedUnion('kind', [
  /** No server is set, or the scripts of no account are shown. */
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('connecting') }),
  /** `isLive`: what others write is heard at once; otherwise it is asked for once a minute. */
  z.object({ kind: z.literal('online'), isLive: z.boolean() }),
  z.object({
    kind: z.literal('offline'),
    because: z.enum(['network', 'captive-portal', 'certificate']),
    since: z.number(),
    nextTryAt: z.number().nullable(),
  }),
  z.object({ kind: z.literal('unavailable'), since: z.number(), nextTryAt: z.number().nullable() }),
  z.object({ kind: z.literal('signed-out') }),
  /** This Galley is older than the server takes. */
  z.object({ kind: z.literal('too-old') }),
]);
export type Link = z.output<typeof Link>;

/** One line of the panel's list: what happened, never words of a script. */
export const SyncEvent = z.object({
  at: z.number(),
  kind: z.enum([
    'online',
    'offline',
    'unavailable',
    'signed-in',
    'signed-out',
    'sent',
    'received',
    'held',
    'released',
    'refused',
    'access-ended',
    'access-granted',
    'healing',
    'healed',
    'registered',
    'epoch-over',
  ]),
  scriptId: ScriptId.nullable(),
  /** How many edits or updates it was about. */
  count: z.int().nullable(),
});
export type SyncEvent = z.output<typeof SyncEvent>;

export const SyncOverview = z.object({
  link: Link,
  scripts: z.array(ScriptSync),
  /** Latest first, at most 200. */
  events: z.array(SyncEvent),
});
export type SyncOverview = z.output<typeof SyncOverview>;

/** For the health view: how the one connection does. */
export const ConnectionHealth = z.object({
  pool: z.object({ connected: z.int(), free: z.int(), pending: z.int(), running: z.int(), limit: z.int() }).nullable(),
  socket: z.enum(['none', 'connecting', 'open', 'closed']),
  channels: z.object({ joined: z.int(), wanted: z.int() }),
  breaker: z.enum(['closed', 'half-open', 'open']),
  calls: z.object({ made: z.int(), failed: z.int(), p50Ms: z.number().nullable(), p99Ms: z.number().nullable() }),
  /** This device's clock against the server's, positive when it is ahead; null when not known. */
  clockAheadMs: z.number().nullable(),
});
export type ConnectionHealth = z.output<typeof ConnectionHealth>;

const none = z.strictObject({});
const ofScript = z.strictObject({ scriptId: ScriptId });

export const syncCalls = {
  'sync.overview': { input: none, output: SyncOverview },
  /** Tries everything now that waits for a later try. */
  'sync.try-now': { input: none, output: z.void() },
  /** Sends what was set aside once more, because a person asks. */
  'sync.send-again': { input: ofScript, output: z.void() },
  'sync.connection': { input: none, output: ConnectionHealth.nullable() },
  /** The window shows this script, in front: it is listened to, pulled now, and reading it counts as seen. */
  'sync.attend': {
    input: z.strictObject({ scriptId: ScriptId.nullable(), isFocused: z.boolean() }),
    output: z.void(),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const syncEvents = {
  /** At most ten a second; holds only what changed. */
  'sync.changed': z.strictObject({ link: Link, scripts: z.array(ScriptSync), events: z.array(SyncEvent) }),
  /** What others wrote, in order, once it is on disk here. */
  'script.received': z.strictObject({
    scriptId: ScriptId,
    updates: z.array(z.strictObject({ update: Bytes, personId: PersonId.nullable() })),
  }),
} as const satisfies Record<string, z.ZodType>;
