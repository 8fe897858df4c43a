import { expect, test } from 'vitest';
import { commands, CommandId } from '../../app/commands.ts';
import { DEFAULT_SETTINGS, SettingsChange } from '../../app/settings.ts';
import { settingsAfter } from './settings-commands.ts';

test('[LOOK-13] every command of the View menu changes a setting to one that can be kept', () => {
  for (const id of CommandId.options.filter((option) => commands[option].menu === 'View')) {
    for (const zoomPercent of [80, 100, 200]) {
      const change = settingsAfter(id, { ...DEFAULT_SETTINGS, zoomPercent });
      expect(SettingsChange.safeParse(change).success, `${id} at ${zoomPercent} %`).toBe(true);
    }
  }
  expect(settingsAfter('row.add', DEFAULT_SETTINGS)).toBeUndefined();
});
