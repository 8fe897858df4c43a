import * as z from 'zod';

/** What a person chose for this device. Unknown keys of a newer build are kept by main/settings, not here. */
export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  contrast: z.enum(['system', 'more']).default('system'),
  /** Scales the script alone, in percent. */
  zoomPercent: z.int().min(80).max(200).default(100),
  outlineShown: z.boolean().default(true),
});
export type Settings = z.output<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = Settings.parse({});
