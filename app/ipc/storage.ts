import * as z from 'zod';
import { ScriptId } from '../ids.ts';
import { Stroke } from './history.ts';

/** What one script takes on this device, in bytes of the file. */
export const ScriptStorage = z.object({
  scriptId: ScriptId,
  title: z.string(),
  trashedAt: z.number().nullable(),
  /** Recent updates, one by one. */
  log: z.number(),
  /** Older updates, compressed, and what moving through time needs. */
  history: z.number(),
  /** The state that opening reads. */
  snapshot: z.number(),
  /** Readable text and the search index. Can be made again. */
  search: z.number(),
});
export type ScriptStorage = z.output<typeof ScriptStorage>;

export const Storage = z.object({
  /** Largest first. */
  scripts: z.array(ScriptStorage),
  /** The whole file, with what belongs to no script. */
  file: z.number(),
  /** Of the file: room that was given free and is used again. */
  free: z.number(),
});
export type Storage = z.output<typeof Storage>;

/** What would be lost for good if a script were removed from this device: updates that nobody else has. */
export const Unsent = z.object({
  count: z.int().nonnegative(),
  /** When the oldest of them was saved; null when there are none. */
  since: z.number().nullable(),
  /** The stretches of work they are, oldest first. */
  strokes: z.array(Stroke),
});
export type Unsent = z.output<typeof Unsent>;

const ofScript = z.strictObject({ scriptId: ScriptId });

/** What a window may ask about the room that scripts take. */
export const storageCalls = {
  'storage.list': { input: z.strictObject({}), output: Storage },
  'storage.unsent': { input: ofScript, output: Unsent },
  /**
   * Removes a script from this device for good; its last state stays in the backups. Refused as `busy` while it is open
   * in a window, and as `conflict` when `confirmedUnsent` is not the count that is unsent at that moment.
   */
  'storage.remove-script': {
    input: z.strictObject({ scriptId: ScriptId, confirmedUnsent: z.int().nonnegative() }),
    output: z.void(),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;
