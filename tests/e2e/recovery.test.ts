import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Profile, RunningApp } from './app.ts';

const SECTOR = 512;

test('[RECOVER-11] [RECOVER-13] Galley starts on a damaged file, says what happened, and the words are there', async () => {
  using profile = new Profile();
  {
    await using app = await RunningApp.launch(profile);
    const page = await app.firstPage();
    await page.locator('.row[data-row]').first().waitFor();
  }
  const file = join(profile.folder, 'accounts', 'local', 'vault.db');
  const bytes = readFileSync(file);
  bytes.fill(0, 0, SECTOR);
  writeFileSync(file, bytes);

  await using app = await RunningApp.launch(profile);
  const page = await app.firstPage();
  await page.getByText('Part of what is stored here was damaged, so it was built again.').waitFor();
  await page.getByText('The drill in the drawer').first().waitFor();
  await page.getByRole('button', { name: 'See what happened' }).click();
  await page.getByRole('button', { name: 'Mark as seen' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'See what happened' }).waitFor({ state: 'detached' });
  const aside = join(profile.folder, 'accounts', 'local', 'set-aside');
  const [name = ''] = readdirSync(aside);
  expect(readFileSync(join(aside, name, 'vault.db')).equals(bytes)).toBe(true);
});
