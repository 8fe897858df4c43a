import * as z from 'zod';
import { ScriptId } from '../ids.ts';

/** Why a file of scripts was not used as it was found. */
export const RecoveryReason = z.enum([
  /** Something in it is not what was written. */
  'damaged',
  /** It ends too early. */
  'cut-off',
  /** Nothing is in it, although there was. */
  'emptied',
  /** It is gone, although it was there. */
  'missing',
  /** It was made by another program. */
  'foreign',
  /** It belongs to another account. */
  'other-account',
  /** What was saved after a certain moment is not in it. */
  'older',
  /** It is another one than the last time. */
  'exchanged',
]);
export type RecoveryReason = z.output<typeof RecoveryReason>;

/** A stretch of a script's edits, first and last included, numbered from 1. */
const Stretch = z.object({ first: z.int().positive(), last: z.int().positive() });

export const LostStretch = Stretch.extend({
  /** When they were saved: exactly where that can still be read, else the moments between which it was. */
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** Their size where that can still be read. */
  bytes: z.int().nonnegative().nullable(),
  /** `kept`: everything they said is in the script, only the single steps are gone. */
  words: z.enum(['kept', 'perhaps', 'gone']),
});
export type LostStretch = z.output<typeof LostStretch>;

export const RecoveredScript = z.object({
  scriptId: ScriptId,
  title: z.string(),
  /** Edits that are there as they were written. */
  saved: z.int().nonnegative(),
  lost: z.array(LostStretch),
  /** Edits that were lost in the file and are there again exactly, from elsewhere. */
  healed: z.array(Stretch.extend({ source: z.string() })),
  /** Where words of lost edits came from. */
  wordsFrom: z.array(z.string()),
  /** Edits after a loss that show again only if what they build on comes back. */
  isWaiting: z.boolean(),
  /** False where nothing says any more how far the script had come: later edits may be missing. */
  isEndKnown: z.boolean(),
  /** What was known of the script besides its words is lost, and its title is the last one found or made up. */
  isTitleGuessed: z.boolean(),
});
export type RecoveredScript = z.output<typeof RecoveredScript>;

export const RecoveryReport = z.object({
  version: z.literal(1),
  reason: RecoveryReason,
  /** How many scripts are here now, and how many of them lost nothing. */
  scripts: z.int().nonnegative(),
  untouched: z.int().nonnegative(),
  /** Those that lost something, were healed from elsewhere, or have no certain title or end. */
  touched: z.array(RecoveredScript),
  /** What besides scripts could not be read, by kind, such as named moments. */
  otherLost: z.array(z.object({ kind: z.string(), rows: z.int().positive() })),
  /** For `older` and `exchanged`: until when edits are known to have been saved. */
  knownUntil: z.number().nullable(),
});
export type RecoveryReport = z.output<typeof RecoveryReport>;

export const IncidentId = z.uuid().brand<'IncidentId'>();
export type IncidentId = z.output<typeof IncidentId>;

export const Incident = z.object({
  incidentId: IncidentId,
  foundAt: z.number(),
  state: z.enum(['found', 'repaired', 'partly-repaired', 'seen']),
  /** Where the untouched original lies; null where nothing had to be set aside. */
  setAside: z.string().nullable(),
  report: RecoveryReport,
});
export type Incident = z.output<typeof Incident>;

export const Checkup = z.object({
  kind: z.enum(['start', 'open', 'full', 'backup']),
  reason: z.string(),
  startedAt: z.number(),
  /** Null while it has not ended. */
  endedAt: z.number().nullable(),
  findings: z.int().nonnegative().nullable(),
});
export type Checkup = z.output<typeof Checkup>;

/** How far something that takes a while has come, from 0 to 1. */
export const RecoveryProgress = z.object({
  step: z.enum(['setting-aside', 'reading', 'rebuilding', 'checking']),
  share: z.number().min(0).max(1),
});
export type RecoveryProgress = z.output<typeof RecoveryProgress>;

const none = z.strictObject({});

/** What a window may ask about the health of what is stored. None of it changes a script. */
export const recoveryCalls = {
  /** Newest first. */
  'recovery.incidents': { input: none, output: z.array(Incident) },
  'recovery.seen': { input: z.strictObject({ incidentId: IncidentId }), output: z.void() },
  /** Shows the folder with the untouched original in the system's file manager. */
  'recovery.show-original': { input: z.strictObject({ incidentId: IncidentId }), output: z.void() },
  /** Looks at everything now. Answers the finished checkup. */
  'recovery.check': { input: none, output: Checkup },
  /** The last looks at everything, newest first. */
  'recovery.checkups': { input: none, output: z.array(Checkup) },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const recoveryEvents = {
  /** A file is being recovered: windows show it before anything else can be asked. Null when it is done. */
  'recovery.progress': z.object({ progress: RecoveryProgress.nullable() }),
  'recovery.incidents-changed': none,
} as const satisfies Record<string, z.ZodType>;
