import * as z from 'zod';
import { Bytes } from '../bytes.ts';
import { PersonId, ScriptId } from '../ids.ts';

/**
 * What is needed to say what happened while a person was away. `read` is the place in this log up to which they had
 * everything on their screen and everything of theirs was on the server; all else follows from the log behind it.
 */
export const AwayLog = z.object({
  /** Ordinals of this device's log. */
  read: z.int().nonnegative(),
  head: z.int().nonnegative(),
  /** When `read` was reached, by this device's clock. */
  readAt: z.number(),
  /** The document as it was at `read`, as one V1 state; null for an empty one. */
  state: Bytes.nullable(),
  /** Every update behind it, in order: mine (written on this device) and others' (received). */
  updates: z.array(
    z.object({ update: Bytes, isMine: z.boolean(), personId: PersonId.nullable(), savedAt: z.number() }),
  ),
  people: z.array(z.object({ personId: PersonId, name: z.string().nullable() })),
});
export type AwayLog = z.output<typeof AwayLog>;

const ofScript = z.strictObject({ scriptId: ScriptId });

export const briefingCalls = {
  /** Null when nothing of others is unread. */
  'briefing.log': { input: ofScript, output: AwayLog.nullable() },
  /** The person has read everything up to here, and is not told again. Never goes back. */
  'briefing.read': { input: ofScript.extend({ ordinal: z.int().nonnegative() }), output: z.void() },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;
