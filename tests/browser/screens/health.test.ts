import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Health } from '../../../app/ipc/health.ts';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen, type OpenScreenOptions } from './open-screen.ts';

const TWO = demoScripts.slice(0, 2);
const [FIRST = ''] = TWO.map(({ title }) => title);

const openHealth = (options: OpenScreenOptions = {}) =>
  OpenScreen.open({ at: () => '#/health', scripts: TWO, ...options });
const used = (page: Page): Promise<string[]> => page.locator('.used .script-name').allTextContents();
const more = (page: Page, title: string, deed: string): Promise<void> =>
  page
    .getByRole('button', { name: `More for ${title}` })
    .click()
    .then(() => page.getByRole('menuitem', { name: deed }).click());

test('[HEALTH-6] the screen says first whether everything is in order, and comes from the Help menu', async () => {
  await using screen = await OpenScreen.open({ scripts: TWO });
  screen.run('help.health');
  await screen.page.getByRole('heading', { name: 'Everything on this device is in order.' }).waitFor();
  expect(new URL(screen.page.url()).hash).toBe('#/health');
  expect(await screen.page.locator('.facts dt').allTextContents()).toEqual([
    'Saving',
    'Checks',
    'Backups',
    'This disk',
  ]);
  await screen.page.getByRole('link', { name: 'Library' }).click();
  await screen.page.getByRole('heading', { name: 'All scripts' }).waitFor();
  expect(screen.complaints).toEqual([]);
});

test('[HEALTH-6] what needs a look stands above everything else', async () => {
  await using screen = await openHealth({ before: ({ vault }) => void vault.vault.doChores() });
  const health = await screen.page.evaluate(() => window.galley.call('health.read', {}));
  if (!health.ok) throw new Error(health.code);
  const { stored, ...rest } = health.value as Health;
  screen.machine.lie('health.read', { ...rest, stored: stored && { ...stored, incidents: { unseen: 1, total: 1 } } });
  await screen.page.reload();
  await screen.page.getByRole('heading', { name: 'One thing needs a look.' }).waitFor();
  expect(await screen.page.locator('.concerns li').innerText()).toMatch(/^Damage was found 1 time/);
});

test('[HEALTH-10] everything is looked at when the person asks, while writing goes on, and what came of it is said', async () => {
  await using screen = await openHealth();
  const { page, machine } = screen;
  const letGo = machine.holdNext('recovery.check');
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByRole('button', { name: 'Checking…' }).waitFor();
  letGo();
  await page.getByText('Everything was looked at: all of it is as it was written.').waitFor();
  await page.locator('.facts').getByText('all of it is as it was written.').waitFor();
  machine.breakCall('recovery.check', 'closed');
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByText('The test broke recovery.check.').waitFor();
  await page.getByRole('link', { name: 'Show backups' }).click();
  await page.getByRole('heading', { name: 'Backups', level: 1 }).waitFor();
  expect(screen.complaints).toEqual([]);
});

test('[HEALTH-3] a part that does not answer is said to be missing, and a screen that cannot be told says so', async () => {
  await using screen = await openHealth({ before: (machine) => machine.breakCall('storage.list', 'closed') });
  await screen.page.getByText('This cannot be told just now.').waitFor();
  screen.machine.breakCall('health.read', 'closed');
  await screen.page.reload();
  await screen.page.getByRole('heading', { name: 'This cannot be told just now' }).waitFor();
  screen.machine.mend('health.read');
  await screen.page.getByRole('button', { name: 'Try again' }).click();
  await screen.page.getByRole('heading', { name: 'Everything on this device is in order.' }).waitFor();
});

test('[HEALTH-7] diagnostics are shown before they are copied, and name no script', async () => {
  await using screen = await openHealth();
  const { page } = screen;
  screen.machine.log.info('app.started');
  await page.getByRole('button', { name: 'Copy diagnostics…' }).click();
  const text = await page.getByRole('textbox', { name: 'Diagnostics' }).inputValue();
  expect(text).toMatch(/^Galley 0\.1\.0 on linux/);
  expect(text).toContain('app.started');
  for (const { title } of TWO) expect(text).not.toContain(title);
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByText('The diagnostics are on the clipboard.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
});

test('[HEALTH-8] what scripts take is listed largest first, and follows the library', async () => {
  await using screen = await openHealth();
  await screen.page.locator('.used').waitFor();
  const titles = await used(screen.page);
  expect(titles.toSorted()).toEqual(TWO.map(({ title }) => title).toSorted());
  await screen.machine.add([{ title: 'Made elsewhere', template: 'blank', at: 0 }]);
  await screen.page.locator('.used').getByText('Made elsewhere').waitFor();
});

test('[HEALTH-8] without scripts the screen says so', async () => {
  await using screen = await openHealth({ scripts: [] });
  await screen.page.getByText('There are no scripts on this device yet.').waitFor();
});

test('[HEALTH-9] a script is removed only when the person has agreed to losing what is nowhere else', async () => {
  await using screen = await openHealth();
  const { page, machine } = screen;
  await more(page, FIRST, 'Remove from this device…');
  const dialog = page.getByRole('dialog');
  const remove = dialog.getByRole('button', { name: 'Remove', exact: true });
  await dialog.getByText('is only on this device:').waitFor();
  expect(await remove.getAttribute('aria-disabled')).toBe('true');
  await remove.click({ force: true });
  expect(await used(page)).toContain(FIRST);
  await dialog.getByRole('checkbox').check();

  // Meanwhile one more edit came: what was agreed to is no longer what would be lost.
  const list = await machine.vault.vault.list();
  const scriptId = list.find(({ title }) => title === FIRST)?.scriptId;
  if (scriptId === undefined) throw new Error('The script is not in the library.');
  await machine.vault.vault.append({ scriptId, ...machine.vault.update(Uint8Array.of(0, 0)) });
  await remove.click();
  await dialog.getByText('2 edits of it are only on this device:').waitFor();
  expect(await dialog.getByRole('checkbox').isChecked()).toBe(false);
  expect(await used(page)).toContain(FIRST);

  await dialog.getByRole('checkbox').check();
  await remove.click();
  await page.getByText(`“${FIRST}” is removed from this device.`).waitFor();
  await dialog.waitFor({ state: 'detached' });
  expect((await machine.vault.vault.list()).map(({ title }) => title)).not.toContain(FIRST);
  await page.locator('.used').getByText(FIRST).waitFor({ state: 'detached' });
  expect(screen.complaints).toEqual([]);
});

test('[HEALTH-9] a script that is open in a window is not removed, and the dialog says why', async () => {
  await using screen = await openHealth();
  const { page, machine } = screen;
  const [script] = (await machine.vault.vault.list()).filter(({ title }) => title === FIRST);
  await machine.answer('script.open', { scriptId: script?.scriptId });
  await more(page, FIRST, 'Remove from this device…');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('alert').getByText('This script is open in a window').waitFor();
  expect(await used(page)).toContain(FIRST);
});

test('[HEALTH-5] a bundle for support is saved from the screen, where the person says', async () => {
  await using screen = await openHealth();
  const { page, machine } = screen;
  machine.chosenTarget = join(machine.vault.folder, 'for support.galley-blind');
  await more(page, FIRST, 'Save a bundle for support…');
  await page.getByText('The bundle is saved as for support.galley-blind.').waitFor();
  expect(readFileSync(machine.chosenTarget).length).toBeGreaterThan(100);
});
