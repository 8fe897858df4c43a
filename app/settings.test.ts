import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, Settings, SettingsChange } from './settings.ts';

test('[LOOK-13] changing one setting leaves the others alone', () => {
  expect(SettingsChange.parse({ zoomPercent: 110 })).toEqual({ zoomPercent: 110 });
});

test('[LOOK-13] everything that can be set can be changed', () => {
  expect(SettingsChange.parse(DEFAULT_SETTINGS)).toEqual(Settings.parse(DEFAULT_SETTINGS));
});
