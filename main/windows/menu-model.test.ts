import { expect, test } from 'vitest';
import { commands, type Command } from '../../app/commands.ts';
import { DEFAULT_SETTINGS } from '../../app/settings.ts';
import { menuModel, type MenuState } from './menu-model.ts';

const state = (over: Partial<MenuState> = {}): MenuState => ({
  platform: 'linux',
  settings: DEFAULT_SETTINGS,
  forDevelopers: false,
  ...over,
});
const labels = (over: Partial<MenuState> = {}): string[] => menuModel(state(over)).map(({ label }) => label);
const entries = (over: Partial<MenuState> = {}) => menuModel(state(over)).flatMap((submenu) => submenu.entries);

test.each(['darwin', 'linux', 'win32'] as const)('[WIN-10] on %s every command stands in the menu once', (platform) => {
  const ids = entries({ platform }).flatMap((entry) => (entry.kind === 'command' ? [entry.id] : []));
  expect(ids.toSorted()).toEqual(Object.keys(commands).toSorted());
});

test('[WIN-10] macOS has the application menu with About and Quit; others have them under Help and File', () => {
  expect(labels({ platform: 'darwin' })[0]).toBe('Galley');
  expect(labels()).toEqual(['File', 'Edit', 'Script', 'View', 'Window', 'Help']);
  const quit = (platform: 'darwin' | 'linux') =>
    menuModel(state({ platform })).find((submenu) =>
      submenu.entries.some((entry) => entry.kind === 'command' && entry.id === 'app.quit'),
    )?.label;
  expect([quit('darwin'), quit('linux')]).toEqual(['Galley', 'File']);
});

test('[WIN-10] keys that the script surface acts on are shown but not taken from it', () => {
  for (const entry of entries()) {
    if (entry.kind !== 'command') continue;
    const command: Command = commands[entry.id];
    expect(entry.takesKey, entry.id).toBe(command.boundInScript !== true);
    expect(entry.accelerator, entry.id).toBe(command.accelerator);
  }
});

test('[WIN-10] the menu shows the chosen theme and whether the outline is open', () => {
  const marks = entries({ settings: { ...DEFAULT_SETTINGS, theme: 'dark', outlineShown: false } }).flatMap((entry) =>
    entry.kind === 'command' && entry.mark !== undefined ? [[entry.id, entry.mark.on]] : [],
  );
  expect(Object.fromEntries(marks)).toEqual({
    'view.outline': false,
    'view.theme-system': false,
    'view.theme-light': false,
    'view.theme-dark': true,
  });
});

test('[WIN-10] no menu begins or ends with a line or has two in a row', () => {
  for (const { label, entries: listed } of menuModel(state())) {
    const kinds = listed.map(({ kind }) => (kind === 'separator' ? '-' : 'x')).join('');
    expect(kinds, label).not.toMatch(/^-|-$|--/);
  }
});

test('[WIN-10] only a build that is not packaged offers developer tools', () => {
  const offered = (forDevelopers: boolean) =>
    entries({ forDevelopers }).some((entry) => entry.kind === 'role' && entry.role === 'toggleDevTools');
  expect([offered(true), offered(false)]).toEqual([true, false]);
});
