import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { breakStore } from './break-store.ts';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen } from './open-screen.ts';

/** A window on the sample script. */
async function openSample(): Promise<OpenScreen> {
  const screen = await OpenScreen.open({ scripts: demoScripts.slice(0, 1), at: ([id]) => `#/script/${id}` });
  await screen.page.locator('.timebar .total').waitFor();
  return screen;
}

const inState = (page: Page, state: string): Promise<void> =>
  page.locator(`[data-testid="save-state"][data-state="${state}"]`).waitFor();

test('[FULL-7] a window that comes back shows what was kept, saves it, and says so', async () => {
  await using screen = await openSample();
  const { page, machine } = screen;
  machine.breakCall('script.append', 'disk-gone');
  await page.keyboard.type('Kept while the disk was out. ');
  await inState(page, 'emergency');
  await page.goto('about:blank');
  machine.mend('script.append');
  await page.goBack();
  await page.getByText('Kept while the disk was out.').waitFor();
  await page.getByText('waiting in the emergency store. Now everything is saved').waitFor();
  await inState(page, 'saved');
});

test('[FULL-8] when nothing can be kept it is said so, in red, until something can', async () => {
  await using screen = await openSample();
  const { page, machine } = screen;
  const mendStore = await breakStore(page);
  machine.breakCall('script.append', 'disk-full');
  await page.keyboard.type('Only here. ');
  await page.getByRole('alert').getByText('only in this window’s memory').waitFor();
  expect(await page.getByTestId('save-state').textContent()).toMatch(/^Not saved: \d+ edits? only in this window$/);
  await mendStore();
  await page.getByRole('button', { name: 'Try now' }).click();
  await inState(page, 'emergency');
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('[FULL-9] an answer that is overdue is said to take long, and nothing is called saved meanwhile', async () => {
  await using screen = await openSample();
  const { page, machine } = screen;
  const letGo = machine.hold('script.append');
  await page.keyboard.type('Slow. ');
  await page.getByText('The disk has not answered for more than 5 seconds').waitFor();
  expect(await page.getByTestId('save-state').textContent()).toBe('Saving takes long, not saved yet');
  letGo();
  await inState(page, 'saved');
});

test('[FULL-10] "Export now" writes every word of the window and a rescue file that an import takes back', async () => {
  await using screen = await openSample();
  const { page, machine } = screen;
  machine.breakCall('script.append', 'disk-full');
  await page.keyboard.type('Rescued words. ');
  await page.getByRole('button', { name: 'Export now' }).click();
  await page.getByText('holds every word').waitFor();
  const name = join(machine.vault.folder, 'How the Library of Things works');
  expect(readFileSync(`${name}.md`, 'utf8')).toContain('Rescued words.');
  machine.chosenFile = `${name}.galley-rescue`;
  machine.mend('script.append');
  await inState(page, 'saved');
  await page.keyboard.press('Control+Shift+L');
  await page.getByRole('button', { name: 'Import' }).click();
  await page.getByText('Read as a rescue file').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
  await page.getByText('Rescued words.').waitFor();
  expect(screen.complaints).toEqual([]);
});

test('[FULL-1] a nearly full disk is said in every window until there is room, or it is dismissed', async () => {
  await using screen = await openSample();
  const { page, machine } = screen;
  machine.tell('disk.room-changed', { room: 'nearly-full' });
  await page.getByText('This disk is nearly full.').waitFor();
  machine.tell('disk.room-changed', { room: 'enough' });
  await page.getByText('This disk is nearly full.').waitFor({ state: 'detached' });
});
