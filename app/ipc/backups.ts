import * as z from 'zod';
import { BackupId, ScriptId } from '../ids.ts';

const none = z.strictObject({});
const Count = z.int().nonnegative();
const Counts = z.object({ scenes: Count, rows: Count, words: Count });

/** 'own': in Galley's folder; 'chosen': in the folder that the person chose for copies; 'elsewhere': only looked into. */
export const BackupPlace = z.enum(['own', 'chosen', 'elsewhere']);
export type BackupPlace = z.output<typeof BackupPlace>;

/** Why retention keeps a backup. */
export const KeptFor = z.enum(['newest', 'day', 'week', 'month', 'asked', 'needed']);
export type KeptFor = z.output<typeof KeptFor>;

export const BackupSummary = z.object({
  backupId: BackupId,
  place: BackupPlace,
  madeAt: z.number(),
  kind: z.enum(['daily', 'asked']),
  /** 'damaged': it was whole once; what can still be read of it can be restored. */
  state: z.enum(['verified', 'damaged']),
  /** Everything it holds, in bytes; much of it is shared with other backups. Null when nothing of it can be listed. */
  bytes: Count.nullable(),
  scripts: Count.nullable(),
  keptFor: z.array(KeptFor),
  /** False for one that another library made. */
  isOfThisLibrary: z.boolean(),
});
export type BackupSummary = z.output<typeof BackupSummary>;

export const BackupTarget = z.object({
  place: z.enum(['own', 'chosen']),
  /** For showing only. */
  folder: z.string(),
  isThere: z.boolean(),
  /** Why the last attempt there failed, as a failure's code; null when it did not. */
  failure: z.string().nullable(),
});
export type BackupTarget = z.output<typeof BackupTarget>;

/** A script that shrank sharply between two backups. */
export const ShrinkAlarm = z.object({
  /** The backup that noticed. */
  backupId: BackupId,
  /** The last one that has what is gone; null when that one is gone as well. */
  sourceId: BackupId.nullable(),
  scriptId: ScriptId,
  title: z.string(),
  noticedAt: z.number(),
  before: Counts.extend({ at: z.number() }).nullable(),
  after: Counts,
});
export type ShrinkAlarm = z.output<typeof ShrinkAlarm>;

export const BackupProgress = z.object({ done: Count, of: Count });
export type BackupProgress = z.output<typeof BackupProgress>;

/** At least one day: one backup always stays. */
export const KeepPlan = z.strictObject({
  daily: z.int().min(1).max(60),
  weekly: z.int().min(0).max(60),
  monthly: z.int().min(0).max(120),
});
export type KeepPlan = z.output<typeof KeepPlan>;

export const BackupsOverview = z.object({
  targets: z.array(BackupTarget),
  /** Newest first. */
  backups: z.array(BackupSummary),
  alarms: z.array(ShrinkAlarm),
  keep: KeepPlan,
  /** Null when no backup is being made. */
  progress: BackupProgress.nullable(),
});
export type BackupsOverview = z.output<typeof BackupsOverview>;

/** A script as a backup holds it, beside how it is now. */
export const BackedUpSummary = Counts.extend({
  scriptId: ScriptId,
  title: z.string(),
  isTrashed: z.boolean(),
  editedAt: z.number(),
  /** It could not be read when the backup was made: this is how an earlier one held it. */
  isCarried: z.boolean(),
  /** Null when it is not on this device any more. */
  now: Counts.nullable(),
});
export type BackedUpSummary = z.output<typeof BackedUpSummary>;

/** What came of bringing a script back. */
export const BroughtBack = z.object({
  /** 'script': it was not here and is again, with its history. 'edits': what was gone is back in the script there was. */
  kind: z.enum(['script', 'edits', 'nothing']),
  scenes: Count,
  rows: Count,
  /** Cells whose words were taken out and are back. */
  cells: Count,
  /** Cells that were rewritten since: they stay as they are now. */
  keptAsNow: Count,
  /** Something of it can no longer be read in this backup. */
  isIncomplete: z.boolean(),
});
export type BroughtBack = z.output<typeof BroughtBack>;

/** What came of restoring everything. */
export const RestoredAll = z.object({
  scripts: Count,
  changed: Count,
  /** Titles of scripts that this backup can no longer give. */
  failed: z.array(z.string()),
});
export type RestoredAll = z.output<typeof RestoredAll>;

const ofBackup = z.strictObject({ backupId: BackupId });
const ofScript = z.strictObject({ backupId: BackupId, scriptId: ScriptId });

/** Backups, from within the app. A page never names a folder: those are chosen in the system's own panel. */
export const backupCalls = {
  'backups.list': { input: none, output: BackupsOverview },
  /** Scripts that shrank sharply: what every window shows, whatever it is about. */
  'backups.alarms': { input: none, output: z.array(ShrinkAlarm) },
  'backups.contents': { input: ofBackup, output: z.array(BackedUpSummary) },
  /** Answered when the backup is written and verified. */
  'backups.make': { input: none, output: z.void() },
  'backups.cancel': { input: none, output: z.void() },
  /** A new script that says what the old one said then; answers its title. */
  'backups.restore-copy': { input: ofScript.extend({ copyId: ScriptId }), output: z.string() },
  /** Brings back into the script what is gone from it, as new edits; nothing that was written since is taken away. */
  'backups.bring-back': { input: ofScript, output: BroughtBack },
  /** The same for every script of a backup. */
  'backups.bring-back-all': { input: ofBackup, output: RestoredAll },
  /** The script is meant to be this short: no alarm about it stays. */
  'backups.accept-shrinking': { input: z.strictObject({ scriptId: ScriptId }), output: z.void() },
  /** Lets the person choose where the second copies go; false when they changed their mind. */
  'backups.choose-folder': { input: none, output: z.boolean() },
  /** No second copies any more. Those that are there stay. */
  'backups.forget-folder': { input: none, output: z.void() },
  'backups.keep': { input: KeepPlan, output: z.void() },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const backupEvents = {
  /** Backups or alarms are different from before. */
  'backups.changed': none,
  'backups.progress': z.strictObject({ progress: BackupProgress.nullable() }),
} as const satisfies Record<string, z.ZodType>;
