import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { demoScripts } from './demo-scripts.ts';
import { OpenScreen, type OpenScreenOptions } from './open-screen.ts';

const sample = demoScripts[0] ?? { title: 'Sample', template: 'sample', at: 0 };
const NARROW = { viewport: { width: 800, height: 700 } };

/** A window on the sample script. */
async function openSample(options: OpenScreenOptions = {}): Promise<OpenScreen> {
  const screen = await OpenScreen.open({
    scripts: demoScripts.slice(0, 1),
    at: ([id]) => `#/script/${id}`,
    ...options,
  });
  await screen.page.locator('.timebar .total').waitFor();
  return screen;
}

const saveState = (page: Page): Promise<string | null> => page.getByTestId('save-state').getAttribute('data-state');
const outline = (page: Page) => page.getByRole('navigation', { name: 'Outline' });

test('[LOOK-9] the frame shows the title, where the work is, the scenes with their times, and the running time', async () => {
  await using screen = await openSample();
  const { page } = screen;
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('How the Library of Things works');
  expect(await page.getByTestId('save-state').textContent()).toBe('Saved on this device');
  expect(await outline(page).getByRole('button').allInnerTexts()).toEqual([
    '1\nThe drill in the drawer\n0:19',
    '2\nOne shelf for the whole street\n0:16',
    '3\nBorrow, use, bring back\n0:29',
    '4\nWhat one drill can do\n0:15',
    '5\nCome by\n0:09',
  ]);
  const bar = page.getByRole('contentinfo', { name: 'Running time' });
  expect((await bar.innerText()).split('\n').map((line) => line.trim())).toEqual(
    expect.arrayContaining(['1:28 of 1:30', '2 s to spare', '150 words a minute', 'Row 1 of 13']),
  );
  expect(screen.complaints).toEqual([]);
});

test('[LOOK-9] outline and ribbon lead to a scene, and both show which one it is', async () => {
  await using screen = await openSample();
  const { page } = screen;
  await outline(page).getByRole('button', { name: 'Come by' }).click();
  await expect.poll(() => outline(page).locator('[aria-current]').innerText()).toContain('Come by');
  await page.locator('.ribbon').getByRole('button', { name: '2 One shelf' }).click();
  await expect.poll(() => page.locator('.ribbon [aria-current]').innerText()).toContain('One shelf');
  expect(await page.locator('.surface').evaluate((surface) => surface.contains(document.activeElement))).toBe(true);
});

test('[LOOK-9] in a narrow window the outline comes over the words when asked, and goes with Escape or a choice', async () => {
  await using screen = await openSample({ context: NARROW });
  const { page } = screen;
  expect(await outline(page).count()).toBe(0);
  await page.keyboard.press('Control+\\');
  await outline(page).waitFor();
  expect(await outline(page).evaluate((pane) => pane.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => outline(page).count()).toBe(0);
  await page.getByRole('button', { name: 'Outline' }).click();
  await outline(page).getByRole('button', { name: 'Come by' }).click();
  await expect.poll(() => outline(page).count()).toBe(0);
});

test('[LOOK-9] in a wide window the outline is hidden and shown by the same key, and that is kept', async () => {
  await using screen = await openSample();
  const { page } = screen;
  await page.keyboard.press('Control+\\');
  await expect.poll(() => outline(page).count()).toBe(0);
  await page.reload();
  await page.locator('.timebar .total').waitFor();
  expect(await outline(page).count()).toBe(0);
});

test('[LOOK-9] the time bar follows what is typed, and a target can be set', async () => {
  await using screen = await openSample();
  const { page } = screen;
  await page.locator('.timebar .total').click();
  await page.getByLabel('Target length').fill('1:20');
  await page.keyboard.press('Enter');
  await page.getByText('8 s over').waitFor();
  await page.locator('.timebar .total').click();
  await page.getByLabel('Target length').fill('soon');
  await page.keyboard.press('Enter');
  expect(await page.getByLabel('Target length').getAttribute('aria-invalid')).toBe('true');
});

test('[LOOK-10] a script is renamed where its title stands, here and in the library', async () => {
  await using screen = await openSample();
  const { page } = screen;
  await page.getByRole('button', { name: 'How the Library of Things works' }).click();
  await page.keyboard.type('One drill, one street');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'One drill, one street' }).waitFor();
  await page.keyboard.press('Control+Shift+L');
  await page.getByRole('row', { name: 'One drill, one street' }).waitFor();
});

test('[LOOK-5] saving is shown from acknowledgements: saving, saved, and saved only after the answer', async () => {
  await using screen = await openSample();
  const { page, machine } = screen;
  const letGo = machine.hold('script.append');
  await page.keyboard.type('Now ');
  await expect.poll(() => saveState(page)).toBe('saving');
  await expect.poll(() => page.getByTestId('save-state').textContent()).toBe('Saving…');
  letGo();
  await expect.poll(() => saveState(page)).toBe('saved');
  expect(await page.getByTestId('save-state').textContent()).toBe('Saved on this device');
});

