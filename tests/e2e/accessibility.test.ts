import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { Profile, RunningApp } from './app.ts';

const SCREENS = {
  'the script': (page: Page) => page.locator('.row').nth(6).waitFor(),
  'the library': async (page: Page) => {
    await page.keyboard.press('Control+Shift+L');
    await page.getByRole('grid', { name: 'All scripts' }).waitFor();
  },
  'a new script': async (page: Page) => {
    await page.getByRole('button', { name: 'New script' }).click();
    await page.getByRole('dialog', { name: 'New script' }).waitFor();
  },
};

test('[LOOK-18] axe-core finds nothing wrong with the running app, light and dark, and no page breaks its policy', async () => {
  using profile = new Profile();
  await using app = await RunningApp.launch(profile);
  const page = await app.firstPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const faults: Record<string, readonly string[]> = {};
  for (const [name, show] of Object.entries(SCREENS)) {
    await show(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      faults[`${name}, ${colorScheme}`] = await accessibilityFaults(page);
    }
  }
  expect(Object.entries(faults).filter(([, found]) => found.length > 0)).toEqual([]);
  expect(complaints).toEqual([]);
});
