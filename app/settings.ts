import * as z from 'zod';

const choices = {
  theme: z.enum(['system', 'light', 'dark']),
  contrast: z.enum(['system', 'more']),
  /** Scales the script alone, in percent. */
  zoomPercent: z.int().min(80).max(200),
  outlineShown: z.boolean(),
};

/** What a person chose for this device. Unknown keys of a newer build are kept by main/settings, not here. */
export const Settings = z.object({
  theme: choices.theme.default('system'),
  contrast: choices.contrast.default('system'),
  zoomPercent: choices.zoomPercent.default(100),
  outlineShown: choices.outlineShown.default(true),
});
export type Settings = z.output<typeof Settings>;

/** Some of them. Made from the choices and not from `Settings`, whose defaults would be filled in and change the rest. */
export const SettingsChange = z.strictObject(choices).partial();

export const DEFAULT_SETTINGS: Settings = Settings.parse({});
