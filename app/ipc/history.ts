import * as z from 'zod';
import { Bytes } from '../bytes.ts';
import { MomentId, ScriptId } from '../ids.ts';

/** A place in a script's log: how many updates there are up to and with it. 0 is before the first. */
export const Ordinal = z.int().nonnegative();

/** How an update came into this vault: written here, received from the server, or brought back from a copy. */
export const StrokeOrigin = z.enum(['written', 'received', 'brought-back']);
export type StrokeOrigin = z.output<typeof StrokeOrigin>;

/** A stretch of work without a long pause: one person, one origin. Updates `first` to `last` of the log, both included. */
export const Stroke = z.object({
  first: z.int().positive(),
  last: z.int().positive(),
  /** When its first and its last update were saved, by this device's clock. For showing; order is `first`. */
  firstAt: z.number(),
  lastAt: z.number(),
  /** 'local' before there are accounts. */
  personId: z.string(),
  origin: StrokeOrigin,
});
export type Stroke = z.output<typeof Stroke>;

export const MomentKind = z.enum(['named', 'imported', 'restored', 'sent', 'decided']);
export type MomentKind = z.output<typeof MomentKind>;
export const MomentName = z.string().trim().min(1).max(200);

/** A named place in a script's history. */
export const Moment = z.object({
  momentId: MomentId,
  ordinal: Ordinal,
  kind: MomentKind,
  name: z.string(),
  personId: z.string(),
  madeAt: z.number(),
});
export type Moment = z.output<typeof Moment>;

export const Timeline = z.object({
  title: z.string(),
  /** The ordinal of the newest update. */
  count: Ordinal,
  /** The whole log without gaps, oldest first; at most about 2,000, however long the log is. */
  strokes: z.array(Stroke),
  /** By place, oldest first; removed ones are not among them. */
  moments: z.array(Moment),
});
export type Timeline = z.output<typeof Timeline>;

/** Who wrote under a Yjs client id. An id lives for one session of one window. */
export const Author = z.object({ clientId: z.int().nonnegative(), personId: z.string(), name: z.string().nullable() });
export type Author = z.output<typeof Author>;

/** What makes the document of one moment: the snapshot if there is one, then every update, in order. */
export const PastScript = z.object({
  ordinal: Ordinal,
  /** When the update at that place was saved; null for the place before the first. */
  savedAt: z.number().nullable(),
  snapshot: Bytes.nullable(),
  updates: z.array(Bytes),
  /** Something in it was written by a newer build and is left out. */
  readOnly: z.enum(['newer-format']).nullable(),
});
export type PastScript = z.output<typeof PastScript>;

const ofScript = z.strictObject({ scriptId: ScriptId });
const ofMoment = z.strictObject({ scriptId: ScriptId, momentId: MomentId });

/** What a window may ask about a script's past. All of it works offline; nothing of it changes a word of the script. */
export const historyCalls = {
  'history.timeline': { input: ofScript, output: Timeline },
  'history.at': { input: z.strictObject({ scriptId: ScriptId, ordinal: Ordinal }), output: PastScript },
  'history.authors': { input: ofScript, output: z.array(Author) },
  /** Gives a place a name; without an ordinal the newest. The same moment again is harmless. */
  'history.name-moment': {
    input: z.strictObject({
      scriptId: ScriptId,
      momentId: MomentId,
      ordinal: Ordinal.nullable(),
      kind: z.enum(['named', 'restored']),
      name: MomentName,
    }),
    output: Moment,
  },
  'history.rename-moment': { input: ofMoment.extend({ name: MomentName }), output: z.void() },
  /** Takes it off the time line. It is kept, so that `history.restore-moment` brings it back. */
  'history.remove-moment': { input: ofMoment, output: z.void() },
  'history.restore-moment': { input: ofMoment, output: z.void() },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;
