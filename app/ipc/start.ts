import * as z from 'zod';
import { FailureCode } from '../failure.ts';
import { BackupId } from '../ids.ts';
import { BackedUpSummary, BackupSummary } from './backups.ts';

const none = z.strictObject({});
const ofBackup = z.strictObject({ backupId: BackupId });

/** Why the scripts could not be opened, and from what they could be brought back. */
export const StartTrouble = z.object({
  code: FailureCode,
  /** What happened, what is safe and what to do. */
  message: z.string(),
  /** Newest first, from every folder that is known or was looked into. */
  backups: z.array(BackupSummary),
  /** The folder that the person had Galley look into. */
  lookedIn: z.string().nullable(),
});
export type StartTrouble = z.output<typeof StartTrouble>;

/** What the one window may ask while the scripts cannot be opened. None of it needs them. */
export const startCalls = {
  /** Null when there is no trouble, or none any more. */
  'start.trouble': { input: none, output: StartTrouble.nullable() },
  'start.contents': { input: ofBackup, output: z.array(BackedUpSummary) },
  /** Opens the scripts as they are; fails as before when that does not work. */
  'start.try-again': { input: none, output: z.void() },
  /** Sets the files there are aside, byte for byte, puts everything of a backup in their place and opens that. */
  'start.restore': { input: ofBackup, output: z.void() },
  /** Lets the person choose a folder that may hold backups; false when they changed their mind. */
  'start.look-in': { input: none, output: z.boolean() },
  'start.quit': { input: none, output: z.void() },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;