test('[LOOK-5] a full disk is told in three parts, the whole script can be copied, and saving goes on by itself', async () => {
  await using screen = await openSample();
  const { page, machine } = screen;
  machine.breakCall('script.append', 'disk-full');
  await page.keyboard.type('Unsaved words. ');
  await page.getByText('This disk is full').waitFor();
  await expect.poll(() => page.getByTestId('save-state').textContent()).toBe('Not saved yet: in the emergency store');
  await page.getByRole('button', { name: 'Copy the whole script' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('Unsaved words.');
  machine.mend('script.append');
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect.poll(() => saveState(page)).toBe('saved');
  expect(await page.getByText('This disk is full').count()).toBe(0);
});

test('[LOOK-11] nobody is led away from edits that are not saved', async () => {
  await using screen = await openSample();
  const { page, machine } = screen;
  machine.breakCall('script.append', 'disk-full');
  await page.keyboard.type('Unsaved words. ');
  await page.locator('[data-state="emergency"]').waitFor();
  await page.keyboard.press('Control+Shift+L');
  await page.getByText('Stay here until saving works again').waitFor();
  expect(new URL(page.url()).hash).toMatch(/^#\/script\//);
  machine.mend('script.append');
  await page.keyboard.press('Control+Shift+L');
  await page.getByRole('row', { name: 'How the Library of Things works' }).waitFor();
});

test('[LOOK-11] an export that would lack the last words is refused', async () => {
  await using screen = await openSample();
  const { page, machine } = screen;
  machine.breakCall('script.append', 'disk-full');
  await page.keyboard.type('Unsaved words. ');
  await page.locator('[data-state="emergency"]').waitFor();
  screen.run('files.export-markdown');
  await page.getByText('Not exported: the last edits are not saved yet').waitFor();
});

test('[LOOK-12] a script that a newer Galley wrote is shown, with the reason why it cannot be changed', async () => {
  await using screen = await OpenScreen.open({
    scripts: [{ title: 'From the future', template: 'sample', at: 0, newer: true }],
    at: ([id]) => `#/script/${id}`,
  });
  const { page } = screen;
  await page.getByText('A newer Galley wrote in it').waitFor();
  await page.getByText('Close on a kitchen drawer').waitFor();
  expect(await page.getByTestId('save-state').textContent()).toBe('Needs a newer Galley');
  expect(screen.complaints).toEqual([]);
});

test.for([
  ['not-found', 'This script is not on this device'],
  ['damaged', 'This script cannot be read'],
  ['newer-version', 'This script needs a newer Galley'],
  ['unexpected', 'This script could not be opened'],
] as const)(
  '[LOOK-12] a script that cannot be opened (%s) says what happened, what is safe and what to do',
  async ([code, title]) => {
    await using screen = await OpenScreen.open({
      scripts: demoScripts.slice(0, 1),
      at: ([id]) => `#/script/${id}`,
      before: (machine) => machine.breakCall('script.open', code),
    });
    const { page } = screen;
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    expect(await page.locator('dd').count()).toBe(3);
    await page.getByRole('button', { name: 'Open the library' }).click();
    await page.getByRole('grid', { name: 'All scripts' }).waitFor();
  },
);

test('[LOOK-12] opening shows nothing that flashes, and words only when it takes long', async () => {
  await using screen = await OpenScreen.open({ scripts: demoScripts.slice(0, 1) });
  const { page, machine } = screen;
  const letGo = machine.hold('script.open');
  await page.getByRole('row', { name: 'How the Library' }).dblclick();
  await expect.poll(() => page.getByText('Opening…').evaluate((words) => getComputedStyle(words).opacity)).toBe('1');
  letGo();
  await page.getByText('Close on a kitchen drawer').waitFor();
});

test('[OPEN-3] changes that cannot be read are set aside and told in three parts; the rest is shown, written in and saved', async () => {
  const broken = Uint8Array.of(1, 1, 7);
  await using screen = await openSample({
    scripts: [{ ...sample, updates: [broken] }],
    context: NARROW,
  });
  const { page, machine } = screen;
  await page.getByRole('heading', { name: 'One change cannot be read' }).waitFor();
  expect(await page.locator('.banner').innerText()).toMatch(
    /damaged before.*Everything else is shown.*If you miss words/su,
  );
  await page.getByText('Close on a kitchen drawer').waitFor();
  await page.keyboard.type('Written on. ');
  await expect.poll(() => saveState(page)).toBe('saved');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect.poll(() => page.locator('.banner').count()).toBe(0);
  const [scriptId] = (await machine.vault.vault.list()).map((script) => script.scriptId);
  if (scriptId !== undefined) machine.tell('script.changed', { scriptId, update: broken });
  await page.getByRole('heading', { name: '2 changes cannot be read' }).waitFor();
  await page.getByText('Written on.').click();
  await page.keyboard.type('And on. ');
  await page.getByText('And on. ').waitFor();
  await expect.poll(() => saveState(page)).toBe('saved');
  expect(screen.complaints).toEqual([]);
});
