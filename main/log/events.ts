import * as z from 'zod';
import { calls, type CallName } from '../../app/ipc/contract.ts';
import { DiskRoom } from '../../app/disk-room.ts';
import { FailureCode } from '../../app/failure.ts';

// The only kinds of values an entry may hold. None of them can carry a word that a person wrote: to log something new,
// name it here as a number, as one of a closed list of our own words, or as a tag.

const count = z.int().nonnegative();
const windowId = z.int();
/** Of a process that ended: on Windows it may be negative. */
const exitCode = z.int();
const call = z.enum(Object.keys(calls) as [CallName, ...CallName[]]);
/** Stands for one script in this installation's log and nowhere else; see LogTags. */
export const LogTag = z
  .string()
  .regex(/^[0-9a-f]{8}$/)
  .brand<'LogTag'>();
export type LogTag = z.output<typeof LogTag>;
/** Electron's words for how a renderer ended. */
const processEnd = z.enum([
  'clean-exit',
  'abnormal-exit',
  'killed',
  'crashed',
  'oom',
  'launch-failed',
  'integrity-failure',
  'memory-eviction',
]);

/** Any thrown value: what of it is written down is an ErrorReport, never its message. Its field is always `error`. */
export const thrown = z.unknown();

/** Everything that can stand in the log: what happened, and with which plain fields. */
export const logEvents = {
  'app.started': {},
  'app.stopped': {},
  'ipc.refused': { call, error: thrown },
  'ipc.unexpected': { call, error: thrown },
  'settings.damaged': { error: thrown },
  'windows.forgotten': { error: thrown },
  'windows.not-remembered': { error: thrown },
  'window.crashed': { reason: processEnd, code: exitCode, windowId },
  'window.not-loaded': { error: thrown, windowId },
  'window.open-refused': {},
  'navigation.refused': {},
  /** What is known of accounts could not be read; scripts are opened all the same. */
  'account.not-opened': { error: thrown },
  /** The server's setting is wrong, so there is none. */
  'account.server-unusable': { error: thrown },
  /** Another account is shown now, and of the one before something did not end as it should. */
  'account.not-closed': { error: thrown },
  /** Something about syncing that no call waits for; edits stay where they are. */
  'sync.trouble': { error: thrown },
  'library.not-opened': { error: thrown },
  /** Something was thrown in a page and not caught, in that line of its bundle. */
  'page.fault': { windowId, line: count },
  'library.trouble': { error: thrown, script: LogTag.nullable() },
  /** One of the two threads is ready; a restart means that it had stopped by itself. */
  'thread.started': { thread: z.enum(['writer', 'keeper']), restarts: count, milliseconds: count },
  'disk.room': { room: DiskRoom },
  'chores.failed': { error: thrown },
  'account.standing': { standing: z.enum(['none', 'signed-in', 'unproven', 'signed-out']) },
  'account.not-written': { error: thrown },
  'account.not-forgotten': { error: thrown },
  'blind.saved': { script: LogTag, bytes: count },
  'blind.failed': { script: LogTag, code: FailureCode },
  /** So many entries could not be written: the disk was full, or the day had its share. */
  'log.lost': { count },
  'log.day-full': {},
} as const satisfies Record<string, Readonly<Record<string, z.ZodType>>>;

export type LogEventName = keyof typeof logEvents;
export type LogFields<E extends LogEventName> = {
  readonly [F in keyof (typeof logEvents)[E]]: z.input<(typeof logEvents)[E][F]>;
};
