import * as z from 'zod';
import type { ReviewId, ScriptId } from '../ids.ts';

/**
 * 128 random bits in the names of a script's or a review's topics, new whenever somebody loses the right to read.
 * 32 lower-case hexadecimal digits.
 */
export const Epoch = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'Epoch'>();
export type Epoch = z.output<typeof Epoch>;

/** All topics are private. Names match exactly, in lower case: there is one way to write each. */
export const topics = {
  /** Rings of the log; only the database broadcasts here. For those who may read live text. */
  script: (script: ScriptId, epoch: Epoch): string => `script:${script}:${epoch}`,
  /** Cursors and who is here; those who may send cursors broadcast here. */
  cursors: (script: ScriptId, epoch: Epoch): string => `cursors:${script}:${epoch}`,
  /** Client-visible comments and decisions. The epoch is the review's own. */
  review: (review: ReviewId, epoch: Epoch): string => `review:${review}:${epoch}`,
  /** Internal comments. */
  notes: (script: ScriptId, epoch: Epoch): string => `notes:${script}:${epoch}`,
} as const;
