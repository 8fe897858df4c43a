import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Link, Standing } from '../../../app/ipc/sync.ts';
import { accessibilityFaults } from '../../support/axe.ts';
import { addLongScript, backUp, takeScenes } from './backed-up-days.ts';
import { breakStore } from './break-store.ts';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen, type OpenScreenOptions } from './open-screen.ts';
import { OLD_OFFLINE, REFUSED, SEEN } from './open-synced.ts';
import { ago, HOUR_MS, OFFLINE, ONLINE, scripted } from './scripted-sync.ts';

interface Shown extends OpenScreenOptions {
  readonly name: string;
  /** Brings the screen to what is to be looked at. */
  readonly act?: (screen: OpenScreen) => Promise<unknown>;
}

const firstScript = { at: ([id]: readonly string[]) => `#/script/${id}`, scripts: demoScripts.slice(0, 1) };
const opened = ({ page }: OpenScreen): Promise<void> => page.locator('.row').nth(6).waitFor();
const dialog = ({ page }: OpenScreen): Promise<void> => page.getByRole('dialog').waitFor();

const panelOpen = async ({ page }: OpenScreen): Promise<void> => {
  await page.keyboard.press('Control+Shift+S');
  await page.getByRole('complementary', { name: 'Where your work is' }).waitFor();
};
/** Main tells this of the first script, and of all others that they are on the server. */
const told =
  (link: Link, standing: Standing): NonNullable<OpenScreenOptions['before']> =>
  (machine, ids) =>
    machine.lie(
      'sync.overview',
      scripted(
        link,
        ids.map((id, index) => [id, index === 0 ? standing : SEEN] as const),
      ),
    );

const screens: readonly Shown[] = [
  {
    name: 'edits that the server refused, and the panel',
    ...firstScript,
    before: told(ONLINE, REFUSED),
    act: async (screen) => {
      await opened(screen);
      await panelOpen(screen);
    },
  },
  {
    name: 'old edits that are only here, in a narrow window, and the panel',
    ...firstScript,
    context: { viewport: { width: 800, height: 700 } },
    before: told(OFFLINE, { ...OLD_OFFLINE, oldestAt: ago(60 * HOUR_MS) }),
    act: async (screen) => {
      await opened(screen);
      await panelOpen(screen);
    },
  },
  { name: 'the library while offline, and the panel', before: told(OFFLINE, OLD_OFFLINE), act: panelOpen },
  { name: 'the library', act: ({ page }) => page.getByRole('row').nth(1).focus() },
  { name: 'an empty library', scripts: [] },
  { name: 'the trash', at: () => '#/library/trash' },
  {
    name: 'a menu',
    act: async ({ page }) => {
      await page.getByRole('row').nth(1).click({ button: 'right' });
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'places found',
    counted: true,
    act: async ({ page }) => {
      await page.keyboard.press('Control+p');
      await page.keyboard.type('drill');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'renaming',
    act: async ({ page }) => {
      await page.getByRole('row').nth(1).focus();
      await page.keyboard.press('F2');
    },
  },
  ...(['script.new', 'app.settings', 'help.keys', 'help.about'] as const).map((command): Shown => ({
    name: command,
    act: async (screen) => {
      screen.run(command);
      await dialog(screen);
    },
  })),
  {
    name: 'an import',
    act: async (screen) => {
      screen.machine.chosenFile = join(import.meta.dirname, '../../fixtures/formats/repair-cafe.md');
      screen.run('files.import');
      await dialog(screen);
    },
  },
  {
    name: 'a notice',
    act: async ({ page }) => {
      await page.getByRole('row').nth(1).focus();
      await page.keyboard.press('Delete');
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  { name: 'no backups', at: () => '#/backups' },
  {
    name: 'backups, and a script that shrank',
    at: () => '#/backups',
    before: async (machine) => {
      const scriptId = await addLongScript(machine);
      await backUp(machine, 2);
      await takeScenes(machine, scriptId, 56);
      await backUp(machine, 1);
    },
    act: ({ page }) => page.getByRole('row', { name: 'The harbour at dawn' }).waitFor(),
  },
  {
    name: 'where backups go',
    at: () => '#/backups',
    act: async (screen) => {
      await screen.page.getByRole('button', { name: 'Where backups go' }).click();
      await dialog(screen);
    },
  },
  { name: 'banners', host: 'stand-in', loaded: 'after-crash' },
  { name: 'a script', ...firstScript, act: opened },
  {
    name: 'a script kept in the emergency store, on a nearly full disk',
    ...firstScript,
    act: async (screen) => {
      await opened(screen);
      screen.machine.tell('disk.room-changed', { room: 'nearly-full' });
      screen.machine.breakCall('script.append', 'disk-full');
      await screen.page.keyboard.type('x');
      await screen.page.locator('[data-state="emergency"]').waitFor();
    },
  },
  {
    name: 'a script that is only in its window',
    ...firstScript,
    act: async (screen) => {
      await opened(screen);
      await breakStore(screen.page);
      screen.machine.breakCall('script.append', 'disk-full');
      await screen.page.keyboard.type('x');
      await screen.page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'the running time',
    ...firstScript,
    act: async (screen) => {
      await opened(screen);
      await screen.page.locator('.timebar .total').click();
      await dialog(screen);
    },
  },
  {
    name: 'a script that cannot be opened',
    ...firstScript,
    before: (machine) => machine.breakCall('script.open', 'damaged'),
  },
  { name: 'health', at: () => '#/health', act: ({ page }) => page.locator('.used').waitFor() },
  {
    name: 'health in a narrow window, with the log unfolded',
    at: () => '#/health',
    context: { viewport: { width: 640, height: 700 } },
    act: async ({ page, machine }) => {
      machine.log.info('app.started');
      await page.reload();
      await page.locator('.health summary').click();
    },
  },
  {
    name: 'diagnostics',
    at: () => '#/health',
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Copy diagnostics…' }).click();
      await page.getByRole('textbox', { name: 'Diagnostics' }).waitFor();
    },
  },
  {
    name: 'removing a script',
    at: () => '#/health',
    act: async ({ page }) => {
      await page
        .getByRole('button', { name: /^More for/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Remove from this device…' }).click();
      await page.getByRole('checkbox').waitFor();
    },
  },
  {
    name: 'health that cannot be told',
    at: () => '#/health',
    before: (machine) => machine.breakCall('health.read', 'closed'),
  },
  {
    name: 'a script in a narrow window, with its outline',
    ...firstScript,
    context: { viewport: { width: 800, height: 700 } },
    act: async (screen) => {
      await opened(screen);
      screen.run('view.outline');
      await screen.page.getByRole('navigation', { name: 'Outline' }).waitFor();
    },
  },
];

test.for(screens)(
  '[LOOK-18] axe-core finds nothing wrong with $name, light, dark or with more contrast',
  async ({ name: _name, act, ...options }) => {
    await using screen = await OpenScreen.open(options);
    await act?.(screen);
    const faults: Record<string, readonly string[]> = {};
    for (const theme of ['light', 'dark'] as const) {
      await screen.page.emulateMedia({ colorScheme: theme });
      faults[theme] = await accessibilityFaults(screen.page);
      await screen.page.emulateMedia({ colorScheme: theme, contrast: 'more' });
      faults[`${theme}, more contrast`] = await accessibilityFaults(screen.page);
      await screen.page.emulateMedia({ contrast: null });
    }
    expect(faults).toEqual({ light: [], 'light, more contrast': [], dark: [], 'dark, more contrast': [] });
    expect(screen.complaints).toEqual([]);
  },
);
