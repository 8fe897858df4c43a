import * as z from 'zod';
import { KeyringState } from './safe-storage.ts';

/** The environment's part in how the stand-in behaves; README.md has the table. */
const Environment = z.object({
  STANDIN_HEADLESS: z.enum(['0', '1']).default('0'),
  STANDIN_DEBUG: z.enum(['0', '1']).default('0'),
  STANDIN_CHROMIUM: z.string().optional(),
  STANDIN_KEYRING: KeyringState.default('basic_text'),
  STANDIN_SYSTEM_THEME: z.enum(['light', 'dark']).default('light'),
  DISPLAY: z.string().optional(),
  WAYLAND_DISPLAY: z.string().optional(),
});

export interface Settings {
  readonly headless: boolean;
  readonly chatty: boolean;
  readonly chromium: string | undefined;
  readonly keyring: KeyringState;
  readonly systemTheme: 'light' | 'dark';
}

/** @throws when a variable has a value that means nothing, with the values there are. */
export function readSettings(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Settings {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) throw new Error(`Wrong environment for the stand-in:\n${z.prettifyError(parsed.error)}`);
  const { DISPLAY = '', WAYLAND_DISPLAY = '', ...given } = parsed.data;
  const hasScreen = platform !== 'linux' || DISPLAY !== '' || WAYLAND_DISPLAY !== '';
  return {
    headless: given.STANDIN_HEADLESS === '1' || !hasScreen,
    chatty: given.STANDIN_DEBUG === '1',
    chromium: given.STANDIN_CHROMIUM,
    keyring: given.STANDIN_KEYRING,
    systemTheme: given.STANDIN_SYSTEM_THEME,
  };
}
