import * as z from 'zod';

/** How the end of a bundle's file name tells what it is. */
export const BUNDLE_ENDING = '.galley-blind';

const Base64 = z.base64();

/**
 * One script's log with every word replaced by noise. The file is this as JSON, compressed with zstd;
 * docs/blind-bundle.md says what each part means.
 */
export const BlindBundle = z.object({
  galley: z.literal('blind log'),
  version: z.literal(1),
  /** Milliseconds since 1970. */
  madeAt: z.number(),
  appVersion: z.string().max(40),
  platform: z.enum(['darwin', 'linux', 'win32', 'other']),
  /** False where the stored log could not be read to its end. */
  isWhole: z.boolean(),
  updates: z.array(
    z.object({
      ordinal: z.int().positive(),
      format: z.int().positive(),
      /** 1 written on this device, 2 received, 3 brought back. */
      origin: z.int(),
      savedAt: z.number(),
      /** Of the update before its words were replaced. */
      byteLength: z.int().nonnegative(),
      /** A V1 update; null where the stored bytes were none, because nothing can then be told apart from words. */
      update: Base64.nullable(),
    }),
  ),
  /** The state that the script was opened from, and the last update in it. */
  snapshot: z.object({ ordinal: z.int().positive(), update: Base64 }).nullable(),
});
export type BlindBundle = z.output<typeof BlindBundle>;
