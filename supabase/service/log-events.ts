import * as z from 'zod';

// The only kinds of values an entry may hold: ids, numbers and words of our own lists. None of them can carry what a
// person wrote, a name, an address, a code, a token or a key.

const count = z.int().nonnegative();
const id = z.uuid();
const milliseconds = count;

/** Why a script's log is not read to its end. */
export const HoldReason = z.enum(['unknown-format', 'broken-chain', 'too-costly', 'unreadable-state']);
export type HoldReason = z.output<typeof HoldReason>;

export const TaskName = z.enum(['scripts', 'audit', 'keys', 'mail', 'sessions']);
export type TaskName = z.output<typeof TaskName>;

/** Any thrown value: of it only its name, its code and places in our own code are written. Its field is always `error`. */
export const thrown = z.unknown();

/** Everything that can stand in the service's log: what happened, and with which plain fields. */
export const logEvents = {
  'service.started': { port: count },
  'service.stopping': {},
  'service.stopped': { milliseconds, isForced: z.boolean() },
  'lock.taken': {},
  'lock.lost': {},
  'session.failed': { error: thrown, retryInMs: milliseconds },
  'database.idle-error': { error: thrown },
  'task.failed': { task: TaskName, error: thrown, retryInMs: milliseconds },
  'script.read': { script: id, from: count, position: count, milliseconds, rowsWritten: count, rowsRemoved: count },
  'script.snapshot': { script: id, position: count, bytes: count },
  'script.set-aside': { script: id, positions: count },
  'script.held': { script: id, position: count, reason: HoldReason, attempts: count },
  'script.restarted': { script: id },
  'replay.ended': { reason: z.enum(['too-long', 'too-large', 'crashed']) },
  'audit.sealed': { organization: id, entries: count, ordinal: count },
  'keys.made': { organization: id },
  'keys.certified': { organization: id, keys: count },
  'keys.off': {},
  'mail.sent': { invitation: id },
  'mail.refused': { invitation: id, attempts: count, isFinal: z.boolean(), error: thrown },
  'mail.off': {},
  'breaker.changed': { state: z.enum(['open', 'half-open', 'closed']) },
  'request.failed': { error: thrown },
} as const satisfies Record<string, Readonly<Record<string, z.ZodType>>>;

export type LogEventName = keyof typeof logEvents;
export type LogFields<E extends LogEventName> = {
  readonly [F in keyof (typeof logEvents)[E]]: z.input<(typeof logEvents)[E][F]>;
};
