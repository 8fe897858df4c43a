import * as z from 'zod';
import { DiskRoom } from '../disk-room.ts';
import { FailureCode } from '../failure.ts';
import { ScriptId } from '../ids.ts';

const Count = z.int().nonnegative();
const Bytes = z.number().nonnegative();
const Time = z.number();

/** How long something took, over the last times it happened, in milliseconds. */
export const Spread = z.object({ count: Count, p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() });
export type Spread = z.output<typeof Spread>;

/** The file that holds every script, and what the tables in it say about its health. */
export const StoredHealth = z.object({
  schema: Count,
  fileBytes: Bytes,
  /** What is saved and not yet moved into the file. */
  logBytes: Bytes,
  /** Room in the file that was given free. */
  freeBytes: Bytes,
  /** Whether the run before this one closed the file; null when this is the first. */
  endedCleanly: z.boolean().nullable(),
  /** The last look at everything that came to its end, and the last look of any kind. */
  lastFullCheck: z.object({ at: Time, findings: Count }).nullable(),
  lastCheck: z.object({ at: Time, findings: Count }).nullable(),
  /** What was found damaged and has not been looked at by the person, and everything ever found. */
  incidents: z.object({ unseen: Count, total: Count }),
  backups: z.object({
    /** That are there and were opened after they were written. */
    verified: Count,
    lastVerifiedAt: Time.nullable(),
    /** The last try, if it failed. */
    failure: z.object({ at: Time, code: FailureCode }).nullable(),
  }),
});
export type StoredHealth = z.output<typeof StoredHealth>;

/** One of the two that work beside the window: one saves, the other keeps search, snapshots, checks and backups. */
const Part = z.object({ isRunning: z.boolean(), restarts: Count });

export const Health = z.object({
  readAt: Time,
  version: z.string(),
  /** Null while it cannot be read. */
  stored: StoredHealth.nullable(),
  disk: z.object({ totalBytes: Bytes, freeBytes: Bytes, room: DiskRoom, isReserveHeld: z.boolean() }).nullable(),
  saving: Part,
  keeping: Part,
  /** Null until it has happened once. */
  timings: z.object({ commits: Spread.nullable(), opens: Spread.nullable(), loopDelay: Spread.nullable() }),
  /** Entries that the log could not take. */
  lostLogEntries: Count,
});
export type Health = z.output<typeof Health>;

/** One entry of the log, as it can be shown. There is nothing in it that a person wrote. */
export const LogLine = z.object({
  at: Time,
  level: z.enum(['info', 'warn', 'error']),
  event: z.string(),
  detail: z.string(),
});
export type LogLine = z.output<typeof LogLine>;

/** What a window may ask about how the program is doing. None of it changes a script. */
export const healthCalls = {
  'health.read': { input: z.strictObject({}), output: Health },
  /** Newest first. */
  'health.log': { input: z.strictObject({ limit: z.int().min(1).max(500) }), output: z.array(LogLine) },
  /** Saves a script's history without its words; answers the file's name, or null when the person changed their mind. */
  'health.save-bundle': { input: z.strictObject({ scriptId: ScriptId }), output: z.string().nullable() },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;
