import { expect, test } from 'vitest';
import { commands, CommandId } from '../../app/commands.ts';
import { DEFAULT_SETTINGS, SettingsChange } from '../../app/settings.ts';
import { settingsAfter } from './settings-commands.ts';

/** What the View menu has besides: it leads to a script's past, to where its edits are, and to what others did. */
const LEADS_ELSEWHERE: readonly CommandId[] = [
  'view.history',
  'view.sync',
  'view.briefing',
  'history.next-change',
  'history.previous-change',
];

test('[LOOK-13] every command of the View menu about looks changes a setting to one that can be kept', () => {
  const view = CommandId.options.filter((id) => commands[id].menu === 'View' && !LEADS_ELSEWHERE.includes(id));
  for (const id of view) {
    for (const zoomPercent of [80, 100, 200]) {
      const change = settingsAfter(id, { ...DEFAULT_SETTINGS, zoomPercent });
      expect(SettingsChange.safeParse(change).success, `${id} at ${zoomPercent} %`).toBe(true);
    }
  }
  expect(settingsAfter('row.add', DEFAULT_SETTINGS)).toBeUndefined();
});
