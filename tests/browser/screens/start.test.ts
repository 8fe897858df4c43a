import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { accessibilityFaults } from '../../support/axe.ts';
import { TemporaryFolder } from '../../support/vault.ts';
import { backUp, edit } from './backed-up-days.ts';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen } from './open-screen.ts';

const FEW = demoScripts.slice(0, 3);
const at = (): string => '#/start';

/** A machine whose scripts cannot be opened, with backups of two days. */
const withBackups = {
  scripts: FEW,
  at,
  before: async (machine: Parameters<typeof backUp>[0], ids: readonly Parameters<typeof edit>[1][]) => {
    await backUp(machine, 4);
    for (const scriptId of ids) await edit(machine, scriptId, (model) => void model.insertScene('end', 'One more'));
    await backUp(machine, 1);
  },
} as const;

test('[BACKUP-14] a window says why the scripts cannot be opened and what is safe; the newest whole backup is offered', async () => {
  await using screen = await OpenScreen.open({ ...withBackups, startTrouble: 'newer-version' });
  const { page, machine } = screen;
  const heading = page.getByRole('heading', { level: 1 });
  expect(await heading.textContent()).toBe(
    'Your scripts were last saved by a newer Galley, and this one does not know how to read them.',
  );
  expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.getByText('Nothing was changed. Install the newer version to open them.').waitFor();
  const options = page.getByRole('radio');
  expect(await options.count()).toBe(2);
  expect(await options.first().isChecked()).toBe(true);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Try again' }).and(page.locator(':enabled')).waitFor();
  await options.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('button', { name: 'Set aside and restore' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => machine.startWindowClosed).toBe(true);
  expect(screen.complaints).toEqual([]);
});

test('[BACKUP-14] another attempt that fails says what stands in the way now', async () => {
  await using screen = await OpenScreen.open({ ...withBackups, startTrouble: 'disk-full' });
  const { page, machine } = screen;
  machine.startTrouble = 'read-only-disk';
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Galley may not write to its folder' }).waitFor();
  machine.startTrouble = null;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => machine.startWindowClosed).toBe(true);
});

test('[BACKUP-14] without a backup it says where one may be, and looks into the folder that is chosen', async () => {
  using disk = new TemporaryFolder();
  mkdirSync(`${disk.path}/Galley backups`);
  await using screen = await OpenScreen.open({ scripts: FEW, at, startTrouble: 'damaged' });
  const { page, machine } = screen;
  await page.getByText('No backup was found. If you have copies on another disk').waitFor();
  expect(await page.getByRole('button', { name: 'Set aside and restore' }).count()).toBe(0);
  machine.chosenFolder = disk.path;
  await page.getByRole('button', { name: 'Look in another folder' }).click();
  await page.getByText(`No backup was found in ${disk.path}.`).waitFor();
  await page.getByRole('button', { name: 'Quit' }).click();
  await expect.poll(() => machine.startWindowClosed).toBe(true);
});

test('[BACKUP-14] an address that was kept from such a day leads to the library', async () => {
  await using screen = await OpenScreen.open({ scripts: FEW, at });
  await screen.page.getByRole('heading', { level: 1, name: 'Library' }).waitFor();
});

test('[LOOK-18] axe-core finds nothing wrong with the window that asks, light, dark, narrow or with more contrast', async () => {
  await using screen = await OpenScreen.open({ ...withBackups, startTrouble: 'newer-version' });
  const { page } = screen;
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const contrast of [null, 'more'] as const) {
      await page.emulateMedia({ colorScheme, contrast });
      faults.push(...(await accessibilityFaults(page)));
    }
  }
  await page.setViewportSize({ width: 800, height: 700 });
  faults.push(...(await accessibilityFaults(page)));
  expect(faults).toEqual([]);
  const isCut = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.report, .titlebar')].some(
      ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
    ),
  );
  expect(isCut).toBe(false);
});
